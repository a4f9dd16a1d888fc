import { compileExpression, type Expression } from "@spikeloom/equations";
import { drawnRows } from "@spikeloom/network";
import type {
  DynamicSynapses,
  EventProgram,
  NetworkProgram,
  OpenProjection,
} from "@spikeloom/program";
import { moverOf } from "./plastic-motion.ts";
import type { Rows } from "./rows.ts";
import { type SpikeHistory, spikeHistory } from "./spike-history.ts";

/**
 * Synapses of a projection with variables of their own, each up to its last event.
 *
 * A presynaptic spike is an event when it arrives. Effects of spikes of the target are computed when a presynaptic spike needs
 * them, so their number does not depend on how time is divided. A synapse lives behind its target by the dendritic part of
 * its delay, and spikes of the target reach it that much later: `specs/program/continuous.md`.
 */
export interface PlasticSynapses {
  /** Let a presynaptic spike act that arrives through a segment; the delivered weights are then those of the rows. */
  arrive(time: number, segment: number): void;
  /** Note a spike of a target. */
  spiked(target: number, time: number): void;
  /** Let all spikes of targets act that do so before a time, up to which everything has been computed. */
  settle(now: number): void;
  /** The same if many spikes are remembered. */
  forget(now: number): void;
  /** Value of a variable of a synapse, given by its segment and its index in the rows. */
  value(variable: string, synapse: SynapseAt, now: number): number;
  set(variable: string, synapse: SynapseAt, value: Change): void;
  /** Arrays that change in a run. */
  readonly columns: ReadonlyMap<string, Float64Array | Int32Array>;
  readonly history: SpikeHistory;
}

/** A synapse: its segment, and its index in the rows. */
export interface SynapseAt {
  readonly segment: number;
  readonly k: number;
}

interface Change {
  readonly value: number;
  readonly now: number;
}

/** What a projection of plastic synapses is created from. */
interface PlasticTask {
  readonly program: NetworkProgram;
  readonly rows: Rows;
  readonly route: number;
  readonly projection: OpenProjection;
  readonly dynamic: DynamicSynapses;
  /** Compute all spikes of a target before a time. */
  reach(target: number, until: number): void;
}

/** As many spikes of targets are remembered even for few targets. */
const fewSpikes = 4096;
/** Spikes of each target that are remembered before all synapses are visited. */
const spikesEach = 4;

