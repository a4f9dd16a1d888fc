import type { ByteSource } from "@spikeloom/kernel";
import { EVENTS_CUT, EVENTS_DAMAGED, EVENTS_HEADER } from "../errors.ts";
import type { EventColumns } from "../event-columns.ts";
import { type EventBlock, type EventFormat, type EventTally, tally } from "../event-format.ts";
import type { SensorSize } from "../event-stream.ts";
import { packetBlock } from "../packet-block.ts";
import { type AedatHeader, readAedatHeader, versionOfHead } from "./aedat-header.ts";

/** Bytes of the head of a packet. */
const headBytes = 28;
/** More bytes than any packet of a camera has. */
const mostBytes = 2 ** 28;

/** Types of packets (iniVation, "AEDAT 3.1"): events of pixels are of type 1. */
const kinds = [
  ...["special events", "events", "frames", "samples of inertia", "frames", "samples of sound"],
  ...["configurations", "one-dimensional points", "two-dimensional points"],
];
const polarity = 1;

const sensors: readonly (readonly [string, SensorSize])[] = [
  ["davis346", { width: 346, height: 260 }],
  ["davis640", { width: 640, height: 480 }],
  ["davis240", { width: 240, height: 180 }],
  ["davis208", { width: 208, height: 192 }],
  ["davis128", { width: 128, height: 128 }],
  ["dvs128", { width: 128, height: 128 }],
];

/**
 * Read AEDAT 3.1 of cAER: packets of little-endian events, of which those of pixels are read.
 *
 * Of an event of 8 bytes the first 4 hold x in bits 31 to 17, y in 16 to 2, the polarity and whether it is
 * valid; then comes the time in µs, whose upper part is in the head of the packet.
 */
export const aedat3: EventFormat = {
  name: "aedat3",
  about: "AEDAT 3.1 of cAER",
  recognises: (head) => versionOfHead(head)?.startsWith("3.") === true,
  async open(source, _, counts) {
    const header = await readAedatHeader(source);
    const format = header.fields.get("Format") ?? "RAW";
    if (format !== "RAW") {
      const next = "Write it anew without compression.";
      throw EVENTS_HEADER({ file: source.name, expected: "the format RAW", got: format, next });
    }
    return {
      header: header.fields,
      sensor: sensorOf(header),
      blocks: () => packets(source, header.end, counts),
    };
  },
};

/** Find the sensor by its size where the header has that, as ours do, else by the first source that it names. */
function sensorOf({ lines }: AedatHeader): SensorSize | undefined {
  const [, width, height] = /^-Sensor: (\d+)x(\d+)$/m.exec(lines.join("\n")) ?? [];
  if (Number(width) >= 1 && Number(height) >= 1) {
    return { width: Number(width), height: Number(height) };
  }
  const source = lines.find((line) => /^Source \d+:/.test(line))?.toLowerCase() ?? "";
  return sensors.find(([name]) => source.includes(name))?.[1];
}

async function* packets(
  source: ByteSource,
  from: number,
  counts: EventTally,
): AsyncGenerator<EventBlock, void, undefined> {
  const cut = (byte: number, expected: string): boolean => {
    const left = source.size - byte;
    tally(counts, "bytes of a packet that is cut short", left);
    if (counts.keepsDamaged) return true;
    throw EVENTS_CUT({ file: source.name, byte, expected, got: `${left} bytes` });
  };
  for (let at = from; at < source.size; ) {
    if (at + headBytes > source.size && cut(at, `a packet head of ${headBytes} bytes`)) return;
    const head = readHead(await source.read(at, at + headBytes));
    const { type, size, count } = head;
    if (type >= kinds.length || (type === polarity && size !== 8) || size * count > mostBytes) {
      tally(counts, "bytes of damaged packets", source.size - at);
      if (counts.keepsDamaged) return;
      const got = `type ${type}, ${count} events of ${size} bytes`;
      const expected = "a packet of AEDAT 3.1";
      throw EVENTS_DAMAGED({ file: source.name, byte: at, expected, got });
    }
    const start = at + headBytes;
    const end = start + size * count;
    if (end > source.size && !counts.keepsDamaged) cut(at, `a packet of ${end - at} bytes`);
    const whole = Math.min(count, Math.floor((source.size - start) / size));
    if (type === polarity) {
      const bytes = new Uint8Array(await source.read(start, start + 8 * whole));
      const decode = (out: EventColumns): boolean =>
        decodeEvents(bytes, head.overflow, out, counts);
      yield packetBlock({ byte: at, first: start, size: 8, count: whole, decode });
    } else {
      tally(counts, kinds[type] as string, whole);
    }
    if (end > source.size && cut(start + whole * size, "a whole event")) return;
    at = end;
  }
}

function readHead(bytes: Uint8Array): {
  readonly type: number;
  readonly size: number;
  readonly overflow: number;
  readonly count: number;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    type: view.getUint16(0, true),
    size: view.getUint32(4, true),
    overflow: view.getUint32(12, true),
    count: view.getUint32(20, true),
  };
}

function decodeEvents(
  bytes: Uint8Array,
  overflow: number,
  out: EventColumns,
  counts: EventTally,
): boolean {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const { t, x, y, p } = out;
  const base = overflow * 2 ** 31;
  let n = out.count;
  for (let k = 0; k < words.length; k += 2) {
    const data = words[k] as number;
    if ((data & 1) === 0) {
      tally(counts, "events marked as invalid");
      continue;
    }
    t[n] = base + (words[k + 1] as number);
    x[n] = data >>> 17;
    y[n] = (data >>> 2) & 32767;
    p[n] = (data >>> 1) & 1;
    n++;
  }
  out.count = n;
  return false;
}
