import type { ByteSource } from "@spikeloom/kernel";
import { DATA_OPTION } from "../../errors.ts";
import type { SensorSize } from "../event-stream.ts";
import type { AedatHeader } from "./aedat-header.ts";
import { headBytes, isSound, polarity, readHead } from "./aedat3-head.ts";

/** Source whose events are read. */
export interface ChosenSource {
  /** Its number; undefined for that of the first event packet. */
  readonly id: number | undefined;
  /** Whether it was requested but is not listed in a header: the packets decide. */
  readonly isSought: boolean;
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

/** Choose the requested source, or the first one with events among those in the header. */
export async function chooseSource(
  source: ByteSource,
  header: AedatHeader,
  stream: number | undefined,
): Promise<ChosenSource> {
  const named = sourcesOf(header);
  const isMissing = stream !== undefined && named.size > 0 && !named.has(stream);
  if (isMissing || (stream !== undefined && !(Number.isInteger(stream) && stream >= 0))) {
    throw noSource(stream as number, [...named.keys()]);
  }
  const id = stream ?? (named.size > 0 ? await firstOf(named, source, header.end) : undefined);
  const isSought = stream !== undefined && named.size === 0;
  return {
    id,
    isSought,
    sensor: sensorOf(header, named.get(id ?? -1) ?? [...named.values()][0] ?? ""),
  };
}

/** Create the error for a requested source that does not exist, with the existing ones. */
export function noSource(stream: number, seen: readonly number[]): Error {
  const expected = seen.length > 0 ? seen.join(", ") : "the number of a source, from 0";
  return DATA_OPTION({ place: "stream", expected, got: String(stream) });
}

/** Header entries by source: `Source 1: DVS128`. */
function sourcesOf({ lines }: AedatHeader): ReadonlyMap<number, string> {
  const found = lines.map((line) => /^Source (\d+):(.*)$/.exec(line));
  return new Map(
    found.flatMap((one) => (one === null ? [] : [[Number(one[1]), (one[2] ?? "").toLowerCase()]])),
  );
}

/** Find the sensor by its size in the header, which our files have, or by the description of the source. */
function sensorOf({ lines }: AedatHeader, about: string): SensorSize | undefined {
  const [, width, height] = /^-Sensor: (\d+)x(\d+)$/m.exec(lines.join("\n")) ?? [];
  if (Number(width) >= 1 && Number(height) >= 1) {
    return { width: Number(width), height: Number(height) };
  }
  return sensors.find(([name]) => about.includes(name))?.[1];
}

/**
 * Read packet heads up to the first event packet of a listed source.
 *
 * If none precedes damage or the end, return the first packet of any source; undefined if there is none.
 */
async function firstOf(
  named: ReadonlyMap<number, string>,
  source: ByteSource,
  from: number,
): Promise<number | undefined> {
  let first: number | undefined;
  for (let at = from; at + headBytes <= source.size; ) {
    const head = readHead(await source.read(at, at + headBytes));
    if (!isSound(head)) return first;
    if (head.type === polarity && head.count > 0) {
      if (named.has(head.source)) return head.source;
      first ??= head.source;
    }
    at += headBytes + head.size * head.count;
  }
  return first;
}
