/** Give the least power of two that is not below a number. */
export function powerAbove(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}
