/** Rows of numbers that a probe has recorded. */
export interface SampleList {
  readonly rows: number;
  push(row: Float64Array): void;
  /** All rows, valid until the next one. */
  view(): Float64Array;
  clear(): void;
}

/** Create a list for rows of a length. */
export function sampleList(length: number): SampleList {
  let all = new Float64Array(length);
  let rows = 0;
  return {
    get rows() {
      return rows;
    },
    push(row) {
      if ((rows + 1) * length > all.length) {
        const larger = new Float64Array(2 * all.length);
        larger.set(all);
        all = larger;
      }
      all.set(row, rows * length);
      rows++;
    },
    view: () => all.subarray(0, rows * length),
    clear() {
      rows = 0;
    },
  };
}
