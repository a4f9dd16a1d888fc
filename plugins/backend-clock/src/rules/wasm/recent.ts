import { type Local, type ScalarWriter, webAssemblyScalars } from "@spikeloom/code";
import { farSteps, levelBits } from "../motion-table.ts";
import type { LaidRule, RecentLayout } from "../rule-layout.ts";
import type { SpikeBounds } from "./catch-up.ts";
import type { Hoisted } from "./rows.ts";
import { namesIn, type Scribe } from "./scribe.ts";
import { writeGather, writeWideMotion } from "./wide-motion.ts";

/** The end of a block. */
type Label = Parameters<Parameters<Scribe["f"]["block"]>[0]>[0];

/** Spikes of a target that are applied to a synapse without a branch. */
const applied = 3;

/** What a row is walked with, several synapses at once. */
export interface RowWalk extends SpikeBounds {
  /** The first step whose spikes the traces at the source's spike leave out. */
  readonly untilTrace: Local;
  readonly needsTrace: boolean;
  readonly hoisted: Hoisted;
  /** Variables that are loaded, and those that are stored. */
  readonly variables: readonly string[];
  readonly changed: readonly string[];
}

/** Walks several synapses of a row at once. */
export interface WideWalk {
  readonly lanes: number;
  /** Prepare what all synapses of the row have alike. */
  prepare(): void;
  /** Do the synapses from a local on; leave for `slow` where they need more than this does. */
  write(first: Local, slow: Label): void;
}

/** Say whether synapses of a rule can be done several at once. */
export function isWide({ ruled, history, tables }: LaidRule): boolean {
  const { program } = ruled;
  if (history.recent === undefined || program.post === undefined) return false;
  const read = namesIn(program.pre, program.deliver, program.post);
  const readsTarget = [...program.reads, ...program.filters].some(
    ({ name, of }) => of === "post" && read.has(name),
  );
  const draws = program.pre.lets.some((one) => "draw" in one);
  const isTimed = namesIn(program.post).has("t");
  const moving = program.motion.source.own.length + program.motion.target.own.length;
  return !readsTarget && !draws && !isTimed && moving === 0 && tables.synapse.entries.length === 0;
}

/**
 * Make what walks several synapses of a row at once.
 *
 * How many spikes of a target fall between two of the source cannot be predicted, so three are computed for each synapse
 * and kept where they count. More, or times beyond the first level of tables, are left to slower code.
 */
export function wideWalk(s: Scribe, recent: RecentLayout, walk: RowWalk): WideWalk {
  const { f, rule } = s;
  const isDouble = rule.precision === "f64";
  const lanes = isDouble ? 2 : 4;
  const shape = isDouble ? "f64x2" : "f32x4";
  const locals = new Map<string, Local>();
  const vector = (name: string): Local => {
    const known = locals.get(name) ?? f.local("v128", name);
    locals.set(name, known);
    return known;
  };
  const vectors = webAssemblyScalars(f, shape);
  const parts: Wide = { s, recent, walk, lanes, shape, vector, vectors };
  return {
    lanes,
    prepare: () => writePreparation(parts),
    write: (first, slow) => writeGroup(parts, first, slow),
  };
}

/** What code for several synapses at once is written with. */
export interface Wide {
  readonly s: Scribe;
  readonly recent: RecentLayout;
  readonly walk: RowWalk;
  readonly lanes: number;
  readonly shape: "f64x2" | "f32x4";
  /** The vector of a name. */
  vector(name: string): Local;
  readonly vectors: ScalarWriter;
}

const most = 2 ** 31 - 1;

/** Vectors of all that a row has alike. */
function writePreparation({ s, walk, shape, vector }: Wide): void {
  const { f, rule } = s;
  const { program } = rule.ruled;
  const { from, untilTrace, dendritic, sourceLast, hoisted } = walk;
  const { event, deliver, rows } = hoisted;
  const inSynapse = new Set([...program.synapse, ...program.target]);
  for (const one of event.lets) inSynapse.add(one.name);
  const names = new Set([...namesIn(event, deliver), ...rows.map(([name]) => name)]);
  for (const name of names) {
    if (!inSynapse.has(name)) f.get(s.number(name)).op(`${shape}.splat`).set(vector(name));
  }
  for (const name of program.source) {
    f.get(s.number(`${name} last`))
      .op(`${shape}.splat`)
      .set(vector(`${name} last`));
  }
  f.get(from).op("i32x4.splat").set(vector("from"));
  f.get(dendritic).get(sourceLast).op("i32.sub").op("i32x4.splat").set(vector("shift"));
  for (let spike = 2; spike < applied; spike++) {
    f.i32(0)
      .op("i32x4.splat")
      .i32(-1)
      .op("i32x4.replace_lane", spike)
      .set(vector(`only ${spike}`));
  }
  // The newest spike must have come before the traces are read; a fourth one must be applied already.
  f.i32(most).op("i32x4.splat").get(untilTrace).op("i32x4.replace_lane", 0);
  f.get(from).op("i32x4.replace_lane", 3).set(vector("too late"));
  f.i32(-most).op("i32x4.splat").get(untilTrace);
  f.i32(farSteps - 1)
    .op("i32.sub")
    .op("i32x4.replace_lane", 0)
    .set(vector("too early"));
}

