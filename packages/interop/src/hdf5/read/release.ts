const least = 2 ** 16;

/**
 * Give back the memory of bytes that nobody looks at any more.
 *
 * A collector would get there too, but only after as much again was taken as the arrays hold that stay.
 */
export function release({ buffer, byteLength }: ArrayBufferView): void {
  // What is at most half of its buffer may be in a pool with others; older browsers cannot do it.
  const isWhole = byteLength >= least && byteLength > buffer.byteLength / 2;
  if (!(buffer instanceof ArrayBuffer && isWhole)) return;
  buffer.transfer?.(0);
}
