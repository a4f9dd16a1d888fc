import type { SpikeLoomError } from "@spikeloom/kernel";
import { controlCharacterFaults } from "./control-characters.ts";
import { explainShape } from "./explain-shape.ts";
import { shapeFaults } from "./shape-faults.ts";

/**
 * Check the shape of a network of unknown origin; returns all faults.
 *
 * Returns none if it is sound.
 */
export function checkShape(value: unknown): readonly SpikeLoomError[] {
  const faults = shapeFaults(value);
  const shape = faults.length === 0 ? [] : explainShape(faults, value);
  return [...shape, ...controlCharacterFaults(value)];
}
