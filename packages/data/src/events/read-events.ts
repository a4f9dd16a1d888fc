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
  /** The sensor, as the options or the file tell; undefined where neither does. */
  readonly sensor: SensorSize | undefined;
  readonly header: ReadonlyMap<string, string>;
  /** What was left out so far, by kind: triggers, events outside of the sensor, ... */
  readonly skipped: ReadonlyMap<string, number>;
}

/** All events of a file. */
export interface EventRecording {
  readonly info: EventFileInfo;
  /** Where the file does not tell its sensor, `events.sensor` is the least that has all events. */
  readonly events: EventStream;
}

/** A file of events whose header has been read. */
export interface EventFile {
  readonly info: EventFileInfo;
  /** Go through all events from the start, some at a time: memory does not grow with the file. */
  pieces(): AsyncGenerator<EventStream, void, undefined>;
}

/** Events that room is made for on a guess. */
const mostRoom = 2 ** 27;
/** Events that are gathered before a piece is given. */
const pieceEvents = 2 ** 18;

/**
 * Read the header of a file of events, and go through its events in pieces.
 *
 * Throws `SL_EVENTS_FORMAT`, `SL_EVENTS_HEADER`; pieces throw `SL_EVENTS_CUT`, `SL_EVENTS_DAMAGED`,
 * `SL_EVENTS_PLACE` and `SL_EVENTS_TIME`, each with the byte.
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

/** Read all events of a file; throws as `openEvents` and its pieces do. */
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
    // What the first blocks hold tells how much room the rest needs, which saves most copies.
    if (!isSized && block.byte >= Math.min(2 ** 16, source.size / 8) && from > 0) {
      reserveEvents(columns, roomFor(from, source.size / block.byte));
      isSized = true;
    }
    take(block, columns, { course, sensor: info.sensor, counts });
  }
  const { width, height } = course;
  return { info, events: streamOf(columns, info.sensor ?? { width, height }) };
}

/** Decode a block, and check its events where its decoder does not tell that they are all right. */
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
  // The last block asks for room for the most that it can mean.
  return Math.min(mostRoom, Math.ceil(1.05 * count * part)) + pieceEvents;
}

/** Read all events of a file of a path; needs Node. */
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
  const counts = { file: source.name, keepsDamaged: damage === "keep", counts: skipped };
  const format = await formatOf(source, options.format);
  const opened = await format.open(source, options, counts);
  const { header } = opened;
  const info = { format: format.name, sensor: sensor ?? opened.sensor, header, skipped };
  return { opened, counts, info };
}

function checkSensor({ width, height }: SensorSize): void {
  for (const [name, size] of Object.entries({ width, height })) {
    if (Number.isInteger(size) && size >= 1 && size <= 65_536) continue;
    const expected = "a whole number of pixels from 1 to 65536";
    throw DATA_OPTION({ place: `sensor.${name}`, expected, got: String(size) });
  }
}

/** Find the format of a file: the one that is named, or the first that knows its first bytes. */
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
