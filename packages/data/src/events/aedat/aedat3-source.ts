import type { ByteSource } from "@spikeloom/kernel";
import { DATA_OPTION } from "../../errors.ts";
import type { SensorSize } from "../event-stream.ts";
import type { AedatHeader } from "./aedat-header.ts";
import { headBytes, isSound, polarity, readHead } from "./aedat3-head.ts";

/** Whose events are read. */
export interface ChosenSource {
  /** Its number; undefined for that of the first packet of events. */
  readonly id: number | undefined;
  readonly sensor: SensorSize | undefined;
}

const sensors: readonly (readonly [string, SensorSize])[] = [
  ["davis346", { width: 346, height: 260 }],
  ["davis640", { width: 640, height: 480 }],
  ["davis240", { width: 240, height: 180 }],
  ["davis208", { width: 208, height: 192 }],
  ["davis128", { width: 128, height: 128 }],
  ["dvs128", { width: 128, height: 128 }],
];

/** Choose the source that is asked for, or the first with events where the header names several. */
export async function chooseSource(
  source: ByteSource,
  header: AedatHeader,
  stream: number | undefined,
): Promise<ChosenSource> {
  const named = sourcesOf(header);
  const isMissing = stream !== undefined && named.size > 0 && !named.has(stream);
  if (isMissing || (stream !== undefined && !Number.isInteger(stream))) {
    const expected = [...named.keys()].join(", ") || "the number of a source";
    throw DATA_OPTION({ place: "stream", expected, got: String(stream) });
  }
  const id = stream ?? (named.size > 1 ? await firstWithEvents(source, header.end) : undefined);
  return { id, sensor: sensorOf(header, named.get(id ?? -1) ?? [...named.values()][0] ?? "") };
}

/** What the header says of each source: `Source 1: DVS128`. */
function sourcesOf({ lines }: AedatHeader): ReadonlyMap<number, string> {
  const found = lines.map((line) => /^Source (\d+):(.*)$/.exec(line));
  return new Map(
    found.flatMap((one) => (one === null ? [] : [[Number(one[1]), (one[2] ?? "").toLowerCase()]])),
  );
}

/** Find the sensor by its size where the header has that, as ours do, else by what it says of the source. */
function sensorOf({ lines }: AedatHeader, about: string): SensorSize | undefined {
  const [, width, height] = /^-Sensor: (\d+)x(\d+)$/m.exec(lines.join("\n")) ?? [];
  if (Number(width) >= 1 && Number(height) >= 1) {
    return { width: Number(width), height: Number(height) };
  }
  return sensors.find(([name]) => about.includes(name))?.[1];
}

/** Go from head to head to the first packet of events; undefined where none comes before damage or the end. */
async function firstWithEvents(source: ByteSource, from: number): Promise<number | undefined> {
  for (let at = from; at + headBytes <= source.size; ) {
    const head = readHead(await source.read(at, at + headBytes));
    if (!isSound(head)) return undefined;
    if (head.type === polarity && head.count > 0) return head.source;
    at += headBytes + head.size * head.count;
  }
  return undefined;
}
