/** Numbers in rows; `columns` is omitted for a plain list. */
export interface NumberTable {
  readonly values: Float64Array;
  /** Values in each row; undefined for a list. */
  readonly columns?: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const alignment = 64;
/** Bytes of magic, version and header length. */
const before = 10;

/**
 * Encode doubles as a file of NumPy's format, version 1.0.
 *
 * @cite https://numpy.org/neps/nep-0001-npy-format.html
 */
export function encodeNpy({ values, columns }: NumberTable): Uint8Array {
  const shape = columns === undefined ? `(${values.length},)` : shapeOf(values.length, columns);
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  // The data begin at a multiple of 64 bytes; the header ends in a line feed.
  const whole = Math.ceil((before + text.length + 1) / alignment) * alignment;
  const header = `${text.padEnd(whole - before - 1)}\n`;
  const bytes = new Uint8Array(whole + 8 * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([...magic, 1, 0]);
  view.setUint16(magic.length + 2, header.length, true);
  bytes.set(new TextEncoder().encode(header), before);
  values.forEach((value, k) => {
    view.setFloat64(whole + 8 * k, value, true);
  });
  return bytes;
}

function shapeOf(count: number, columns: number): string {
  return `(${count / columns}, ${columns})`;
}
