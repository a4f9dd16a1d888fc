import type { ByteSource } from "@spikeloom/kernel";
import { EVENTS_CUT } from "./errors.ts";
import { type EventColumns, eventColumns, reserveEvents } from "./event-columns.ts";
import { type EventBlock, type EventTally, tallyDamage } from "./event-format.ts";
import type { SensorSize } from "./event-stream.ts";

/** Decodes words of one size in sequence. */
export interface WordDecoder {
  /** Bytes of a word. */
  readonly bytes: number;
  /** Maximum number of events per word. */
  readonly most: number;
  /** State left by earlier words: only numbers and booleans, so that a shallow copy is complete. */
  readonly state: Record<string, number | boolean>;
  /**
   * Append the events of whole words, for which there is capacity. Bytes are aligned to 8.
   *
   * Returns the same as `decode` of a block.
   */
  decode(bytes: Uint8Array, out: EventColumns, sensor: SensorSize | undefined): boolean;
}

/** Bytes requested at once: each request costs a wait. */
const pieceBytes = 2 ** 22;
/** Bytes read at once if available immediately: they remain in the cache. */
const heldBytes = 2 ** 18;
/** Words decoded together: few enough to keep the capacity for their maximum number of events small. */
const blockWords = 2 ** 14;

/** Iterate over the words of a file from a byte on; throws `SL_EVENTS_CUT`. */
export async function* wordBlocks(
  source: ByteSource,
  from: number,
  decoder: WordDecoder,
  counts: EventTally,
): AsyncGenerator<EventBlock, void, undefined> {
  const { bytes: width } = decoder;
  const left = (source.size - from) % width;
  const until = source.size - left;
  const most = source.readInto === undefined ? pieceBytes : heldBytes;
  const step = Math.floor(most / width / blockWords) * blockWords * width;
  const read = pieceReader(source, Math.min(step, until - from));
  for (let at = from; at < until; at += step) {
    const end = Math.min(until, at + step);
    const asked = read(at, end);
    const piece = asked instanceof Uint8Array ? asked : await asked;
    for (let k = 0; k < piece.length; k += blockWords * width) {
      yield wordBlock(piece.subarray(k, k + blockWords * width), at + k, decoder);
    }
  }
  if (left === 0) return;
  tallyDamage(counts, "bytes of a truncated word", left);
  if (counts.keepsDamaged) return;
  const got = `the last ${left} of them`;
  throw EVENTS_CUT({ file: counts.file, byte: until, expected: `words of ${width} bytes`, got });
}

/** Read pieces into one buffer if the source supports it: a block is used before the next one is requested. */
function pieceReader(source: ByteSource, most: number): ByteSource["read"] {
  if (source.readInto === undefined) {
    return (start, end) => {
      const asked = source.read(start, end);
      return asked instanceof Uint8Array ? aligned(asked) : asked.then(aligned);
    };
  }
  const held = new Uint8Array(Math.max(0, most));
  return (start, end) => {
    const bytes = held.subarray(0, end - start);
    return bytes.subarray(0, source.readInto?.(bytes, start));
  };
}

/** Views of wider numbers must be aligned to their size. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
}

function wordBlock(bytes: Uint8Array, byte: number, decoder: WordDecoder): EventBlock {
  const before = { ...decoder.state };
  const count = bytes.length / decoder.bytes;
  return {
    byte,
    decode(out, sensor) {
      reserveEvents(out, count * decoder.most);
      return decoder.decode(bytes, out, sensor);
    },
    // Decode again, one word at a time.
    byteOf(index) {
      Object.assign(decoder.state, before);
      const out = eventColumns(index + 1 + decoder.most);
      for (let k = 0; k < bytes.length; k += decoder.bytes) {
        decoder.decode(new Uint8Array(bytes.subarray(k, k + decoder.bytes)), out, undefined);
        if (out.count > index) return byte + k;
        reserveEvents(out, decoder.most);
      }
      return byte;
    },
  };
}
