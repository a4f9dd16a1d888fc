import type { SpikeLoomError } from "@spikeloom/kernel";
import { controlCharacterFaults } from "./control-characters.ts";
import { explainShape } from "./explain-shape.ts";
import { shapeFaults } from "./shape-faults.ts";

/**
 * Check the shape of a network of unknown origin; returns all errors.
 *
 * Returns an empty list if it is valid.
 */
export function checkShape(value: unknown): readonly SpikeLoomError[] {
  const faults = shapeFaults(value);
  const shape = faults.length === 0 ? [] : explainShape(faults, value);
  return [...shape, ...controlCharacterFaults(value)];
}
