import type { ByteSource } from "@spikeloom/kernel";
import { DATA_OPTION } from "../../errors.ts";
import { EVENTS_HEADER } from "../errors.ts";
import { type EventFormat, type EventTally, tally } from "../event-format.ts";
import { nextTime } from "../next-time.ts";
import { type WordDecoder, wordBlocks } from "../word-blocks.ts";
import { type AddressLayout, addressLayouts } from "./addresses.ts";
import { type AedatHeader, readAedatHeader, versionOfHead } from "./aedat-header.ts";

/**
 * Read AEDAT 2.0 of jAER: a big-endian address and time of 32 bits each, in µs.
 *
 * The meaning of an address depends on the chip, given by the header or the option `addresses`.
 */
export const aedat2: EventFormat = {
  name: "aedat2",
  about: "AEDAT 2.0 of jAER",
  recognises: (head) => versionOfHead(head)?.startsWith("2.") === true,
  async open(source, { addresses }, counts) {
    const header = await readAedatHeader(source);
    const layout = addressesOf(addresses) ?? (await layoutOf(source, header));
    return {
      header: header.fields,
      sensor: layout.sensor,
      blocks: () => wordBlocks(source, header.end, aedat2Decoder(layout, counts), counts),
    };
  },
};

function addressesOf(name: string | undefined): AddressLayout | undefined {
  if (name === undefined) return undefined;
  const layout = addressLayouts.get(name);
  if (layout !== undefined) return layout;
  const expected = [...addressLayouts.keys()].join(", ");
  throw DATA_OPTION({ place: "addresses", expected, got: name });
}

/** Find the layout of the chip in the header; without one, 16-bit addresses are those of a DVS128. */
async function layoutOf(source: ByteSource, header: AedatHeader): Promise<AddressLayout> {
  const { fields, lines } = header;
  // Other programs than jAER state the camera only as a source.
  const names = [fields.get("HardwareInterface") ?? "", ...lines.filter(isOfSource)];
  const chip = fields.get("AEChip") ?? names.join(" ").trim();
  const layouts = [...addressLayouts.values()];
  const named = layouts.find(({ chips }) => chips.some((one) => chip.toLowerCase().includes(one)));
  if (named !== undefined) return named;
  const most = Math.floor(Math.min(source.size - header.end, 2 ** 16) / 8) * 8;
  const bytes = await source.read(header.end, header.end + Math.max(0, most));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let isNarrow = chip === "";
  for (let at = 0; at + 8 <= bytes.length; at += 8) isNarrow &&= view.getUint16(at) === 0;
  const dvs128 = addressLayouts.get("dvs128");
  if (isNarrow && dvs128 !== undefined) return dvs128;
  throw EVENTS_HEADER({
    file: source.name,
    expected: "a chip with known addresses: DVS128, DAVIS208, DAVIS240, DAVIS346 or DAVIS640",
    got: chip === "" ? "none" : chip,
    next: `Set the layout with the option \`addresses\`: ${[...addressLayouts.keys()].join(", ")}.`,
  });
}

function isOfSource(line: string): boolean {
  return /^-?Source \d+:/.test(line);
}

function aedat2Decoder(layout: AddressLayout, counts: EventTally): WordDecoder {
  const { sensor, polarity, flips, others } = layout;
  const [xFrom, xBits] = layout.x;
  const [yFrom, yBits] = layout.y;
  const xMask = 2 ** xBits - 1;
  const yMask = 2 ** yBits - 1;
  const state = { last: 0 };
  return {
    bytes: 8,
    most: 1,
    state,
    decode(bytes, out) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const { t, x, y, p } = out;
      let n = out.count;
      let { last } = state;
      for (let at = 0; at < bytes.length; at += 8) {
        const address = view.getUint32(at);
        if ((address & others) !== 0) {
          tally(counts, "images, inertial samples and external events");
          continue;
        }
        last = nextTime(last, view.getUint32(at + 4), 2 ** 32);
        const column = (address >>> xFrom) & xMask;
        const row = (address >>> yFrom) & yMask;
        t[n] = last;
        // Positions outside the sensor wrap to invalid numbers, which are reported.
        x[n] = flips.x ? sensor.width - 1 - column : column;
        y[n] = flips.y ? sensor.height - 1 - row : row;
        p[n] = (address >>> polarity) & 1;
        n++;
      }
      out.count = n;
      state.last = last;
      return false;
    },
  };
}
