// size: one loop over words, whose state stays in registers
import { type EventFormat, type EventTally, tally } from "../event-format.ts";
import { nextTime } from "../next-time.ts";
import { type WordDecoder, wordBlocks } from "../word-blocks.ts";
import { checkEncoding, namesEncoding, readEvtHeader } from "./evt-header.ts";
import { otherWords, unknownWords, untimed } from "./evt-names.ts";

/** Time has 24 bits, the upper 12 in one word and the lower 12 in another: it begins anew after 2^24 µs. */
const loop = 2 ** 24;
/** The last column that a vector can begin at, far beyond any sensor. */
const mostLeft = 2 ** 16 - 12;

/**
 * Read EVT 3.0: words of 16 bits, each changing a part of what an event is.
 *
 * Prophesee, "EVT 3.0 Format". The type is in bits 15 to 12: a row; a column with a polarity, which makes an
 * event; a base column with a polarity, then vectors of 12 or 8 columns from it on; the lower and upper part of
 * the time.
 */
export const evt3: EventFormat = {
  name: "evt3",
  about: "Prophesee RAW, EVT 3.0",
  recognises: (head) => namesEncoding(head, "EVT3"),
  async open(source, _, counts) {
    const { fields, end, encoding, sensor } = await readEvtHeader(source);
    checkEncoding(source.name, encoding, "EVT3");
    return {
      header: fields,
      sensor,
      blocks: () => wordBlocks(source, end, evt3Decoder(counts), counts),
    };
  },
};

function evt3Decoder(counts: EventTally): WordDecoder {
  const state = { base: 0, time: 0, row: 0, left: 0, polarity: 0, isTimed: false, isPixel: true };
  return {
    bytes: 2,
    most: 12,
    state,
    decode(bytes, out, sensor) {
      const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
      const { t, x, y, p } = out;
      let n = out.count;
      let { base, time, row, left, polarity, isTimed, isPixel } = state;
      let isLeftOut = !(isTimed && isPixel);
      const right = (sensor?.width ?? 0) - 1;
      const bottom = (sensor?.height ?? 0) - 1;
      // Negative once a place lies outside of the sensor, or a time before the one before it.
      let signs = sensor === undefined ? -1 : bottom - row;
      for (let k = 0; k < words.length; k++) {
        const word = words[k] as number;
        switch (word >>> 12) {
          case 0x0:
            row = word & 2047;
            signs |= bottom - row;
            isPixel = true;
            isLeftOut = !isTimed;
            break;
          case 0x1:
            // The row of an event that measures brightness, which sensors of the third generation have.
            isPixel = false;
            isLeftOut = true;
            break;
          case 0x2:
            if (isLeftOut) {
              tally(counts, isPixel ? untimed : brightness);
              break;
            }
            signs |= right - (word & 2047);
            t[n] = time;
            x[n] = word & 2047;
            y[n] = row;
            p[n] = (word >>> 11) & 1;
            n++;
            break;
          case 0x3:
            left = word & 2047;
            polarity = (word >>> 11) & 1;
            break;
          case 0x4:
          case 0x5: {
            const isLong = word >>> 12 === 0x4;
            let mask = word & (isLong ? 0xfff : 0xff);
            if (isLeftOut) {
              tally(counts, isPixel ? untimed : brightness, bitsOf(mask));
              mask = 0;
            }
            if (mask !== 0) signs |= right - (left + 31 - Math.clz32(mask));
            for (; mask !== 0; mask &= mask - 1) {
              t[n] = time;
              x[n] = left + 31 - Math.clz32(mask & -mask);
              y[n] = row;
              p[n] = polarity;
              n++;
            }
            left += isLong ? 12 : 8;
            // Columns are held in 16 bits: one too far must not come back onto the sensor.
            if (left > mostLeft) left = mostLeft;
            break;
          }
          case 0x6: {
            const next = base + (word & 4095);
            if (next < time) signs = -1;
            time = next;
            break;
          }
          case 0x8: {
            const before = base;
            base = nextTime(base, (word & 4095) * 4096, loop);
            // The lower part follows; until then it is that of the same upper part, or 0.
            if (base !== before) {
              if (base < time) signs = -1;
              time = base;
            }
            isTimed = true;
            isLeftOut = !isPixel;
            break;
          }
          default:
            tally(counts, otherWords.get(word >>> 12) ?? unknownWords);
        }
      }
      out.count = n;
      Object.assign(state, { base, time, row, left, polarity, isTimed, isPixel });
      return signs >= 0;
    },
  };
}

const brightness = "measurements of brightness";

function bitsOf(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}