function writeGroup(wide: Wide, first: Local, slow: Label): void {
  const { s, walk, lanes, vector, vectors } = wide;
  const { f, rule } = s;
  const { hoisted, needsTrace, changed, variables } = walk;
  const { table } = rule;
  const { index } = table.layout;
  const at = s.integer("index bytes");
  f.get(first)
    .i32(index === 2 ? 1 : 2)
    .op("i32.shl")
    .set(at);
  const each = Array.from({ length: lanes }, (_, lane) => lane);
  for (const lane of each) {
    f.get(at).op(index === 2 ? "i32.load16_u" : "i32.load", {
      offset: table.address.targets + lane * index,
    });
    f.set(s.integer(`target ${lane}`));
  }
  for (const lane of each) writeSent(wide, lane);
  writeTooMuch(wide);
  f.brIf(slow);
  const bytes = s.integer("group bytes");
  f.get(first).i32(s.shift).op("i32.shl").set(bytes);
  const addresses = new Map([["weight", table.address.weights], ...rule.kept.variables]);
  for (const name of variables) {
    const offset = addresses.get(name);
    if (offset === undefined) continue;
    f.get(bytes).op("v128.load", { offset, align: s.bytes }).set(vector(name));
  }
  // A third spike is rare enough to be worth a branch, a second one is not.
  for (let spike = applied - 1; spike > 1; spike--) {
    writeCounts(wide, spike);
    f.op("v128.any_true").if(() => writeApplied(wide, spike));
  }
  writeApplied(wide, 1);
  writeApplied(wide, 0);
  if (needsTrace) writeTraces(wide);
  for (const one of hoisted.event.lets) {
    if ("value" in one) vectors.assign([[vector(one.name), one.value]], vector);
  }
  const { deliver } = hoisted;
  vectors.assign(
    [
      ...hoisted.event.sets.map(([name, value]) => [vector(name), value] as const),
      ...(deliver === undefined ? [] : [[vector("delivered"), deliver] as const]),
    ],
    vector,
  );
  for (const name of changed) {
    const offset = addresses.get(name);
    if (offset === undefined) continue;
    f.get(bytes).get(vector(name)).op("v128.store", { offset, align: s.bytes });
  }
  if (deliver !== undefined) for (const lane of each) writeSum(wide, lane);
}

/** Load the steps of a target's four newest spikes, one that is too new left out. */
function writeSent({ s, recent, walk, vector }: Wide, lane: number): void {
  const { f, rule } = s;
  const [at, shifted] = [s.integer(`recent ${lane}`), s.integer(`shifted ${lane}`)];
  const sent = vector(`sent ${lane}`);
  f.get(s.integer(`target ${lane}`))
    .i32(recent.bytes)
    .op("i32.mul");
  f.i32(rule.address.recent).op("i32.add").tee(at);
  f.op("i32.load").get(walk.until).op("i32.ge_s").tee(shifted);
  f.i32(2).op("i32.shl").get(at).op("i32.add").op("v128.load", { align: 4 }).set(sent);
  // Traces of a spike are numbers, so they lie at another distance than steps.
  f.get(shifted).i32(s.shift).op("i32.shl").get(at).op("i32.add").set(at);
  f.get(sent)
    .get(vector("from"))
    .op("i32x4.ge_s")
    .tee(vector(`counts ${lane}`));
  f.get(sent).get(vector("shift")).op("i32x4.add").op("v128.and");
  f.i32(s.shift)
    .op("i32x4.shl")
    .set(vector(`steps ${lane}`));
}

/** Push whether a target has spiked more often than is computed, or too long ago. */
function writeTooMuch({ s, walk, lanes, vector }: Wide): void {
  const { f } = s;
  for (let lane = 0; lane < lanes; lane++) {
    const sent = vector(`sent ${lane}`);
    f.get(sent).get(vector("too late")).op("i32x4.ge_s");
    if (lane > 0) f.op("v128.or");
    if (!walk.needsTrace) continue;
    f.get(sent).get(vector("too early")).op("i32x4.lt_s").op("v128.or");
  }
  f.op("v128.any_true");
}

/** Push whether the targets sent a spike since the source's last: one lane of each mask. */
function writeCounts({ s, lanes, vector }: Wide, spike: number): void {
  const { f } = s;
  for (let lane = 0; lane < lanes; lane++) {
    f.get(vector(`counts ${lane}`));
    if (lane > 0) f.op("v128.or");
  }
  f.get(vector(`only ${spike}`)).op("v128.and");
}

