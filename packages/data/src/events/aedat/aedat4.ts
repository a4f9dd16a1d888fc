import type { ByteSource } from "@spikeloom/kernel";
import { DATA_OPTION } from "../../errors.ts";
import { EVENTS_CUT, EVENTS_DAMAGED, EVENTS_HEADER } from "../errors.ts";
import type { EventColumns } from "../event-columns.ts";
import {
  type EventBlock,
  type EventFormat,
  type EventReadOptions,
  type EventTally,
  tally,
  tallyDamage,
} from "../event-format.ts";
import type { SensorSize } from "../event-stream.ts";
import { packetBlock } from "../packet-block.ts";
import { versionOfHead } from "./aedat-header.ts";
import { type FlatTable, openFlatBuffer } from "./flatbuffer.ts";
import { type AedatStream, streamList } from "./stream-list.ts";
import { unpackerOf, unpackPacket } from "./unpack.ts";
import { unpackBudget } from "./unpack-budget.ts";

const firstLine = "#!AER-DAT4.0\r\n".length;
const mostHeader = 2 ** 26;
const mostPacket = 2 ** 28;

/** Names under which packets of other streams are counted, by type. */
const kinds: ReadonlyMap<string, string> = new Map([
  ["FRME", "packets of frames"],
  ["IMUS", "inertial packets"],
  ["TRIG", "packets of triggers"],
  ["EVTS", "packets of other event streams"],
]);

/**
 * Read AEDAT 4 of iniVation's DV: FlatBuffer packets, uncompressed or compressed by LZ4 or Zstandard.
 *
 * The first event stream is read, or that of the option `stream`. An event has 16 bytes: i64 time in µs, i16 x, i16 y
 * and the polarity.
 */
export const aedat4: EventFormat = {
  name: "aedat4",
  about: "AEDAT 4 of DV, uncompressed or compressed by LZ4 or Zstandard",
  recognises: (head) => versionOfHead(head)?.startsWith("4.") === true,
  async open(source, options, counts) {
    const header = await readHeader(source);
    const stream = chosen(header, options, source.name);
    return {
      header: stream.attributes,
      sensor: sensorOf(stream),
      blocks: () => packets(source, { ...header, stream }, counts),
    };
  },
};

interface Header {
  readonly from: number;
  readonly until: number;
  readonly compression: number;
  readonly streams: readonly AedatStream[];
}

async function readHeader(source: ByteSource): Promise<Header> {
  const { name: file, size } = source;
  const start = firstLine + 4;
  if (size < start) {
    throw EVENTS_CUT({ file, byte: size, expected: "a header", got: "the end of the file" });
  }
  const lengths = await source.read(firstLine, start);
  const length = new DataView(lengths.buffer, lengths.byteOffset, 4).getUint32(0, true);
  if (length > mostHeader || start + length > size) {
    const got = `${size - start} bytes`;
    throw EVENTS_CUT({ file, byte: firstLine, expected: `a header of ${length} bytes`, got });
  }
  const bytes = await source.read(firstLine, start + length);
  const table = openFlatBuffer(bytes, "IOHE", { file, byte: firstLine });
  const { view } = table;
  const [compression, position] = [table.field(0, 4), table.field(1, 8)];
  const text = table.vector(2, 1);
  const description = new TextDecoder().decode(bytes.subarray(text.at, text.at + text.count));
  // A table may follow the packets; -1 if the recording ended before it was written.
  const end = position === undefined ? -1 : Number(view.getBigInt64(position, true));
  return {
    from: start + length,
    until: end > start + length && end < size ? end : size,
    compression: compression === undefined ? 0 : view.getInt32(compression, true),
    streams: streamList(description, file),
  };
}

function chosen({ streams }: Header, { stream }: EventReadOptions, file: string): AedatStream {
  const events = streams.filter(({ type }) => type === "EVTS");
  const found = stream === undefined ? events[0] : events.find(({ id }) => id === stream);
  if (found !== undefined) return found;
  const ids = events.map(({ id }) => id).join(", ");
  if (stream !== undefined) {
    throw DATA_OPTION({ place: "stream", expected: ids || "no stream", got: String(stream) });
  }
  throw EVENTS_HEADER({
    file,
    expected: "an event stream",
    got: streams.map(({ id, type }) => `${id} of ${type}`).join(", ") || "no streams",
    next: "Record events as well as frames and inertial samples.",
  });
}

function sensorOf({ attributes }: AedatStream): SensorSize | undefined {
  const sensor = {
    width: Number(attributes.get("sizeX")),
    height: Number(attributes.get("sizeY")),
  };
  return sensor.width >= 1 && sensor.height >= 1 ? sensor : undefined;
}

