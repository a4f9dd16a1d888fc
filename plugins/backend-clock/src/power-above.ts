/** Return the smallest power of two that is at least a number. */
export function powerAbove(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}
