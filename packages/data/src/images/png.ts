import {
  type ByteSource,
  checkOptionNames,
  faultReason,
  type OptionNames,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { sourceOf } from "../bytes/open-source.ts";
import { PICTURE_CHANNELS, RECORD_DAMAGED } from "../errors.ts";
import { pixelChunks } from "./png-chunks.ts";

/** An image with one channel (grey) or three (red, green and blue). */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Level of white: 255, or 65535 for a 16-bit file. */
  readonly white: number;
  /** Values of shape [height, width, channels], from 0 to `white`. */
  readonly levels: Uint8Array | Uint16Array;
}

/** Conversion of colours to grey, by the standard that defines the luma. */
export type GreyConversion = "bt601" | "bt709";

/** Handling of colours and transparent pixels of an image. */
export interface PictureOptions {
  /**
   * Conversion of colours to one grey channel, applied to the levels in the file: the luma of ITU-R BT.601-7 (0.299,
   * 0.587, 0.114), as in Pillow's mode "L", or of ITU-R BT.709-6 (0.2126, 0.7152, 0.0722). By default colours are kept.
   */
  readonly grey?: GreyConversion | undefined;
  /** Treats transparent pixels as opaque; by default they are refused. */
  readonly alpha?: "ignore" | undefined;
}

const optionNames: OptionNames<PictureOptions> = { grey: true, alpha: true };

/** Weights of red, green and blue in units of 2^-16, with the sum 1. */
const shares: Readonly<Record<GreyConversion, readonly [number, number, number]>> = {
  bt601: [19_595, 38_470, 7471],
  bt709: [13_933, 46_871, 4732],
};

/** Names of the grey conversions. */
export const greyConversions: readonly string[] = Object.keys(shares);

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes start like a PNG file. */
export function isPng(head: Uint8Array): boolean {
  return signature.every((byte, k) => head[k] === byte);
}

/**
 * Read a PNG image: one channel of grey levels, or three of colours.
 *
 * Colours are kept unless `grey` selects a conversion. A fully opaque alpha channel is dropped; a transparent pixel is
 * refused with `SL_PICTURE_CHANNELS` unless `alpha` is `"ignore"`. Only the first image of an animation is read. Throws
 * `SL_RECORD_DAMAGED`, also for more than 2^26 pixels and for interlaced images of fewer than 8 bits.
 */
export async function readPng(
  given: ByteSource | Uint8Array,
  options: PictureOptions = {},
): Promise<Picture> {
  checkPictureOptions(options, "readPng");
  const source = sourceOf(given, "readPng");
  const bytes = await source.read(0, source.size);
  const refuse = (byte: number, expected: string, got: string): Error =>
    RECORD_DAMAGED({ file: source.name, byte, expected, got });
  if (!isPng(bytes)) throw refuse(0, "a PNG signature", "other bytes");
  const { header, kept, isTransparent } = await pixelChunks(bytes, source.name);
  const { width, height, depth } = header;
  const size = { height, width };
  // Images need a library that few sets use.
  const { convertIndexedToRgb, decode } = await import("fast-png");
  try {
    const picture = decode(kept, { checkCrc: true });
    const { data, channels, palette } = picture;
    const white = depth === 16 ? 65_535 : 255;
    const isPalette = header.colour === 3;
    const taken =
      depth < 8 && !isPalette
        ? { data: unpack(data, { width, depth }), channels: 1 }
        : isPalette
          ? { data: convertIndexedToRgb(picture), channels: palette?.[0]?.length ?? 3 }
          : { data, channels };
    if (options.alpha !== "ignore" && (isTransparent || hasTransparent(taken, white))) {
      throw PICTURE_CHANNELS({
        file: source.name,
        message: "Some pixels are transparent.",
        expected: "opaque pixels",
        got: `${height} × ${width} pixels with an alpha channel`,
        next: 'Set "alpha": "ignore" to treat them as opaque, or save the image on a background.',
      });
    }
    return { ...size, white, ...coloursOf(taken, options.grey) };
  } catch (fault) {
    if (fault instanceof SpikeLoomError) throw fault;
    throw refuse(0, "a PNG image", faultReason(fault));
  }
}

/** Refuse unknown options and conversions. */
export function checkPictureOptions(options: PictureOptions, place: string): void {
  checkOptionNames(options, optionNames, place);
  const { grey, alpha } = options;
  const wrong =
    grey !== undefined && !Object.hasOwn(shares, grey)
      ? { expected: `grey: ${greyConversions.join(" or ")}`, got: String(grey) }
      : alpha !== undefined && alpha !== "ignore"
        ? { expected: 'alpha: "ignore"', got: String(alpha) }
        : undefined;
  if (wrong === undefined) return;
  const message = "Unknown option for reading an image.";
  throw PICTURE_CHANNELS({
    file: place,
    message,
    ...wrong,
    next: "Choose one of them, or omit the option.",
  });
}

type Levels = Uint8Array | Uint8ClampedArray | Uint16Array;

/** Pixels with all of their channels, alpha last if there is one. */
interface Pixels {
  readonly data: Levels;
  readonly channels: number;
}

/** Whether any pixel is not opaque. */
function hasTransparent({ data, channels }: Pixels, white: number): boolean {
  if (channels % 2 === 1) return false;
  for (let at = channels - 1; at < data.length; at += channels) {
    if (data[at] !== white) return true;
  }
  return false;
}

/** Drop alpha, and convert colours to their luma if a conversion is selected. */
function coloursOf(
  { data, channels }: Pixels,
  grey: GreyConversion | undefined,
): Pick<Picture, "channels" | "levels"> {
  const size = data.length / channels;
  const colours = channels < 3 ? 1 : 3;
  const kept = colours === 3 && grey === undefined ? 3 : 1;
  const levels =
    data instanceof Uint16Array ? new Uint16Array(kept * size) : new Uint8Array(kept * size);
  const [ofRed, ofGreen, ofBlue] = shares[grey ?? "bt601"];
  for (let k = 0, at = 0; k < size; k++, at += channels) {
    const red = data[at] as number;
    if (colours === 1) {
      levels[k] = red;
      continue;
    }
    const [green, blue] = [data[at + 1] as number, data[at + 2] as number];
    if (kept === 3) levels.set([red, green, blue], 3 * k);
    else levels[k] = Math.floor((ofRed * red + ofGreen * green + ofBlue * blue + 32_768) / 65_536);
  }
  return { channels: kept, levels };
}

/** Unpack grey of 1, 2 or 4 bits from byte-aligned rows, as levels up to 255. */
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
