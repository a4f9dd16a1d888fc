import { type ByteSource, checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { sourceOf, withSource } from "../bytes/open-source.ts";
import { DATA_OPTION } from "../errors.ts";
import { type Checked, checkBlock, startCourse } from "./check-block.ts";
import { EVENTS_FORMAT } from "./errors.ts";
import { type EventColumns, eventColumns, reserveEvents, streamOf } from "./event-columns.ts";
import type {
  EventBlock,
  EventFormat,
  EventReadOptions,
  EventTally,
  OpenedEvents,
} from "./event-format.ts";
import { eventFormats } from "./event-formats.ts";
import type { EventStream, SensorSize } from "./event-stream.ts";

/** Metadata of an event file. */
export interface EventFileInfo {
  /** Name of the format. */
  readonly format: string;
  /** Sensor size from the options or the file; undefined if neither states it. */
  readonly sensor: SensorSize | undefined;
  readonly header: ReadonlyMap<string, string>;
  /** Skipped items so far, by kind: triggers, events outside the sensor, ... */
  readonly skipped: ReadonlyMap<string, number>;
  /** The part of `skipped` that is damage; empty unless `damage` is `keep`. */
  readonly damage: ReadonlyMap<string, number>;
}

/** All events of a file. */
export interface EventRecording {
  readonly info: EventFileInfo;
  /** If the file does not state its sensor size, `events.sensor` is the smallest that contains all events. */
  readonly events: EventStream;
}

/** An event file whose header has been read. */
export interface EventFile {
  readonly info: EventFileInfo;
  /** Iterate over all events from the start, in pieces, with bounded memory. */
  pieces(): AsyncGenerator<EventStream, void, undefined>;
}

/** Initial capacity in events. */
const mostRoom = 2 ** 27;
/** Minimum number of events per piece. */
const pieceEvents = 2 ** 18;

/**
 * Read the header of an event file; its events are then read in pieces.
 *
 * Throws `SL_EVENTS_FORMAT`, `SL_EVENTS_HEADER`; pieces throw `SL_EVENTS_CUT`, `SL_EVENTS_DAMAGED`, `SL_EVENTS_PLACE`
 * and `SL_EVENTS_TIME`, each with the byte offset.
 */
export async function openEvents(
  given: ByteSource | Uint8Array,
  options: EventReadOptions = {},
): Promise<EventFile> {
  checkOptionNames(options, names, "openEvents");
  const { opened, counts, info } = await open(sourceOf(given, "openEvents"), options);
  return {
    info,
    async *pieces() {
      counts.counts.clear();
      const course = startCourse();
      let columns = eventColumns();
      const give = (): EventStream => {
        const events = streamOf(
          columns,
          info.sensor ?? { width: course.width, height: course.height },
        );
        columns = eventColumns(Math.min(columns.count, 2 * pieceEvents));
        return events;
      };
      for await (const block of opened.blocks()) {
        take(block, columns, { course, sensor: info.sensor, counts });
        if (columns.count >= pieceEvents) yield give();
      }
      if (columns.count > 0) yield give();
    },
  };
}

/** Read all events of a file; throws the errors of `openEvents` and its pieces. */
export async function readEvents(
  given: ByteSource | Uint8Array,
  options: EventReadOptions = {},
): Promise<EventRecording> {
  checkOptionNames(options, names, "readEvents");
  const source = sourceOf(given, "readEvents");
  const { opened, counts, info } = await open(source, options);
  const columns: EventColumns = eventColumns();
  const course = startCourse();
  let isSized = false;
  for await (const block of opened.blocks()) {
    const from = columns.count;
    // The density of the first blocks predicts the required capacity, which avoids most copies.
    if (!isSized && block.byte >= Math.min(2 ** 16, source.size / 8) && from > 0) {
      reserveEvents(columns, roomFor(from, source.size / block.byte));
      isSized = true;
    }
    take(block, columns, { course, sensor: info.sensor, counts });
  }
  const { width, height } = course;
  return { info, events: streamOf(columns, info.sensor ?? { width, height }) };
}

/** Decode a block, and check its events unless the decoder guarantees that they are valid. */
function take(block: EventBlock, columns: EventColumns, checked: Checked): void {
  const from = columns.count;
  const isClean = block.decode(columns, checked.sensor);
  if (columns.count === from) return;
  const { course } = checked;
  const isLater = (columns.t[from] as number) >= course.last;
  if (isClean && isLater) course.last = columns.t[columns.count - 1] as number;
  else checkBlock(columns, from, block, checked);
}

function roomFor(count: number, part: number): number {
  // For the last block, reserve the maximum number of events.
  return Math.min(mostRoom, Math.ceil(1.05 * count * part)) + pieceEvents;
}

/** Read all events of the file at a path; requires Node. */
export function readEventFile(
  path: string,
  options: EventReadOptions = {},
): Promise<EventRecording> {
  checkOptionNames(options, names, "readEventFile");
  return withSource(path, (source) => readEvents(source, options));
}

const names: OptionNames<EventReadOptions> = {
  format: true,
  sensor: true,
  addresses: true,
  stream: true,
  damage: true,
};

interface Open {
  readonly opened: OpenedEvents;
  readonly counts: EventTally;
  readonly info: EventFileInfo;
}

async function open(source: ByteSource, options: EventReadOptions): Promise<Open> {
  const { damage = "refuse", sensor } = options;
  if (damage !== "refuse" && damage !== "keep") {
    throw DATA_OPTION({ place: "damage", expected: "refuse or keep", got: String(damage) });
  }
  if (sensor !== undefined) checkSensor(sensor);
  const skipped = new Map<string, number>();
  const found = new Map<string, number>();
  const tallied = { counts: skipped, damage: found };
  const counts = { file: source.name, keepsDamaged: damage === "keep", ...tallied };
  const format = await formatOf(source, options.format);
  const opened = await format.open(source, options, counts);
  const { header } = opened;
  const size = sensor ?? opened.sensor;
  const info = { format: format.name, sensor: size, header, skipped, damage: found };
  return { opened, counts, info };
}

function checkSensor({ width, height }: SensorSize): void {
  for (const [name, size] of Object.entries({ width, height })) {
    if (Number.isInteger(size) && size >= 1 && size <= 65_536) continue;
    const expected = "an integer number of pixels from 1 to 65536";
    throw DATA_OPTION({ place: `sensor.${name}`, expected, got: String(size) });
  }
}

/** Find the format of a file: the given one, or the first that recognises its first bytes. */
async function formatOf(source: ByteSource, name: string | undefined): Promise<EventFormat> {
  const known = eventFormats.map((format) => format.name).join(", ");
  if (name !== undefined) {
    const format = eventFormats.find((one) => one.name === name);
    if (format !== undefined) return format;
    throw DATA_OPTION({ place: "format", expected: known, got: name });
  }
  const head = await source.read(0, Math.min(source.size, 4096));
  const format = eventFormats.find((one) => one.recognises(head, source.name));
  if (format !== undefined) return format;
  const first = [...head.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, "0"));
  const got = first.length === 0 ? "an empty file" : `bytes ${first.join(" ")} ...`;
  throw EVENTS_FORMAT({ file: source.name, expected: known, got });
}
