/** Give the bytes that this machine has left, or that a browser gives a page. */
export function availableMemory(): number {
  return typeof process === "undefined" ? 2 ** 32 : process.availableMemory();
}
