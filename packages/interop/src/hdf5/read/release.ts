const least = 2 ** 16;

/**
 * Release the memory of an unused buffer immediately.
 *
 * The garbage collector would do so only after allocating as much memory again as the remaining arrays hold.
 */
export function release({ buffer, byteLength }: ArrayBufferView): void {
  // A view of at most half its buffer may share a pool; older browsers lack this function.
  const isWhole = byteLength >= least && byteLength > buffer.byteLength / 2;
  if (!(buffer instanceof ArrayBuffer && isWhole)) return;
  buffer.transfer?.(0);
}
