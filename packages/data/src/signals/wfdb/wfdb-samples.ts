/** Layout of samples in the bytes of a file, with all signals of a frame in sequence. */
export interface SampleForm {
  /** Samples packed together, and the bytes that they occupy. */
  readonly samples: number;
  readonly bytes: number;
  /** Value that marks a missing sample; undefined if there is none. */
  readonly missing: number | undefined;
  /** Unpack the samples at a byte offset. */
  read(view: DataView, at: number, out: Int32Array, to: number): void;
  /** Whether samples are differences from the previous one. */
  readonly isDifference?: boolean;
}

const signed = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

/** One sample of several bytes. */
function plain(
  bytes: number,
  missing: number | undefined,
  of: (view: DataView, at: number) => number,
): SampleForm {
  return {
    samples: 1,
    bytes,
    missing,
    read(view, at, out, to) {
      out[to] = of(view, at);
    },
  };
}

/** Formats by number (WFDB, "signal(5)"). */
export const sampleForms: ReadonlyMap<string, SampleForm> = new Map<string, SampleForm>([
  ["8", { ...plain(1, undefined, (view, at) => view.getInt8(at)), isDifference: true }],
  ["16", plain(2, -(2 ** 15), (view, at) => view.getInt16(at, true))],
  ["24", plain(3, -(2 ** 23), (view, at) => view.getInt16(at + 1, true) * 256 + view.getUint8(at))],
  ["32", plain(4, -(2 ** 31), (view, at) => view.getInt32(at, true))],
  ["61", plain(2, -(2 ** 15), (view, at) => view.getInt16(at))],
  ["80", plain(1, -128, (view, at) => view.getUint8(at) - 128)],
  ["160", plain(2, -(2 ** 15), (view, at) => view.getUint16(at, true) - 32_768)],
  [
    "212",
    {
      samples: 2,
      bytes: 3,
      missing: -2048,
      read(view, at, out, to) {
        const middle = view.getUint8(at + 1);
        out[to] = signed(((middle & 15) << 8) | view.getUint8(at), 12);
        out[to + 1] = signed(((middle >>> 4) << 8) | view.getUint8(at + 2), 12);
      },
    },
  ],
  [
    "310",
    {
      samples: 3,
      bytes: 4,
      missing: -512,
      read(view, at, out, to) {
        const [low, high] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
        out[to] = signed((low >>> 1) & 1023, 10);
        out[to + 1] = signed((high >>> 1) & 1023, 10);
        out[to + 2] = signed((low >>> 11) | ((high >>> 11) << 5), 10);
      },
    },
  ],
  [
    "311",
    {
      samples: 3,
      bytes: 4,
      missing: -512,
      read(view, at, out, to) {
        const word = view.getUint32(at, true);
        for (let k = 0; k < 3; k++) out[to + k] = signed((word >>> (10 * k)) & 1023, 10);
      },
    },
  ],
]);

/** Read a number of samples; the last pack may be incomplete. */
export function readSamples(bytes: Uint8Array, form: SampleForm, count: number): Int32Array {
  // Packs extend beyond the last bytes if a file ends within one.
  const packs = Math.ceil(count / form.samples);
  const padded = new Uint8Array(packs * form.bytes);
  padded.set(bytes.subarray(0, padded.length));
  const view = new DataView(padded.buffer);
  const out = new Int32Array(packs * form.samples);
  for (let k = 0; k < packs; k++) form.read(view, k * form.bytes, out, k * form.samples);
  return out.subarray(0, count);
}

/** Minimum number of bytes for a number of samples. */
export function bytesOfSamples({ samples, bytes }: SampleForm, count: number): number {
  const rest = count % samples;
  // For an incomplete pack, the bytes that its samples reach into: 2 of 3, and 2 or 4 of 4.
  const partial = rest === 0 ? 0 : Math.min(bytes, 2 * rest);
  return Math.floor(count / samples) * bytes + partial;
}

/** Number of samples in a number of bytes. */
export function samplesOfBytes({ samples, bytes }: SampleForm, length: number): number {
  return Math.floor(length / bytes) * samples + Math.floor((length % bytes) / 2);
}
