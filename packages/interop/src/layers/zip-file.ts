import { damaged } from "./damage.ts";

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Decompressed size in bytes. */
  readonly size: number;
  /** Decompress it; never returns more than its size. */
  bytes(): Promise<Uint8Array>;
}

/** Maximum number of files of an archive. */
const mostEntries = 65_536;

/** Decompressed size allowed for any archive; beyond it, the maximum compression factor, which numbers hardly reach. */
const freeBytes = 64 * 2 ** 20;
const mostGrowth = 64;

const signatures = {
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  entry: 0x02014b50,
  local: 0x04034b50,
};

/** The maximum 32-bit number means that a 64-bit field is used instead. */
const elsewhere = 0xffff_ffff;

/** List the files of a zip archive (PKWARE APPNOTE 6.3.10, 4.3): stored or deflated. */
export function zipEntries(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, from } = readEnd(view);
  if (count > mostEntries)
    damaged("", `it has ${count} files; at most ${mostEntries} are supported`);
  const entries = new Map<string, ZipEntry>();
  let at = from;
  for (let k = 0; k < count; k++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== signatures.entry) {
      damaged("", "its list of files is truncated");
    }
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const [name = 0, extra = 0, comment = 0] = lengths;
    const next = at + 46 + name + extra + comment;
    if (next > bytes.length) damaged("", "its list of files is truncated");
    const text = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name));
    if (entries.has(text)) damaged(text, "two of its files have this name");
    const extras = bytes.subarray(at + 46 + name, at + 46 + name + extra);
    entries.set(text, entryOf(text, { bytes, view }, { at, extras }));
    at = next;
  }
  // Many small files are as large as one, and several may share their compressed bytes.
  const all = [...entries.values()].reduce((sum, { size }) => sum + size, 0);
  if (all > Math.max(freeBytes, bytes.length * mostGrowth)) {
    damaged("", `its files would decompress from ${bytes.length} to ${all} bytes`);
  }
  return entries;
}

interface Archive {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Find the list of files from the end of the archive. */
function readEnd(view: DataView): { readonly count: number; readonly from: number } {
  const least = Math.max(0, view.byteLength - 22 - 65_535);
  for (let at = view.byteLength - 22; at >= least; at--) {
    if (view.getUint32(at, true) !== signatures.end) continue;
    const count = view.getUint16(at + 10, true);
    const from = view.getUint32(at + 16, true);
    if (count !== 0xffff && from !== elsewhere) return { count, from };
    return readEnd64(view, at - 20);
  }
  return damaged("", "it is not a zip archive, or is truncated");
}

function readEnd64(
  view: DataView,
  locator: number,
): { readonly count: number; readonly from: number } {
  if (locator < 0 || view.getUint32(locator, true) !== signatures.locator64) {
    damaged("", "the end of the archive is damaged");
  }
  const at = placeOf(view, locator + 8);
  if (at + 56 > view.byteLength || view.getUint32(at, true) !== signatures.end64) {
    damaged("", "the end of the archive is damaged");
  }
  return { count: placeOf(view, at + 32), from: placeOf(view, at + 48) };
}

/** Read a 64-bit offset or length; refuses values far beyond the archive's decompressed size. */
function placeOf(view: DataView, at: number): number {
  if (at + 8 > view.byteLength) damaged("", "a structure in it is truncated");
  const value = view.getBigUint64(at, true);
  return value < 2n ** 52n
    ? Number(value)
    : damaged("", "a length or offset in it is impossibly large");
}

function entryOf(
  name: string,
  { bytes, view }: Archive,
  { at, extras }: { readonly at: number; readonly extras: Uint8Array },
): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  // Fields with the maximum value are in the extra field 1, in this order.
  const wides = wideFields(extras);
  const wide = (place: number): number => {
    const value = view.getUint32(at + place, true);
    if (value !== elsewhere) return value;
    return wides.shift() ?? damaged(name, "a length of this file is missing");
  };
  const size = wide(24);
  const packed = wide(20);
  const local = wide(42);
  return {
    name,
    size,
    async bytes() {
      if ((flags & 1) !== 0) damaged(name, "this file is encrypted");
      if (local + 30 > bytes.length || view.getUint32(local, true) !== signatures.local) {
        damaged(name, "this file is not at its stated position");
      }
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (from + packed > bytes.length) damaged(name, "this file is truncated");
      const data = bytes.subarray(from, from + packed);
      if (method === 0) {
        return packed === size ? data : damaged(name, "this file has two different lengths");
      }
      if (method !== 8)
        damaged(name, `this file uses compression method ${method}; only deflate is supported`);
      if (size > Math.max(freeBytes, packed * mostGrowth)) {
        damaged(name, `this file would decompress from ${packed} to ${size} bytes`);
      }
      return inflated(data, size, name);
    },
  };
}

function wideFields(extras: Uint8Array): number[] {
  const view = new DataView(extras.buffer, extras.byteOffset, extras.byteLength);
  for (let at = 0; at + 4 <= extras.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const count = Math.floor(Math.min(view.getUint16(at + 2, true), extras.length - at - 4) / 8);
    return Array.from({ length: Math.min(3, count) }, (_, k) => placeOf(view, at + 4 + 8 * k));
  }
  return [];
}

/** Decompress a deflate stream of exactly this many bytes. */
async function inflated(data: Uint8Array, size: number, name: string): Promise<Uint8Array> {
  const out = new Uint8Array(size);
  let at = 0;
  const stream = new Blob([data as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > size)
        damaged(name, `this file decompresses to more than ${size} bytes`);
      out.set(value, at);
      at += value.length;
    }
  } catch (fault) {
    if (fault instanceof TypeError) damaged(name, "this file cannot be decompressed");
    throw fault;
  } finally {
    reader.cancel().catch(() => undefined);
  }
  return at === size
    ? out
    : damaged(name, `this file decompresses to ${at} bytes instead of ${size}`);
}
