import { damaged } from "./damage.ts";

/** A file inside of a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes once unpacked. */
  readonly size: number;
  /** Unpack it; never more than its size. */
  bytes(): Promise<Uint8Array>;
}

/** Files that an archive may have. */
const mostEntries = 65_536;

/** Bytes that any archive may unpack to; beyond them it may grow so many times, which numbers hardly do. */
const freeBytes = 64 * 2 ** 20;
const mostGrowth = 64;

const signatures = {
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  entry: 0x02014b50,
  local: 0x04034b50,
};

/** The highest number of 32 bits stands for one of 64 elsewhere. */
const elsewhere = 0xffff_ffff;

/** List the files of a zip archive (PKWARE APPNOTE 6.3.10, 4.3): stored ones and those of deflate. */
export function zipEntries(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, from } = readEnd(view);
  if (count > mostEntries) damaged("", `it has ${count} files; ${mostEntries} at most are read`);
  const entries = new Map<string, ZipEntry>();
  let at = from;
  for (let k = 0; k < count; k++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== signatures.entry) {
      damaged("", "the list of its files is cut short");
    }
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const [name = 0, extra = 0, comment = 0] = lengths;
    const next = at + 46 + name + extra + comment;
    if (next > bytes.length) damaged("", "the list of its files is cut short");
    const text = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name));
    if (entries.has(text)) damaged(text, "two of its files have this name");
    const extras = bytes.subarray(at + 46 + name, at + 46 + name + extra);
    entries.set(text, entryOf(text, { bytes, view }, { at, extras }));
    at = next;
  }
  // Many small files are as large as one, and several may share their packed bytes.
  const all = [...entries.values()].reduce((sum, { size }) => sum + size, 0);
  if (all > Math.max(freeBytes, bytes.length * mostGrowth)) {
    damaged("", `its files would unpack from ${bytes.length} to ${all} bytes`);
  }
  return entries;
}

interface Archive {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Find where the list of files begins: from the end of the archive. */
function readEnd(view: DataView): { readonly count: number; readonly from: number } {
  const least = Math.max(0, view.byteLength - 22 - 65_535);
  for (let at = view.byteLength - 22; at >= least; at--) {
    if (view.getUint32(at, true) !== signatures.end) continue;
    const count = view.getUint16(at + 10, true);
    const from = view.getUint32(at + 16, true);
    if (count !== 0xffff && from !== elsewhere) return { count, from };
    return readEnd64(view, at - 20);
  }
  return damaged("", "it is no zip archive, or cut short");
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

/** Read a place or a length of 64 bits; none reaches past the archive by more than its unpacked files. */
function placeOf(view: DataView, at: number): number {
  if (at + 8 > view.byteLength) damaged("", "a part of its structure is cut short");
  const value = view.getBigUint64(at, true);
  return value < 2n ** 52n ? Number(value) : damaged("", "a length or place in it is absurd");
}

function entryOf(
  name: string,
  { bytes, view }: Archive,
  { at, extras }: { readonly at: number; readonly extras: Uint8Array },
): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  // Where one of these is elsewhere, it stands in the extra field 1, in this order.
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
        damaged(name, "this file is not where it should be");
      }
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (from + packed > bytes.length) damaged(name, "this file is cut short");
      const data = bytes.subarray(from, from + packed);
      if (method === 0) {
        return packed === size ? data : damaged(name, "this file has two different lengths");
      }
      if (method !== 8) damaged(name, `this file is packed by method ${method}; deflate is read`);
      if (size > Math.max(freeBytes, packed * mostGrowth)) {
        damaged(name, `this file would unpack from ${packed} to ${size} bytes`);
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

/** Unpack a stream of deflate that has exactly so many bytes. */
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
      if (at + value.length > size) damaged(name, `this file unpacks to more than ${size} bytes`);
      out.set(value, at);
      at += value.length;
    }
  } catch (fault) {
    if (fault instanceof TypeError) damaged(name, "this file cannot be unpacked");
    throw fault;
  } finally {
    reader.cancel().catch(() => undefined);
  }
  return at === size ? out : damaged(name, `this file unpacks to ${at} bytes instead of ${size}`);
}
