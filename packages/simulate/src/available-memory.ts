/** Return the bytes of memory available on this machine, or to a page in a browser. */
export function availableMemory(): number {
  return typeof process === "undefined" ? 2 ** 32 : process.availableMemory();
}
