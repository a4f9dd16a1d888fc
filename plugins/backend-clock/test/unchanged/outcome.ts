import { createHash } from "node:crypto";
import { learn } from "../learn.ts";
import type { UnchangedCase } from "./cases.ts";

/** Run a case and return the hashes of its spikes and its final state. */
export async function outcomeOf(
  { network, pieces, looks, precision }: UnchangedCase,
  target: "wasm" | "js" = "wasm",
): Promise<string> {
  const { hash, values } = await learn(network, { pieces, looks, precision, target });
  const digits = createHash("sha256");
  for (const [name, numbers] of Object.entries(values)) {
    digits.update(name);
    // NaN has many bit patterns; unset values of a variable are one of them.
    digits.update(
      Float64Array.from(numbers, (value) => (Number.isNaN(value) ? Number.NaN : value)),
    );
  }
  return `${hash} ${digits.digest("hex").slice(0, 16)}`;
}
