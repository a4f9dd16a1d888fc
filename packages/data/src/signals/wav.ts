import type { ByteSource } from "@spikeloom/kernel";
import { sourceOf } from "../bytes/open-source.ts";
import { RECORD_DAMAGED } from "../errors.ts";
import type { Recording } from "./recording.ts";

interface SampleType {
  readonly make: (count: number) => Float32Array | Float64Array;
  readonly read: (view: DataView, at: number) => number;
}

const single = (count: number): Float32Array => new Float32Array(count);
const double = (count: number): Float64Array => new Float64Array(count);

/** Types by format code (1 for integers, 3 for floats) and bits; single precision is exact up to 24 bits. */
const types: ReadonlyMap<string, SampleType> = new Map<string, SampleType>([
  ["1:8", { make: single, read: (v, k) => (v.getUint8(k) - 128) / 128 }],
  ["1:16", { make: single, read: (v, k) => v.getInt16(k, true) / 2 ** 15 }],
  [
    "1:24",
    { make: single, read: (v, k) => (v.getInt16(k + 1, true) * 256 + v.getUint8(k)) / 2 ** 23 },
  ],
  ["1:32", { make: double, read: (v, k) => v.getInt32(k, true) / 2 ** 31 }],
  ["3:32", { make: single, read: (v, k) => v.getFloat32(k, true) }],
  ["3:64", { make: double, read: (v, k) => v.getFloat64(k, true) }],
]);

interface WavFormat {
  readonly code: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

/**
 * Read a WAV file.
 *
 * Supports integers of 8 to 32 bits, floats, and any number of channels. Full scale is from -1 to 1. Throws
 * `SL_RECORD_DAMAGED` for other encodings.
 */
export async function readWav(given: ByteSource | Uint8Array): Promise<Recording> {
  const source = sourceOf(given, "readWav");
  const { name: file } = source;
  const bytes = await source.read(0, source.size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (byte: number, expected: string, got: string): Error =>
    RECORD_DAMAGED({ file, byte, expected, got });
  const text = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || text(0) !== "RIFF" || text(8) !== "WAVE") {
    throw refuse(0, "RIFF and WAVE", JSON.stringify(`${text(0)} ${text(8)}`));
  }
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const start = at + 8;
    if (text(at) === "fmt " && start + 16 <= bytes.length) format = readFormat(view, start, length);
    if (text(at) === "data") {
      if (format === undefined) throw refuse(at, "a format before the samples", "none");
      // Streaming writers leave the length undefined; samples then extend to the end.
      const isOpen = length === 0xffff_ffff || (length === 0 && !isChunk(view, start));
      const end = isOpen ? bytes.length : start + length;
      if (end > bytes.length) throw refuse(at, `${length} bytes`, `${bytes.length - start}`);
      return samplesOf(
        format,
        new DataView(view.buffer, view.byteOffset + start, end - start),
        (got) => refuse(at, `integers of 8, 16, 24 or 32 bits or floats of 32 or 64`, got),
      );
    }
    at = start + length + (length % 2);
  }
  throw refuse(bytes.length, "samples", "none");
}

/** Whether a complete chunk starts here; samples read as text would give an impossible length. */
function isChunk(view: DataView, at: number): boolean {
  if (at + 8 > view.byteLength) return false;
  const letters = [0, 1, 2, 3].map((k) => view.getUint8(at + k));
  const isNamed = letters.every((letter) => letter >= 32 && letter < 127);
  return isNamed && at + 8 + view.getUint32(at + 4, true) <= view.byteLength;
}

function readFormat(view: DataView, at: number, length: number): WavFormat {
  const code = view.getUint16(at, true);
  // An extensible format has the actual code at the start of a 16-byte identifier.
  const isExtensible = code === 0xfffe && length >= 26 && at + 26 <= view.byteLength;
  return {
    code: isExtensible ? view.getUint16(at + 24, true) : code,
    channels: view.getUint16(at + 2, true),
    rate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function samplesOf(
  { code, channels, rate, bits }: WavFormat,
  data: DataView,
  refuse: (got: string) => Error,
): Recording {
  const type = types.get(`${code}:${bits}`);
  if (type === undefined || channels === 0) {
    throw refuse(`format ${code} with ${bits} bits and ${channels} channels`);
  }
  const width = bits / 8;
  const count = Math.floor(data.byteLength / (width * channels));
  const all = Array.from({ length: channels }, (_, channel) => {
    const values = type.make(count);
    for (let k = 0; k < count; k++) values[k] = type.read(data, (k * channels + channel) * width);
    return { label: channels === 1 ? "sound" : `sound ${channel + 1}`, unit: "1", rate, values };
  });
  return { channels: all, annotations: [], about: new Map([["bits", String(bits)]]) };
}