/** Create the plastic synapses of a projection at time 0. */
export function createPlastic({
  program: { populations },
  rows,
  route,
  projection,
  dynamic,
  reach,
}: PlasticTask): PlasticSynapses {
  const { program, dendritic, apart } = dynamic;
  const { synapse, source, target, motion, pre, post, deliver, raise, movedWeight } = program;
  const events = [pre, ...(post === undefined ? [] : [post])];
  const lets = events.flatMap((event) => event.lets.map(({ name }) => name));
  const names = [...synapse, ...source, ...target, "t", "elapsed", ...new Set(lets)];
  const slots = new Map(names.map((name, k) => [name, k]));
  const [sourceAt, targetAt] = [synapse.length, synapse.length + source.length];
  const timeAt = targetAt + target.length;
  const frame = new Float64Array(names.length);
  const move = {
    synapse: moverOf(motion.synapse, slots),
    source: moverOf(motion.source, slots),
    target: moverOf(motion.target, slots),
  };
  const code = (of: Expression) => compileExpression(of, { slots });
  const actPre = actionOf(pre, slots, frame);
  const actPost = post && actionOf(post, slots, frame);
  const [raiseSource, raiseTarget] = [raise.source, raise.target].map((sets) =>
    actionOf({ lets: [], sets }, slots, frame),
  ) as [Action, Action];
  const delivered = deliver && code(deliver);
  const moved = movedWeight && code(movedWeight);
  const { bases, synapses } = basesOf(rows, route);
  const width = synapse.length;
  const values = new Float64Array(synapses * width);
  fill(values, { rows, bases, route, projection, names: synapse, populations });
  const last = new Float64Array(synapses);
  const heard = new Int32Array(synapses);
  const segments = rows.delays.length;
  // Only segments of this projection have an entry above 0 in `bases`.
  const ordinal = new Int32Array(segments);
  let own = 0;
  for (let one = 0; one < segments; one++) if (rows.route[one] === route) ordinal[one] = own++;
  const sourceValues = new Float64Array(own * source.length);
  for (let one = 0; one < own; one++) {
    source.forEach((name, k) => {
      sourceValues[one * source.length + k] = dynamic.sources.get(name) ?? 0;
    });
  }
  const sourceLast = new Float64Array(own);
  const targets = populations.get(projection.to)?.size ?? 0;
  let most = Math.max(fewSpikes, spikesEach * targets);
  const history = spikeHistory(targets, {
    from: targetAt,
    width: target.length,
  });
  const hasTraces = target.length > 0;
  const hears = hasTraces || post !== undefined;
  let longest = 0;
  for (let one = 0; one < segments; one++) {
    if (rows.route[one] === route) longest = Math.max(longest, rows.delays[one] as number);
  }
  const behindOf = (segment: number): number => (rows.delays[segment] as number) * dendritic;
  const furthest = longest * dendritic;

  /** Put the variables of a source into the frame, as they are at a time of its synapses. */
  const loadSource = (segment: number, time: number): void => {
    const at = ordinal[segment] as number;
    for (let k = 0; k < source.length; k++) {
      frame[sourceAt + k] = sourceValues[at * source.length + k] as number;
    }
    move.source?.(frame, time - (sourceLast[at] as number));
  };
  /** Put the traces of a target into the frame, after one of its spikes. */
  const loadTarget = (n: number, spike: number, time: number, behind: number): void => {
    history.load(n, spike, frame);
    if (spike >= 0) move.target?.(frame, time - (history.time(n, spike) + behind));
  };
  const loadSynapse = (local: number, time: number): void => {
    for (let k = 0; k < width; k++) frame[k] = values[local * width + k] as number;
    move.synapse?.(frame, time - (last[local] as number));
    frame[timeAt] = time;
  };
  const storeSynapse = (local: number, time: number): void => {
    for (let k = 0; k < width; k++) values[local * width + k] = frame[k] as number;
    last[local] = time;
  };
  /** Let spikes of a target act on a synapse that reach it before a time, or also at it. */
  const hear = (
    { segment, local, n }: { readonly segment: number; readonly local: number; readonly n: number },
    time: number,
    isAlsoAt: boolean,
  ): void => {
    if (actPost === undefined) return;
    const count = history.count(n);
    let spike = heard[local] as number;
    if (spike === count) return;
    const behind = behindOf(segment);
    for (; spike < count; spike++) {
      const reached = history.time(n, spike) + behind;
      if (isAlsoAt ? reached > time : reached >= time) break;
      loadSource(segment, reached);
      if (hasTraces) loadTarget(n, spike - 1, reached, behind);
      loadSynapse(local, reached);
      actPost();
      storeSynapse(local, reached);
    }
    heard[local] = spike;
  };
  /** Find the last spike of a target that reached a synapse before a time. */
  const lastBefore = (n: number, time: number, behind: number): number => {
    let spike = history.count(n) - 1;
    while (spike >= 0 && history.time(n, spike) + behind >= time) spike--;
    return spike;
  };
  const settle = (now: number): void => {
    for (let segment = 0; segment < segments && actPost !== undefined; segment++) {
      if (rows.route[segment] !== route) continue;
      const [begin, end] = [rows.begins[segment] as number, rows.begins[segment + 1] as number];
      for (let k = begin; k < end; k++) {
        const local = (bases[segment] as number) + k - begin;
        hear({ segment, local, n: rows.targets[k] as number }, now - behindOf(segment), false);
      }
    }
    history.forget(now - 2 * furthest);
  };
  const localOf = ({ segment, k }: SynapseAt): number =>
    (bases[segment] as number) + k - (rows.begins[segment] as number);
  /** Load a synapse as it is read between events: a weight that moves lies within its bounds. */
  const loadAt = (at: SynapseAt, now: number): number => {
    const local = localOf(at);
    const time = Math.max(now - behindOf(at.segment), last[local] as number);
    loadSynapse(local, time);
    if (moved !== undefined) frame[0] = moved(frame);
    return time;
  };
  const moving = new Set([
    ...motion.synapse.systems.flatMap(({ states }) => states),
    ...motion.synapse.own.map(({ state }) => state),
  ]);
  return {
    history,
    columns: new Map<string, Float64Array | Int32Array>([
      ["values", values],
      ["last", last],
      ["heard", heard],
      ["sources", sourceValues],
      ["sources/last", sourceLast],
    ]),
    settle,
    arrive(arrival, segment) {
      const behind = behindOf(segment);
      const time = arrival - behind;
      const isAfter = apart && behind > 0;
      const [begin, end] = [rows.begins[segment] as number, rows.begins[segment + 1] as number];
      const base = (bases[segment] as number) - begin;
      for (let k = begin; k < end; k++) {
        const [n, local] = [rows.targets[k] as number, base + k];
        if (hears) reach(n, arrival);
        hear({ segment, local, n }, time, isAfter);
        loadSource(segment, time);
        if (hasTraces) loadTarget(n, lastBefore(n, time, behind), time, behind);
        loadSynapse(local, time);
        const weight = actPre(delivered);
        storeSynapse(local, time);
        rows.weights[k] = weight;
      }
      const at = ordinal[segment] as number;
      loadSource(segment, time);
      frame[timeAt] = time;
      raiseSource();
      for (let k = 0; k < source.length; k++) {
        sourceValues[at * source.length + k] = frame[sourceAt + k] as number;
      }
      sourceLast[at] = time;
    },
    spiked(n, time) {
      if (!hears) return;
      if (hasTraces) loadTarget(n, history.count(n) - 1, time, 0);
      frame[timeAt] = time;
      raiseTarget();
      history.add(n, time, frame);
    },
    forget(now) {
      if (history.size <= most) return;
      settle(now);
      // Spikes may still have to be remembered for the length of the delays.
      most = Math.max(fewSpikes, spikesEach * targets, 2 * history.size);
    },
    value(variable, at, now) {
      loadAt(at, now);
      return frame[slots.get(variable) as number] as number;
    },
    set(variable, at, { value, now }) {
      const local = localOf(at);
      if (moving.has(variable)) storeSynapse(local, loadAt(at, now));
      values[local * width + synapse.indexOf(variable)] = value;
    },
  };
}

