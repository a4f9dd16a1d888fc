/** List 0 to n - 1. */
export function countTo(n: number): Uint32Array<ArrayBuffer> {
  const list = new Uint32Array(n);
  for (let k = 0; k < n; k++) list[k] = k;
  return list;
}
