import { type EventFormat, type EventTally, tally } from "../event-format.ts";
import { nextTime } from "../next-time.ts";
import { type WordDecoder, wordBlocks } from "../word-blocks.ts";
import { checkEncoding, namesEncoding, readEvtHeader } from "./evt-header.ts";
import { otherWords, unknownWords, untimed } from "./evt-names.ts";

/** The upper part of the time has 28 bits: it wraps after 2^34 µs. */
const loop = 2 ** 34;

/**
 * Read EVT 2.0: 32-bit words, each an event or the upper 28 bits of the following times.
 *
 * Prophesee, "EVT 2.0 Format". The type is in bits 31 to 28; for an event, bits 27 to 22 are the lower part of the time
 * in µs, 21 to 11 x, 10 to 0 y.
 */
export const evt2: EventFormat = {
  name: "evt2",
  about: "Prophesee RAW, EVT 2.0",
  recognises: (head) => namesEncoding(head, "EVT2"),
  async open(source, _, counts) {
    const { fields, end, encoding, sensor } = await readEvtHeader(source);
    checkEncoding(source.name, encoding, "EVT2");
    return {
      header: fields,
      sensor,
      blocks: () => wordBlocks(source, end, evt2Decoder(counts), counts),
    };
  },
};

function evt2Decoder(counts: EventTally): WordDecoder {
  const state = { base: 0, isTimed: false };
  return {
    bytes: 4,
    most: 1,
    state,
    decode(bytes, out) {
      const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      const { t, x, y, p } = out;
      let n = out.count;
      let { base, isTimed } = state;
      for (let k = 0; k < words.length; k++) {
        const word = words[k] as number;
        const type = word >>> 28;
        if (type < 2 && isTimed) {
          t[n] = base + ((word >>> 22) & 63);
          x[n] = (word >>> 11) & 2047;
          y[n] = word & 2047;
          p[n] = type;
          n++;
        } else if (type === 8) {
          base = nextTime(base, (word & 0xfff_ffff) * 64, loop);
          isTimed = true;
        } else {
          tally(counts, type < 2 ? untimed : (otherWords.get(type) ?? unknownWords));
        }
      }
      out.count = n;
      state.base = base;
      state.isTimed = isTimed;
      return false;
    },
  };
}
