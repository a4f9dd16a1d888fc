/** Number of bytes of a field for integers up to this one. */
export function byteWidth(most: number): number {
  let bytes = 1;
  for (let limit = 256; most >= limit; limit *= 256) bytes++;
  return bytes;
}
