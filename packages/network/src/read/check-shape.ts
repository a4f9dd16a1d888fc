import type { SpikeLoomError } from "@spikeloom/kernel";
import { validateNetwork } from "../generated/validate-network.ts";
import { explainShape, type ShapeFault } from "./explain-shape.ts";

/**
 * Check the shape of a network of unknown origin; returns all faults.
 *
 * Returns none if it is sound.
 */
export function checkShape(value: unknown): readonly SpikeLoomError[] {
  if (validateNetwork(value)) return [];
  return explainShape((validateNetwork.errors ?? []) as readonly ShapeFault[], value);
}
