import { RECORD_DAMAGED } from "../../errors.ts";
import type { Channel } from "../recording.ts";
import type { WfdbHeader, WfdbSignal } from "./wfdb-header.ts";

/**
 * Maximum number of values of any record, and the maximum ratio to recorded values with gaps, which cost a line each.
 */
const freeValues = 2 ** 24;
const mostGrowth = 64;

interface Segment {
  readonly header: WfdbHeader;
  /** Read its signals, in the order of its header. */
  read(): Promise<readonly Channel[]>;
}

/**
 * Join the segments of a record (WFDB, "header(5)").
 *
 * If the first segment has no frames, it defines the signals of the record, of which later segments contain any
 * selection in any order; otherwise all segments have the signals of the first. Signals are NaN in segments that lack
 * them, and in segments named "~".
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
  if (named === undefined) throw refuse("a segment that is not a gap", `${segments.length} gaps`);
  const isLaidOut = segments[0]?.frames === 0;
  const { signals: layout, segments: inner } = (await open(named)).header;
  if (inner.length > 0) throw refuse("segments that contain no segments", named);
  if (whole.count !== layout.length) {
    throw refuse(`${whole.count} signals in ${named}`, String(layout.length));
  }
  const parts: Part[] = [];
  let start = 0;
  for (const { record, frames } of segments) {
    if (record !== undefined && frames > 0) {
      const segment = await open(record);
      const places = placesOf(segment.header, { rate, layout, isLaidOut, refuse });
      if (segment.header.frames !== frames) {
        throw refuse(`${frames} frames in ${record}`, String(segment.header.frames));
      }
      for (const [k, { values }] of (await segment.read()).entries()) {
        parts.push({ place: places[k] as number, start, values });
      }
    }
    start += frames;
  }
  const held = parts.reduce((sum, { values }) => sum + values.length, 0);
  const wanted = layout.reduce((sum, { perFrame }) => sum + total * perFrame, 0);
  const most = Math.max(freeValues, mostGrowth * held);
  if (wanted > most) throw refuse(`at most ${most} samples including all gaps`, String(wanted));
  return layout.map((signal, place) => {
    const own = parts.filter((part) => part.place === place);
    return channelOf(signal, own, { frames: total, rate });
  });
}

/** Place the parts of a signal, with NaN between them. */
function channelOf(
  { label, unit, perFrame }: WfdbSignal,
  parts: readonly Part[],
  { frames, rate }: { readonly frames: number; readonly rate: number },
): Channel {
  const values = new Float64Array(frames * perFrame).fill(Number.NaN);
  for (const { start, values: own } of parts) values.set(own, start * perFrame);
  return { label, unit, rate: rate * perFrame, values };
}

/** Part of a signal in a segment. */
interface Part {
  /** Index of the signal in the layout. */
  readonly place: number;
  /** In frames of the record. */
  readonly start: number;
  readonly values: Channel["values"];
}

/** Find the record's signal that each signal of a segment continues. */
function placesOf(
  { record, rate: own, signals, segments }: WfdbHeader,
  {
    rate,
    layout,
    isLaidOut,
    refuse,
  }: {
    readonly rate: number;
    readonly layout: readonly WfdbSignal[];
    readonly isLaidOut: boolean;
    refuse(expected: string, got: string): Error;
  },
): readonly number[] {
  if (segments.length > 0) throw refuse("segments that contain no segments", record);
  if (own !== rate) throw refuse(`${rate} frames per second in ${record}`, String(own));
  if (!isLaidOut && signals.length !== layout.length) {
    throw refuse(`${layout.length} signals in ${record}`, String(signals.length));
  }
  const places = signals.map((signal, k) =>
    isLaidOut ? layout.findIndex(({ label }) => label === signal.label) : k,
  );
  for (const [k, signal] of signals.entries()) {
    const wanted = layout[places[k] as number];
    const isSame = (["perFrame", "unit", "label"] as const).every(
      (name) => wanted?.[name] === signal[name],
    );
    if (isSame && places.indexOf(places[k] as number) === k) continue;
    const expected = layout.map(({ label, unit, perFrame: n }) => `${label} (${unit}, ${n})`);
    const got = `${signal.label} (${signal.unit}, ${signal.perFrame}) in ${record}`;
    throw refuse(`signals with their units and samples per frame: ${expected.join(", ")}`, got);
  }
  return places;
}
