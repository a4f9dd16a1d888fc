import { type EventFormat, type EventTally, tally } from "../event-format.ts";
import { nextTime } from "../next-time.ts";
import { type WordDecoder, wordBlocks } from "../word-blocks.ts";
import { checkEncoding, namesEncoding, readEvtHeader } from "./evt-header.ts";
import { otherWords, unknownWords, untimed } from "./evt-names.ts";
import { mostLeft } from "./evt3-module.ts";
import type { Evt3Run, Evt3State } from "./evt3-vectors.ts";

/** Time has 24 bits, the upper 12 in one word and the lower 12 in another: it wraps after 2^24 µs. */
const loop = 2 ** 24;

/**
 * Read EVT 3.0: 16-bit words, each of which updates a part of the decoder's state.
 *
 * Prophesee, "EVT 3.0 Format". The type is in bits 15 to 12: a row; a column with a polarity, which makes an event; a
 * base column with a polarity, followed by vectors of 12 or 8 columns; the lower and upper part of the time.
 */
export const evt3: EventFormat = {
  name: "evt3",
  about: "Prophesee RAW, EVT 3.0",
  recognises: (head) => namesEncoding(head, "EVT3"),
  async open(source, _, counts) {
    const { fields, end, encoding, sensor } = await readEvtHeader(source);
    checkEncoding(source.name, encoding, "EVT3");
    const { evt3Vectors } = await import("./evt3-vectors.ts");
    const run = evt3Vectors();
    return {
      header: fields,
      sensor,
      blocks: () => wordBlocks(source, end, evt3Decoder(counts, run), counts),
    };
  },
};

function evt3Decoder(counts: EventTally, run: Evt3Run): WordDecoder {
  const state = {
    base: 0,
    low: 0,
    row: 0,
    left: 0,
    polarity: 0,
    signs: 0,
    isTimed: false,
    isPixel: true,
  };
  return {
    bytes: 2,
    most: 12,
    state,
    decode(bytes, columns, sensor) {
      const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
      state.signs = sensor === undefined ? -1 : 0;
      for (let k = 0; k < words.length; k++) {
        if (state.isTimed && state.isPixel) k = run(words, k, state, { columns, sensor });
        if (k < words.length) takeRare(words[k] as number, state, counts);
      }
      return state.signs >= 0;
    },
  };
}

/** Process a word that is not an event, or that precedes the first time and row. */
function takeRare(word: number, state: Evt3State & Known, counts: EventTally): void {
  const leaveOut = (bits: number): void =>
    tally(counts, state.isPixel ? untimed : brightness, bitsOf(bits));
  switch (word >>> 12) {
    case 0x0:
      state.row = word & 2047;
      state.isPixel = true;
      break;
    case 0x1:
      // The row of a brightness measurement, which third-generation sensors send.
      state.isPixel = false;
      break;
    case 0x2:
      leaveOut(1);
      break;
    case 0x3:
      state.left = word & 2047;
      state.polarity = (word >>> 11) & 1;
      break;
    case 0x4:
      leaveOut(word & 0xfff);
      state.left = Math.min(mostLeft, state.left + 12);
      break;
    case 0x5:
      leaveOut(word & 0xff);
      state.left = Math.min(mostLeft, state.left + 8);
      break;
    case 0x6:
      if ((word & 4095) < state.low) state.signs = -1;
      state.low = word & 4095;
      break;
    case 0x8: {
      const time = state.base + state.low;
      const base = nextTime(state.base, (word & 4095) * 4096, loop);
      // The lower part follows; until then it keeps its value for the same upper part, or is 0.
      if (base !== state.base) {
        if (base < time) state.signs = -1;
        state.base = base;
        state.low = 0;
      }
      state.isTimed = true;
      break;
    }
    default:
      tally(counts, otherWords.get(word >>> 12) ?? unknownWords);
  }
}

interface Known {
  /** Whether the upper part of the time is known, and whether the row belongs to a pixel. */
  isTimed: boolean;
  isPixel: boolean;
}

const brightness = "measurements of brightness";

function bitsOf(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}
