import type { EventFormat } from "./event-format.ts";
import { type WordDecoder, wordBlocks } from "./word-blocks.ts";

/** Row that no sensor of these sets has: it marks a wrap of the recorder's 13-bit clock. */
const overflow = 240;
const overflowTime = 2 ** 13;

/**
 * Read a sample of N-MNIST or N-Caltech101: five bytes per event, without a header.
 *
 * Orchard et al. 2015, doi:10.3389/fnins.2015.00437: x, y, then one bit of polarity and 23 bits of time in µs. An event
 * in row 240 is a marker: all later times increase by 2^13 µs.
 */
export const nMnist: EventFormat = {
  name: "n-mnist",
  about: "N-MNIST and N-Caltech101, five bytes per event",
  recognises: (head, file) => /\.bin$/i.test(file) && head.length >= 5,
  async open(source, _, counts) {
    return {
      header: new Map(),
      sensor: undefined,
      blocks: () => wordBlocks(source, 0, nMnistDecoder(), counts),
    };
  },
};

function nMnistDecoder(): WordDecoder {
  const state = { added: 0 };
  return {
    bytes: 5,
    most: 1,
    state,
    decode(bytes, out) {
      const { t, x, y, p } = out;
      let n = out.count;
      let { added } = state;
      for (let k = 0; k < bytes.length; k += 5) {
        const row = bytes[k + 1] as number;
        if (row === overflow) {
          added += overflowTime;
          continue;
        }
        const high = bytes[k + 2] as number;
        const time =
          ((high & 127) << 16) | ((bytes[k + 3] as number) << 8) | (bytes[k + 4] as number);
        t[n] = time + added;
        x[n] = bytes[k] as number;
        y[n] = row;
        p[n] = high >>> 7;
        n++;
      }
      out.count = n;
      state.added = added;
      return false;
    },
  };
}
