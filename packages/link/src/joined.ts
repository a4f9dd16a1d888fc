/** Join arrays, each padded to a multiple of 8 bytes. */
export function joined(parts: readonly ArrayBufferView[]): Uint8Array {
  const padded = (bytes: number): number => 8 * Math.ceil(bytes / 8);
  const all = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + padded(byteLength), 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    all.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += padded(byteLength);
  }
  return all;
}
