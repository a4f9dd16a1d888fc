/** Count the bytes that a field for numbers up to this one has. */
export function byteWidth(most: number): number {
  let bytes = 1;
  for (let limit = 256; most >= limit; limit *= 256) bytes++;
  return bytes;
}
