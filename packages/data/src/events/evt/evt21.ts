import type { ByteSource } from "@spikeloom/kernel";
import { type EventFormat, type EventTally, tally } from "../event-format.ts";
import { nextTime } from "../next-time.ts";
import { type WordDecoder, wordBlocks } from "../word-blocks.ts";
import { checkEncoding, type EvtHeader, namesEncoding, readEvtHeader } from "./evt-header.ts";
import { otherWords, unknownWords, untimed } from "./evt-names.ts";

const loop = 2 ** 34;

/**
 * Read EVT 2.1: 64-bit words, each with up to 32 adjacent events or the upper 28 bits of the time.
 *
 * Prophesee, "EVT 2.1 Format". The half with the type is a word of EVT 2.0, the other half is a mask of the 32 pixels
 * from x on that have an event. Sensors up to IMX636 send the half with the type first (`legacy`), later ones one
 * little-endian word.
 */
export const evt21: EventFormat = {
  name: "evt21",
  about: "Prophesee RAW, EVT 2.1, with either order of the halves of a word",
  recognises: (head) => namesEncoding(head, "EVT21"),
  async open(source, _, counts) {
    const header = await readEvtHeader(source);
    checkEncoding(source.name, header.encoding, "EVT21");
    const isLegacy = await hasTypeFirst(source, header);
    const { fields, end, sensor } = header;
    return {
      header: fields,
      sensor,
      blocks: () => wordBlocks(source, end, evt21Decoder(isLegacy, counts), counts),
    };
  },
};

const types: ReadonlySet<number> = new Set([0x0, 0x1, 0x8, 0xa, 0xe, 0xf]);

/** Determine which half comes first, from the header or from the types of the first words. */
async function hasTypeFirst(
  source: ByteSource,
  { options, fields, end }: EvtHeader,
): Promise<boolean> {
  const stated = options.get("endianness") ?? fields.get("endianness");
  if (stated !== undefined) return stated === "legacy";
  const bytes = await source.read(end, Math.min(source.size, end + 2 ** 16));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The other half of a time word is zero, which identifies the halves if the types do not.
  const score = (half: 0 | 4): number => {
    let sum = 0;
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      const type = view.getUint32(at + half, true) >>> 28;
      const other = view.getUint32(at + 4 - half, true);
      if (!types.has(type)) sum -= 4;
      else if (type === 8) sum += other === 0 ? 4 : -1;
    }
    return sum;
  };
  return score(0) > score(4);
}

function evt21Decoder(isLegacy: boolean, counts: EventTally): WordDecoder {
  const state = { base: 0, isTimed: false };
  const [typed, masked] = isLegacy ? [0, 1] : [1, 0];
  return {
    bytes: 8,
    most: 32,
    state,
    decode(bytes, out) {
      const halves = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      const { t, x, y, p } = out;
      let n = out.count;
      let { base, isTimed } = state;
      for (let k = 0; k < halves.length; k += 2) {
        const word = halves[k + typed] as number;
        const type = word >>> 28;
        if (type < 2 && isTimed) {
          const time = base + ((word >>> 22) & 63);
          const left = (word >>> 11) & 2047;
          const row = word & 2047;
          for (let mask = halves[k + masked] as number; mask !== 0; mask &= mask - 1) {
            t[n] = time;
            x[n] = left + 31 - Math.clz32(mask & -mask);
            y[n] = row;
            p[n] = type;
            n++;
          }
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
