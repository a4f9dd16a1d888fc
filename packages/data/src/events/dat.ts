import { EVENTS_HEADER } from "./errors.ts";
import type { EventFormat } from "./event-format.ts";
import type { SensorSize } from "./event-stream.ts";
import { nextTime } from "./next-time.ts";
import { headerFields, readTextHeader } from "./text-header.ts";
import { type WordDecoder, wordBlocks } from "./word-blocks.ts";

/** Supported event types (Prophesee, "DAT file format"): 2D events, and contrast detection. */
const types: ReadonlySet<number> = new Set([0, 12]);

/** First bit of y and of the polarity after x. */
interface DatLayout {
  readonly y: number;
  readonly polarity: number;
}

const ofVersion2: DatLayout = { y: 14, polarity: 28 };
const ofVersion1: DatLayout = { y: 9, polarity: 17 };
/** Layouts by the version in the header; Prophesee's readers treat versions below 2 alike. */
const layouts: ReadonlyMap<number, DatLayout> = new Map([
  [0, ofVersion1],
  [1, ofVersion1],
  [2, ofVersion2],
]);

/**
 * Read Prophesee DAT: 64 bits per event, the time in µs, then x, y and the polarity.
 *
 * In version 2, x and y have 14 bits, in version 1 they have 9 and 8. A file without a version, or without a header, is
 * read as version 2.
 */
export const dat: EventFormat = {
  name: "dat",
  about: "Prophesee DAT",
  recognises(head, file) {
    const text = new TextDecoder("latin1").decode(head.subarray(0, 2048));
    if (head[0] !== 0x25 || /^% (evt|format) /m.test(text)) return false;
    return /^% *Data file containing/i.test(text) || /\.dat$/i.test(file);
  },
  async open(source, _, counts) {
    const { lines, end } = await readTextHeader(source, { mark: 0x25 });
    const hasHeader = lines.length > 0;
    const stated = await source.read(end, Math.min(source.size, end + 2));
    const [type = -1, size = 0] = hasHeader ? stated : [0, 8];
    if (!types.has(type) || size !== 8) {
      throw EVENTS_HEADER({
        file: source.name,
        expected: "events of type 0 or 12 with 8 bytes",
        got: `type ${type} of ${size} bytes`,
        next: "Write contrast detection events (EventCD); boxes and triggers are not supported.",
      });
    }
    const fields = headerFields(lines, " ");
    const from = hasHeader ? end + 2 : 0;
    const layout = layoutOf(fields, source.name);
    return {
      header: fields,
      sensor: sensorOf(fields),
      blocks: () => wordBlocks(source, from, datDecoder(layout), counts),
    };
  },
};

function sensorOf(fields: ReadonlyMap<string, string>): SensorSize | undefined {
  const sensor = { width: Number(fields.get("Width")), height: Number(fields.get("Height")) };
  return sensor.width >= 1 && sensor.height >= 1 ? sensor : undefined;
}

function layoutOf(fields: ReadonlyMap<string, string>, file: string): DatLayout {
  const version = fields.get("Version") ?? "2";
  const layout = layouts.get(Number(version));
  if (layout !== undefined) return layout;
  const next = "Write it as version 2.";
  throw EVENTS_HEADER({ file, expected: "a version from 0 to 2", got: version, next });
}

function datDecoder(layout: DatLayout): WordDecoder {
  const xMask = 2 ** layout.y - 1;
  const yMask = 2 ** (layout.polarity - layout.y) - 1;
  const state = { last: 0 };
  return {
    bytes: 8,
    most: 1,
    state,
    decode(bytes, out) {
      const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
      const { t, x, y, p } = out;
      let n = out.count;
      let { last } = state;
      for (let k = 0; k < words.length; k += 2) {
        const place = words[k + 1] as number;
        last = nextTime(last, words[k] as number, 2 ** 32);
        t[n] = last;
        x[n] = place & xMask;
        y[n] = (place >>> layout.y) & yMask;
        p[n] = (place >>> layout.polarity) & 1;
        n++;
      }
      out.count = n;
      state.last = last;
      return false;
    },
  };
}
