/**
 * Convert a weight to integer units of 2^-scale.
 *
 * It is rounded to the nearest integer, halves up; a count of events is multiplied by the rounded weight.
 */
export function toUnits(weight: number, scale: number): number {
  return Math.round(weight * 2 ** scale);
}
