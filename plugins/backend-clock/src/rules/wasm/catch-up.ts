import type { Local } from "@spikeloom/code";
import type { LaidRule } from "../rule-layout.ts";
import { type DrawPlace, namesIn, type Scribe, writeEvent, writeMotion } from "./scribe.ts";

/** The spikes of a synapse's target that are looked at, by the step in which they were sent. */
export interface SpikeBounds {
  /** The first that is not applied yet. */
  readonly from: Local;
  /** The first that is not applied now. */
  readonly until: Local;
  /** Steps from the sending of a spike to its coming to the synapse. */
  readonly dendritic: Local;
  /** Synapse time of the last spike of the source. */
  readonly sourceLast: Local;
}

/** Push the address of the entry before (-1) or after (1) the one at `entry`. */
export function writeNeighbour(s: Scribe, entry: Local, side: -1 | 1): void {
  const { f, rule } = s;
  const { entry: bytes, ring } = rule.history;
  f.get(entry)
    .i32(side * bytes)
    .op("i32.add")
    .i32(ring - 1)
    .op("i32.and");
  f.get(entry).i32(-ring).op("i32.and").op("i32.or");
}

/** Set `entry` to the newest entry of a target, or before it, that was sent before `until`. */
export function writeFind(s: Scribe, entry: Local, until: Local): void {
  const { f } = s;
  f.block((found) => {
    f.loop((again) => {
      f.get(entry).op("i32.load").get(until).op("i32.lt_s").brIf(found);
      writeNeighbour(s, entry, -1);
      f.set(entry).br(again);
    });
  });
}

/** Load the newest entry of the target whose place is in a local. */
export function writeNewest(s: Scribe, target: Local, entry: Local): void {
  const { f, rule } = s;
  f.get(target).i32(2).op("i32.shl").op("i32.load", { offset: rule.address.newest }).set(entry);
}

/** Name a variable of the source as it is when a spike of the target comes. */
function atSpike({ ruled }: LaidRule): (name: string) => string {
  const { source, target } = ruled.program;
  const own = new Set([...source, ...target]);
  return (name) => (own.has(name) || name === "t" ? `${name} at spike` : name);
}

/**
 * Apply the spikes of a target to a synapse that lie within bounds, from the entry after those applied.
 *
 * `entry` is the newest one to be applied, or one that is applied already.
 */
export function writeCatchUp(
  s: Scribe,
  entry: Local,
  { from, until: _, ...bounds }: SpikeBounds,
  place: Omit<DrawPlace, "step" | "event"> | undefined,
): void {
  const { f } = s;
  const oldest = s.integer("oldest entry");
  f.get(entry).set(oldest);
  writeFind(s, oldest, from);
  f.block((done) => {
    f.loop((again) => {
      f.get(oldest).get(entry).op("i32.eq").brIf(done);
      writeNeighbour(s, oldest, 1);
      f.set(oldest);
      writeSpike(s, oldest, bounds, place);
      f.br(again);
    });
  });
}

/** Apply one spike of the target, whose entry is given, to the synapse in the locals. */
export function writeSpike(
  s: Scribe,
  entry: Local,
  { dendritic, sourceLast }: Pick<SpikeBounds, "dendritic" | "sourceLast">,
  place: Omit<DrawPlace, "step" | "event"> | undefined,
): void {
  const { f, rule } = s;
  const { program } = rule.ruled;
  const { post } = program;
  if (post === undefined) return;
  const time = s.integer("spike time");
  f.get(entry).op("i32.load").get(dendritic).op("i32.add").set(time);
  const naming = (name: string): Local => s.number(atSpike(rule)(name));
  const read = namesIn(post);
  if (program.source.some((name) => read.has(name))) {
    const steps = s.integer("steps of source");
    for (const name of program.source) f.get(s.number(`${name} last`)).set(naming(name));
    f.get(time).get(sourceLast).op("i32.sub").set(steps);
    writeMotion(s, "source", { steps, naming });
  }
  for (const [name, offset] of rule.history.before) {
    f.get(entry);
    s.load(offset);
    f.set(naming(name));
  }
  if (read.has("t")) writeTime(s, time, naming("t"));
  writeSynapseMotion(s, time);
  writeEvent(s, post, { naming, place: place && { ...place, step: time, event: 1 } });
}

/** Move the variables of a synapse to a step, which becomes that of its last event. */
export function writeSynapseMotion(s: Scribe, time: Local): void {
  const { f, rule } = s;
  if (rule.address.last === 0) return;
  const [last, steps] = [s.integer("last event"), s.integer("steps of synapse")];
  f.get(time).get(last).op("i32.sub").set(steps);
  writeMotion(s, "synapse", { steps });
  f.get(time).set(last);
}

/** Set a local to the time of a step in milliseconds. */
export function writeTime(s: Scribe, step: Local, target: Local): void {
  const { f, rule } = s;
  const { precision } = rule;
  f.get(step).op(`${precision}.convert_i32_s`).get(f.constant(precision, rule.dt));
  f.op(`${precision}.mul`).set(target);
}
