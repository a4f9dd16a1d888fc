import { RECORD_DAMAGED } from "../../errors.ts";
import type { Channel } from "../recording.ts";
import type { WfdbHeader, WfdbSignal } from "./wfdb-header.ts";

/** Numbers of all signals together, above which a record is refused before room is made: gaps cost a line each. */
const mostValues = 2 ** 31;

interface Segment {
  readonly header: WfdbHeader;
  /** Read its signals, in the order of its header. */
  read(): Promise<readonly Channel[]>;
}

/**
 * Join the segments of a record (WFDB, "header(5)").
 *
 * Where the first segment has no frames it lays out the signals of the record, which later ones have in any choice and order;
 * else all segments have those of the first. Signals are NaN where a segment has them not, and in segments called "~".
 */
export async function joinSegments(
  whole: WfdbHeader,
  file: string,
  open: (record: string) => Promise<Segment>,
): Promise<readonly Channel[]> {
  const refuse = (expected: string, got: string): Error =>
    RECORD_DAMAGED({ file, byte: 0, expected, got });
  const { segments, rate } = whole;
  const total = segments.reduce((sum, { frames }) => sum + frames, 0);
  if (whole.frames !== undefined && whole.frames !== total) {
    throw refuse(`${whole.frames} frames in all segments`, String(total));
  }
  const named = segments.find(({ record }) => record !== undefined)?.record;
  if (named === undefined) throw refuse("a segment that is no gap", `${segments.length} gaps`);
  const isLaidOut = segments[0]?.frames === 0;
  const layout = (await open(named)).header.signals;
  const perFrame = layout.reduce((sum, signal) => sum + signal.perFrame, 0);
  if (total * perFrame > mostValues) {
    throw refuse(`at most ${mostValues} samples`, String(total * perFrame));
  }
  const channels = layout.map(({ label, unit, perFrame: n }) => {
    const values = new Float64Array(total * n).fill(Number.NaN);
    return { label, unit, rate: rate * n, values };
  });
  let start = 0;
  for (const { record, frames } of segments) {
    if (record !== undefined && frames > 0) {
      const segment = await open(record);
      const places = placesOf(segment.header, { layout, isLaidOut, refuse });
      if (segment.header.frames !== frames) {
        throw refuse(`${frames} frames in ${record}`, String(segment.header.frames));
      }
      for (const [k, { values }] of (await segment.read()).entries()) {
        const to = places[k] as number;
        channels[to]?.values.set(values, start * (layout[to]?.perFrame ?? 1));
      }
    }
    start += frames;
  }
  return channels;
}

/** Find the signal of the record that each of a segment continues. */
function placesOf(
  { record, signals, segments }: WfdbHeader,
  {
    layout,
    isLaidOut,
    refuse,
  }: {
    readonly layout: readonly WfdbSignal[];
    readonly isLaidOut: boolean;
    refuse(expected: string, got: string): Error;
  },
): readonly number[] {
  if (segments.length > 0) throw refuse("segments without segments", record);
  if (!isLaidOut && signals.length !== layout.length) {
    throw refuse(`${layout.length} signals in ${record}`, String(signals.length));
  }
  const places = signals.map((signal, k) =>
    isLaidOut ? layout.findIndex(({ label }) => label === signal.label) : k,
  );
  for (const [k, signal] of signals.entries()) {
    const wanted = layout[places[k] as number];
    const isSame = wanted?.perFrame === signal.perFrame && wanted.unit === signal.unit;
    if (isSame && places.indexOf(places[k] as number) === k) continue;
    const expected = layout.map(({ label, unit, perFrame: n }) => `${label} (${unit}, ${n})`);
    const got = `${signal.label} (${signal.unit}, ${signal.perFrame}) in ${record}`;
    throw refuse(`signals with their units and samples a frame: ${expected.join(", ")}`, got);
  }
  return places;
}
