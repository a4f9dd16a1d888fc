import { EVENTS_DAMAGED } from "../errors.ts";

/** A bounds-checked table of a FlatBuffer. */
export interface FlatTable {
  /** Find the position of a field of so many bytes; undefined if the table omits it. */
  field(index: number, bytes: number): number | undefined;
  /** Find the start and the length of a vector. */
  vector(index: number, elementBytes: number): { readonly at: number; readonly count: number };
  readonly view: DataView;
}

/** Origin of a buffer, for errors. */
export interface FlatPlace {
  readonly file: string;
  readonly byte: number;
}

/**
 * Open the root table of a FlatBuffer that starts with its size (FlatBuffers, "Internals").
 *
 * `identifier` is the four-letter name after the root offset. Throws `SL_EVENTS_DAMAGED`.
 */
export function openFlatBuffer(bytes: Uint8Array, identifier: string, place: FlatPlace): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (expected: string, got: string): never => {
    throw EVENTS_DAMAGED({ ...place, expected, got });
  };
  const within = (at: number, length: number): number =>
    at >= 0 && at + length <= bytes.length
      ? at
      : refuse(`positions up to ${bytes.length} in a FlatBuffer`, String(at + length));
  within(0, 12);
  const name = String.fromCharCode(...bytes.subarray(8, 12));
  if (name !== identifier)
    refuse(`a FlatBuffer with the identifier ${identifier}`, JSON.stringify(name));
  const root = within(4 + view.getUint32(4, true), 4);
  const table = within(root - view.getInt32(root, true), 4);
  const tableBytes = view.getUint16(table, true);
  within(table, tableBytes);
  const field = (index: number, width: number): number | undefined => {
    const entry = 4 + 2 * index;
    const offset = entry + 2 <= tableBytes ? view.getUint16(table + entry, true) : 0;
    return offset === 0 ? undefined : within(root + offset, width);
  };
  return {
    view,
    field,
    vector(index, elementBytes) {
      const at = field(index, 4);
      if (at === undefined) return { at: 0, count: 0 };
      const start = within(at + view.getUint32(at, true), 4);
      const count = view.getUint32(start, true);
      within(start + 4, count * elementBytes);
      return { at: start + 4, count };
    },
  };
}
