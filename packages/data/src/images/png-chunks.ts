import { joinBytes } from "@spikeloom/kernel";
import { unpackedParts } from "../bytes/unpack.ts";
import { RECORD_DAMAGED } from "../errors.ts";

/** Header of a PNG image. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits per sample. */
  readonly depth: number;
  readonly colour: PngColour;
  readonly isInterlaced: boolean;
}

/** Relevant chunks of an image, and whether a chunk outside the pixels makes some of them transparent. */
export interface KeptChunks {
  readonly header: PngHeader;
  readonly kept: Uint8Array;
  readonly isTransparent: boolean;
}

/** Colour types by number, with their samples per pixel (PNG 1.2, 4.1.1). */
const colours = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** Grey, colours, palette indices, and the first two with an alpha channel. */
export type PngColour = keyof typeof colours;

/** Maximum number of pixels; larger images are refused before decompression. */
const mostPixels = 2 ** 26;

/**
 * Extract the chunks of a PNG image that define its pixels.
 *
 * These are the header, the palette if there is one, and the pixels, which may decompress to at most the number of
 * bytes that the header implies. Throws `SL_RECORD_DAMAGED`.
 */
export async function pixelChunks(bytes: Uint8Array, file: string): Promise<KeptChunks> {
  const refuse = (byte: number, expected: string, got: string): Error =>
    RECORD_DAMAGED({ file, byte, expected, got });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  const pixels: Uint8Array[] = [];
  let header: PngHeader | undefined;
  let isTransparent = false;
  for (let at = 8; at < bytes.length; ) {
    if (at + 12 > bytes.length) throw refuse(at, "a chunk of PNG", "the end of the file");
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length) throw refuse(at, `${length} bytes of ${name}`, "the end of the file");
    if ((header === undefined) !== (name === "IHDR"))
      throw refuse(at, "exactly one header, at the start", name);
    header ??= readHeader(view, at, refuse);
    if (name === "IDAT") pixels.push(bytes.subarray(at + 8, end - 4));
    if (name === "tRNS") isTransparent ||= hidesColours(bytes.subarray(at + 8, end - 4), header);
    const isPalette = name === "PLTE" && header.colour === 3;
    if (isPalette || ["IHDR", "IDAT", "IEND"].includes(name)) kept.push(bytes.subarray(at, end));
    if (name === "IEND") break;
    at = end;
  }
  if (header === undefined) throw refuse(8, "a header of PNG", "the end of the file");
  await checkUnpacked(joinBytes(pixels), { header, file });
  return { header, kept: joinBytes(kept), isTransparent };
}

/**
 * Whether a chunk tRNS makes a colour transparent: for a palette it contains the opacity of each entry (PNG 1.2,
 * 4.2.1).
 */
function hidesColours(content: Uint8Array, { colour }: PngHeader): boolean {
  return colour === 3 ? content.some((alpha) => alpha < 255) : content.length > 0;
}

function readHeader(
  view: DataView,
  at: number,
  refuse: (byte: number, expected: string, got: string) => Error,
): PngHeader {
  const length = view.getUint32(at);
  if (length !== 13) throw refuse(at, "a header of 13 bytes", String(length));
  const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
  if (!(width > 0 && height > 0 && width * height <= mostPixels)) {
    throw refuse(at + 8, `at most ${mostPixels} pixels, at least one`, `${width} x ${height}`);
  }
  const [depth, colour, interlacing] = [16, 17, 20].map((k) => view.getUint8(at + k));
  if (!Object.hasOwn(colours, String(colour))) {
    throw refuse(at + 17, `a colour type of ${Object.keys(colours).join(", ")}`, `${colour}`);
  }
  const isInterlaced = interlacing === 1;
  if (isInterlaced && (depth as number) < 8) {
    throw refuse(at + 20, "at least 8 bits in an interlaced image", `${depth} bits`);
  }
  return { width, height, depth: depth as number, colour: colour as PngColour, isInterlaced };
}

/** Columns and rows of each pass of an interlaced image: the first one, and the step (PNG 1.2, 2.6). */
const passes = [
  ...([
    [0, 8, 0, 8],
    [4, 8, 0, 8],
    [0, 4, 4, 8],
    [2, 4, 0, 4],
  ] as const),
  ...([
    [0, 2, 2, 4],
    [1, 2, 0, 2],
    [0, 1, 1, 2],
  ] as const),
];

/** Refuse pixels that decompress to another number of bytes than the header implies. */
async function checkUnpacked(
  packed: Uint8Array,
  { header, file }: { readonly header: PngHeader; readonly file: string },
): Promise<void> {
  const { width, height, depth, colour, isInterlaced } = header;
  const taken = isInterlaced ? passes : ([[0, 1, 0, 1]] as const);
  const wanted = taken.reduce((sum, [column, across, row, down]) => {
    const columns = Math.ceil(Math.max(0, width - column) / across);
    const rows = Math.ceil(Math.max(0, height - row) / down);
    // Each row starts with the number of its filter.
    const rowBytes = columns === 0 ? 0 : 1 + Math.ceil((columns * depth * colours[colour]) / 8);
    return sum + rows * rowBytes;
  }, 0);
  let size = 0;
  for await (const { length } of unpackedParts(packed, { file, format: "deflate", most: wanted })) {
    size += length;
  }
  if (size === wanted) return;
  throw RECORD_DAMAGED({ file, byte: 0, expected: `${wanted} bytes of pixels`, got: `${size}` });
}