async function* packets(
  source: ByteSource,
  header: Header & { readonly stream: AedatStream },
  counts: EventTally,
): AsyncGenerator<EventBlock, void, undefined> {
  const file = source.name;
  const { until, compression, stream } = header;
  const unpack = unpackerOf(compression);
  if (unpack === undefined) {
    const next = "Write it without compression, or with LZ4 or Zstandard.";
    throw EVENTS_HEADER({
      file,
      expected: "a compression from 0 to 4",
      got: `${compression}`,
      next,
    });
  }
  const budget = unpackBudget(source.size);
  const types = new Map(header.streams.map(({ id, type }) => [id, type]));
  for (let at = header.from; at < until; ) {
    const head = await source.read(at, Math.min(until, at + 8));
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const length = head.length < 8 ? 0 : view.getInt32(4, true);
    const end = at + 8 + length;
    if (head.length === 8 && (length < 0 || length > mostPacket)) {
      if (isKept(counts, until - at)) return;
      const expected = `a packet of at most ${mostPacket} bytes`;
      throw EVENTS_DAMAGED({ file, byte: at, expected, got: `${length}` });
    }
    if (head.length < 8 || end > until) {
      if (isKept(counts, until - at)) return;
      const expected = head.length < 8 ? "a packet head of 8 bytes" : `${length} bytes of a packet`;
      throw EVENTS_CUT({ file, byte: at, expected, got: `${until - at} bytes` });
    }
    const id = view.getInt32(0, true);
    if (id === stream.id) {
      const bytes = await source.read(at + 8, end);
      const unpacked = await attempt(counts, () =>
        unpackPacket(unpack, bytes, { file, byte: at, budget }),
      );
      if (unpacked !== undefined) {
        const block = await attempt(counts, () =>
          eventBlock(unpacked, { file, byte: at }, compression),
        );
        if (block !== undefined) yield block;
      }
    } else {
      tally(counts, kinds.get(types.get(id) ?? "") ?? "packets of unknown streams");
    }
    at = end;
  }
}

function isKept(counts: EventTally, left: number): boolean {
  tallyDamage(counts, "bytes of a truncated packet", left);
  return counts.keepsDamaged;
}

/** Process a packet; if it is damaged and damage is kept, skip it. */
async function attempt<T>(
  counts: EventTally,
  action: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await action();
  } catch (fault) {
    const isDamage =
      fault instanceof Error && "code" in fault && fault.code === "SL_EVENTS_DAMAGED";
    if (!(isDamage && counts.keepsDamaged)) throw fault;
    tallyDamage(counts, "damaged packets");
    return undefined;
  }
}

const eventBytes = 16;

function eventBlock(
  bytes: Uint8Array,
  place: { readonly file: string; readonly byte: number },
  compression: number,
): EventBlock {
  const table: FlatTable = openFlatBuffer(bytes, "EVTS", place);
  const { at, count } = table.vector(0, eventBytes);
  const part = bytes.subarray(at, at + count * eventBytes);
  const words = part.byteOffset % 4 === 0 ? part : new Uint8Array(part);
  return packetBlock({
    byte: place.byte,
    first: compression === 0 ? place.byte + 8 + at : undefined,
    size: eventBytes,
    count,
    decode: (out, sensor) => decodeEvents(words, count, { out, sensor }),
  });
}

function decodeEvents(
  bytes: Uint8Array,
  count: number,
  { out, sensor }: { readonly out: EventColumns; readonly sensor: SensorSize | undefined },
): boolean {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, count * 4);
  const { t, x, y, p } = out;
  const right = (sensor?.width ?? 0) - 1;
  const bottom = (sensor?.height ?? 0) - 1;
  let n = out.count;
  let last = Number.NEGATIVE_INFINITY;
  let isOrdered = true;
  // Negative after an event outside the sensor.
  let signs = sensor === undefined ? -1 : 0;
  for (let k = 0; k < words.length; k += 4, n++) {
    const place = words[k + 2] as number;
    const time = ((words[k + 1] as number) | 0) * 2 ** 32 + (words[k] as number);
    if (time < last) isOrdered = false;
    last = time;
    signs |= (right - (place & 0xffff)) | (bottom - (place >>> 16));
    t[n] = time;
    x[n] = place & 0xffff;
    y[n] = place >>> 16;
    p[n] = (words[k + 3] as number) & 1;
  }
  out.count = n;
  return isOrdered && signs >= 0;
}