/** Lets an event act on the frame; returns a value computed from what was there before it, or 0. */
type Action = (also?: (frame: Float64Array) => number) => number;

/** Compile an event: all new values are computed from the old ones. */
function actionOf(
  { lets, sets }: EventProgram,
  slots: ReadonlyMap<string, number>,
  frame: Float64Array,
): Action {
  const first = lets.flatMap((one) => {
    if (!("value" in one)) return [];
    return { slot: slots.get(one.name) as number, code: compileExpression(one.value, { slots }) };
  });
  const codes = sets.map(([, value]) => compileExpression(value, { slots }));
  const into = sets.map(([variable]) => slots.get(variable) as number);
  const next = new Float64Array(sets.length);
  return (also) => {
    for (const { slot, code } of first) frame[slot] = code(frame);
    for (let k = 0; k < next.length; k++) next[k] = (codes[k] as (typeof codes)[number])(frame);
    const other = also === undefined ? 0 : also(frame);
    for (let k = 0; k < next.length; k++) frame[into[k] as number] = next[k] as number;
    return other;
  };
}

/** Number the synapses of a projection by segment; the bases are those of its segments. */
function basesOf(
  { route: routes, begins }: Rows,
  route: number,
): { readonly bases: Int32Array; readonly synapses: number } {
  const bases = new Int32Array(routes.length);
  let synapses = 0;
  for (let segment = 0; segment < routes.length; segment++) {
    if (routes[segment] !== route) continue;
    bases[segment] = synapses;
    synapses += (begins[segment + 1] as number) - (begins[segment] as number);
  }
  return { bases, synapses };
}

interface Filling extends Pick<PlasticTask, "rows" | "route" | "projection"> {
  readonly bases: Int32Array;
  readonly names: readonly string[];
  readonly populations: NetworkProgram["populations"];
}

/** Draw the initial values of all synapses, in the order in which the rows hold them. */
function fill(
  values: Float64Array,
  { rows, bases, route, projection, names, populations }: Filling,
): void {
  const first = populations.get(projection.from)?.first ?? 0;
  const filled = new Int32Array(bases.length);
  const drawn = names.map((name) =>
    name === "weight" ? projection.weight : (projection.values.get(name) ?? { constant: 0 }),
  );
  for (const { partners, source, values: all } of drawnRows(projection, [
    projection.delay,
    ...drawn,
  ])) {
    const [delays, ...columns] = all;
    for (let j = 0; j < partners.length; j++) {
      const from = first + source(j);
      let segment = rows.rows[from] as number;
      while (rows.route[segment] !== route || rows.delays[segment] !== delays?.[j]) segment++;
      const local = (bases[segment] as number) + (filled[segment] as number);
      filled[segment] = (filled[segment] as number) + 1;
      columns.forEach((column, v) => {
        values[local * names.length + v] = column[j] as number;
      });
    }
  }
}
