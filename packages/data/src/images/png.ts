import { type ByteSource, faultReason } from "@spikeloom/kernel";
import { sourceOf } from "../bytes/open-source.ts";
import { RECORD_DAMAGED } from "../errors.ts";
import { pixelChunks } from "./png-chunks.ts";

/** A grey image. */
export interface GreyImage {
  readonly height: number;
  readonly width: number;
  /** The level that is white: 255, or 65535 for a file of 16 bits. */
  readonly white: number;
  /** Of shape [height, width], the first axis slowest; levels from 0 to `white`. */
  readonly levels: Uint8Array | Uint16Array;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes begin as a file of PNG does. */
export function isPng(head: Uint8Array): boolean {
  return signature.every((byte, k) => head[k] === byte);
}

/**
 * Read a picture of PNG as grey levels.
 *
 * Colours become luma of Rec. 601 in whole numbers, as Pillow's mode "L" has it; what is transparent is taken as opaque. Of an
 * animation the first picture is read. Throws `SL_RECORD_DAMAGED`, also for more than 2^26 pixels, and for interlaced pictures of
 * fewer than 8 bits.
 */
export async function readPng(given: ByteSource | Uint8Array): Promise<GreyImage> {
  const source = sourceOf(given, "readPng");
  const bytes = await source.read(0, source.size);
  const refuse = (byte: number, expected: string, got: string): Error =>
    RECORD_DAMAGED({ file: source.name, byte, expected, got });
  if (!isPng(bytes)) throw refuse(0, "the signature of PNG", "other bytes");
  const { header, kept } = await pixelChunks(bytes, source.name);
  const { width, height, depth } = header;
  // Pictures take a library that few sets need.
  const { convertIndexedToRgb, decode } = await import("fast-png");
  try {
    const picture = decode(kept, { checkCrc: true });
    const { data, channels, palette } = picture;
    if (header.colour === 3) {
      const levels = lumaOf(convertIndexedToRgb(picture), palette?.[0]?.length ?? 3);
      return { height, width, white: 255, levels };
    }
    if (depth < 8) return { height, width, white: 255, levels: unpack(data, { width, depth }) };
    const white = depth === 16 ? 65_535 : 255;
    return { height, width, white, levels: lumaOf(data, channels) };
  } catch (fault) {
    throw refuse(0, "a picture of PNG", faultReason(fault));
  }
}

type Levels = Uint8Array | Uint8ClampedArray | Uint16Array;

/** Take grey, or the luma of colours, out of all channels of pixels. */
function lumaOf(data: Levels, channels: number): Uint8Array | Uint16Array {
  const size = data.length / channels;
  const levels = data instanceof Uint16Array ? new Uint16Array(size) : new Uint8Array(size);
  for (let k = 0, at = 0; k < size; k++, at += channels) {
    const red = data[at] as number;
    if (channels < 3) {
      levels[k] = red;
      continue;
    }
    const [green, blue] = [data[at + 1] as number, data[at + 2] as number];
    // Rec. 601 in shares of 2^16, rounded.
    levels[k] = Math.floor((19_595 * red + 38_470 * green + 7471 * blue + 32_768) / 65_536);
  }
  return levels;
}

/** Take grey of 1, 2 or 4 bits out of rows that begin at a byte each, as levels of 255. */
function unpack(
  data: Levels,
  { width, depth }: { readonly width: number; readonly depth: number },
): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  const levels = new Uint8Array((data.length / rowBytes) * width);
  for (let k = 0; k < levels.length; k++) {
    const column = k % width;
    const byte = data[((k - column) / width) * rowBytes + ((column * depth) >> 3)] as number;
    const shift = 8 - depth - ((column * depth) & 7);
    levels[k] = (((byte >> shift) & most) * 255) / most;
  }
  return levels;
}