/** Apply one spike to the synapses whose targets sent it since the source's last. */
function writeApplied(wide: Wide, spike: number): void {
  const { s, recent, lanes, vector, vectors } = wide;
  const { f, rule } = s;
  const { program } = rule.ruled;
  const { post } = program;
  if (post === undefined) return;
  const at = (name: string): string => `${name} at spike`;
  const own = new Set([...program.source, ...program.target]);
  const naming = (name: string): Local => vector(own.has(name) ? at(name) : name);
  const read = namesIn(post);
  if (program.source.some((name) => read.has(name))) {
    const offsets = Array.from({ length: lanes }, (_, lane) => {
      const offset = s.integer(`offset ${lane}`);
      f.get(vector(`steps ${lane}`))
        .op("i32x4.extract_lane", spike)
        .set(offset);
      return offset;
    });
    for (const name of program.source) f.get(vector(`${name} last`)).set(naming(name));
    writeWideMotion(wide, "source", { level: 0, offsets, naming });
  }
  for (const [name, first] of recent.before) {
    const offset = first + spike * s.bytes;
    const places = Array.from({ length: lanes }, (_, lane) => s.integer(`recent ${lane}`));
    writeGather(wide, places, offset, naming(name));
  }
  for (const one of post.lets) {
    if ("value" in one) vectors.assign([[naming(one.name), one.value]], naming);
  }
  vectors.assign(
    post.sets.map(([name, value]) => [vector(`${name} then`), value] as const),
    naming,
  );
  const counts = vector("counts");
  writeLanes(wide, spike, counts);
  for (const [name] of post.sets) {
    f.get(vector(`${name} then`))
      .get(vector(name))
      .get(counts)
      .op("v128.bitselect");
    f.set(vector(name));
  }
}

/** Bring one lane of each synapse's mask side by side, as wide as its number. */
function writeLanes({ s, lanes, vector }: Wide, spike: number, target: Local): void {
  const { f } = s;
  const word = (of: number, lane: number): number[] =>
    [0, 1, 2, 3].map((byte) => 16 * of + 4 * lane + byte);
  const join = (a: Local, b: Local, left: number, right: number): void => {
    f.get(a).get(b);
    f.op("i8x16.shuffle", [
      ...word(0, left),
      ...word(0, left),
      ...word(1, right),
      ...word(1, right),
    ]);
  };
  const counts = (lane: number): Local => vector(`counts ${lane}`);
  join(counts(0), counts(1), spike, spike);
  if (lanes === 2) {
    f.set(target);
    return;
  }
  f.set(vector("lower"));
  join(counts(2), counts(3), spike, spike);
  f.set(vector("upper"));
  f.get(vector("lower")).get(vector("upper"));
  f.op("i8x16.shuffle", [...word(0, 0), ...word(0, 2), ...word(1, 0), ...word(1, 2)]);
  f.set(target);
}

/** Compute the traces of the targets as they are when the source's spike comes. */
function writeTraces(wide: Wide): void {
  const { s, recent, walk, lanes, vector } = wide;
  const { f } = s;
  const places = Array.from({ length: lanes }, (_, lane) => s.integer(`recent ${lane}`));
  for (const [name, first] of recent.after) writeGather(wide, places, first, vector(name));
  const each = Array.from({ length: lanes }, (_, lane) => lane);
  const [bits, upper] = levelBits as readonly [number, number];
  const offsets = each.map((lane) => s.integer(`offset ${lane}`));
  const steps = each.map((lane) => s.integer(`steps ${lane}`));
  const part = (lane: number, width: number): void => {
    f.i32(2 ** width - 1)
      .op("i32.and")
      .i32(s.shift)
      .op("i32.shl");
    f.set(offsets[lane] as Local);
  };
  for (const lane of each) {
    f.get(walk.untilTrace)
      .get(vector(`sent ${lane}`))
      .op("i32x4.extract_lane", 0);
    f.op("i32.sub").tee(steps[lane] as Local);
    part(lane, bits);
  }
  writeWideMotion(wide, "target", { level: 0, offsets, naming: vector });
  // Many targets are silent for longer than the first level reaches; for the others the second is 1.
  for (const lane of each) {
    f.get(steps[lane] as Local)
      .i32(bits)
      .op("i32.shr_u");
    part(lane, upper);
  }
  writeWideMotion(wide, "target", { level: 1, offsets, naming: vector });
}

/** Add what a synapse delivers to its target's sum. */
function writeSum({ s, shape, vector }: Wide, lane: number): void {
  const { f, rule } = s;
  const { base } = rule.table.layout;
  const at = s.integer("sum");
  f.get(s.integer(`target ${lane}`))
    .i32(s.shift)
    .op("i32.shl")
    .tee(at)
    .get(at);
  s.load(base);
  f.get(vector("delivered")).op(`${shape}.extract_lane`, lane).op(`${rule.precision}.add`);
  s.store(base);
}
