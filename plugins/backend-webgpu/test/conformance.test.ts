import { backendSuite } from "@spikeloom/conformance";
import { defaultStack as stack } from "spikeloom";
import { expect, it } from "vitest";
import { webgpu } from "../src/index.ts";

it.each(
  backendSuite(webgpu({ processor: "cpu" }), { stack }).map((one) => [one.name, one] as const),
)(
  "%s",
  async (_, { run }) => {
    await expect(run()).resolves.toBeUndefined();
  },
  60_000,
);
