import { backendSuite } from "@spikeloom/conformance";
import { type Capability, capabilities } from "@spikeloom/kernel";
import { defaultStack as stack } from "spikeloom";
import { expect, it } from "vitest";
import { delayLine } from "../backend.ts";

// A program for this backend can contain these, whether it provides them or not.
const implied: readonly string[] = [
  "noise",
  "integer-state",
  "zero-delay",
  "procedural-connectivity",
];

const claimed = (Object.keys(capabilities) as Capability[]).filter(
  (name) => !delayLine.provides.includes(name) && !implied.includes(name),
);

it.each(claimed)("a backend without %s cannot claim to provide it", async (name) => {
  const backend = { ...delayLine, provides: [...delayLine.provides, name] };
  const claim = backendSuite(backend, { stack }).find((one) => one.name.endsWith(`"${name}"`));
  await expect(claim?.run()).rejects.toThrow();
});
