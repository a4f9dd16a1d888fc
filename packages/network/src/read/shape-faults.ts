import { validateNetwork } from "../generated/validate-network.ts";
import type { ShapeFault } from "./explain-shape.ts";

/** List what the validator finds in a network of unknown origin. */
export function shapeFaults(value: unknown): readonly ShapeFault[] {
  const plain = plainOf(value);
  return validateNetwork(plain) ? [] : ((validateNetwork.errors ?? []) as readonly ShapeFault[]);
}

/**
 * What JSON makes of a network, for the check of its shape.
 *
 * Callable models become records. Typed arrays are left out, and numbers that JSON lacks are checked with
 * the values that they belong to.
 */
function plainOf(value: unknown): unknown {
  const text = JSON.stringify(value, (_, inner: unknown) => {
    if (ArrayBuffer.isView(inner)) return [];
    return typeof inner === "number" && !Number.isFinite(inner) ? 0 : inner;
  });
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}
