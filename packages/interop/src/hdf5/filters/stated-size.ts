import type { Filter } from "./filter.ts";

/**
 * Read the decompressed size that compressed data states.
 *
 * Plugins allocate it before they decompress anything. Undefined if the data does not state it.
 */
export function statedSize(packed: Uint8Array, { id, values }: Filter): number | undefined {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  return readers[id]?.(view, values);
}

type ReadSize = (view: DataView, values: readonly number[]) => number | undefined;

const u32 = (view: DataView, at: number): number | undefined =>
  view.byteLength < at + 4 ? undefined : view.getUint32(at, true);

const big64 = (view: DataView): number | undefined =>
  view.byteLength < 8 ? undefined : Number(view.getBigUint64(0));

const readers: Readonly<Record<number, ReadSize>> = {
  4: (view) => u32(view, 0),
  // Elements of at least one byte.
  5: (_, values) => values[2],
  6: (_, values) => values[2],
  32001: (view) => u32(view, 4),
  32004: (view) => big64(view),
  // With LZ4 or Zstandard inside, the size is stated; otherwise it is not.
  32008: (view, values) => ([2, 3].includes(values[4] ?? 0) ? big64(view) : undefined),
  32015: (view) => zstandardSize(view),
};

const zstandardMagic = 0xfd2fb528;

/** The content size of the first frame (RFC 8878, 3.1.1.1). */
function zstandardSize(view: DataView): number | undefined {
  if (view.byteLength < 18 || u32(view, 0) !== zstandardMagic) return undefined;
  const flags = view.getUint8(4);
  const isSingle = (flags & 0x20) !== 0;
  const at = 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][flags & 3] ?? 0);
  switch (flags >> 6) {
    case 0:
      return isSingle ? view.getUint8(at) : undefined;
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
