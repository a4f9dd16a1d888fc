import { levelsOf } from "@spikeloom/program/events";
import type { ArrivingSegment } from "./compiled.ts";
import { INSTANT_DELAY } from "./errors.ts";
import { homesOf } from "./homes.ts";
import type { Network } from "./network.ts";
import type { OrderedSpikes } from "./recording.ts";
import type { Source } from "./sources.ts";

/** Runs a network from one time to another; events at the end are left. */
export type Runner = (from: number, until: number) => void;

/**
 * Create the function that runs a network.
 *
 * Time passes in windows within a tick, no longer than the least delay: no spike of a window arrives within it, so neurons are
 * independent. What they compute does not depend on where windows begin and end. Spikes without delay arrive within it, in
 * populations of a later level, which follow one after the other.
 */
export function createRunner(network: Network, receive: (spikes: OrderedSpikes) => void): Runner {
  const {
    program,
    populations,
    sources,
    rows,
    plastic,
    pending,
    looks,
    spikes,
    tick: span,
  } = network;
  const all = [...program.populations.values()];
  const reaches = all.map(({ name }) => (populations.get(name) ?? sources.get(name))?.reach);
  const firsts = Float64Array.from(all, ({ first }) => first);
  const homeOf = homesOf(program);
  const instant = [...rows.instant].map((route) => {
    const { population: to, opened } = rows.routes[route] as (typeof rows.routes)[number];
    return { from: opened.from, to, place: opened.place };
  });
  const levels = levelsOf(instant, INSTANT_DELAY);
  const levelOfHome = all.map(({ name }) => levels.get(name) ?? 0);
  const levelOfRoute = rows.routes.map(({ population }) => levels.get(population) ?? 0);
  const last = Math.max(0, ...levels.values());
  const targets = rows.routes.map(({ population }) => populations.get(population));
  const parts = rows.routes.map(
    ({ population, receptor }): { -readonly [K in keyof ArrivingSegment]: ArrivingSegment[K] } => {
      const names = [...(populations.get(population)?.form.receptors.keys() ?? [])];
      return { receptor: names.indexOf(receptor), begin: 0, end: 0, weight: Number.NaN };
    },
  );
  const [extents, sent] = [extentsIn(rows.begins), extentsIn(rows.rows)];
  /** Let arrivals of a level act, and put those of later ones back. */
  const arrive = (tick: number, until: number, level: number): void => {
    const count = pending.take(tick, until);
    const { times, segments } = pending;
    const { begins, ends } = extents.of(segments, count);
    for (let k = 0; k < count; k++) {
      const segment = segments[k] as number;
      const route = rows.route[segment] as number;
      if ((levelOfRoute[route] as number) > level) {
        pending.put(times[k] as number, segment);
        continue;
      }
      const part = parts[route] as (typeof parts)[number];
      part.begin = begins[k] as number;
      part.end = ends[k] as number;
      part.weight = rows.constants[route] as number;
      const target = targets[route];
      const rule = plastic[route];
      if (rule !== undefined) {
        target?.finish();
        rule.arrive(times[k] as number, segment);
      }
      target?.deliver(times[k] as number, part);
    }
    for (const one of populations.values()) one.finish();
  };
  const seen: number[] = [];
  const due = all.map(({ name }) => dueSources(sources.get(name)));
  const inspect = (tick: number, until: number, level: number): void => {
    // A neuron that lists itself again in this tick is due after the window.
    seen.length = 0;
    let waiting = 0;
    for (let n = looks.take(tick); n >= 0; n = looks.take(tick)) seen.push(n);
    for (let k = 0; k < seen.length; k++) {
      const n = seen[k] as number;
      const home = homeOf(n);
      if ((levelOfHome[home] as number) > level) seen[waiting++] = n;
      else if (due[home] === undefined) reaches[home]?.(n - (firsts[home] as number), until);
      else due[home].add(n - (firsts[home] as number));
    }
    for (const one of due) one?.reach(until);
    // Those of later levels are inspected within this window.
    for (let k = 0; k < waiting; k++) looks.see(seen[k] as number, 0);
  };
  /** Put spikes without delay among the arrivals of this window. */
  const sendInstant = (from: number): void => {
    const { times, segments: neurons, length } = spikes;
    for (let k = from; k < length; k++) {
      const source = neurons[k] as number;
      const end = rows.rows[source + 1] as number;
      for (let segment = rows.rows[source] as number; segment < end; segment++) {
        if (rows.delays[segment] === 0) pending.put(times[k] as number, segment);
      }
    }
  };
  const send = (): void => {
    const { times, segments: neurons, length } = spikes;
    const { begins, ends } = sent.of(neurons, length);
    for (let k = 0; k < length; k++) {
      const time = times[k] as number;
      const end = ends[k] as number;
      for (let segment = begins[k] as number; segment < end; segment++) {
        const delay = rows.delays[segment] as number;
        if (delay > 0) pending.put(time + delay, segment);
      }
    }
  };
  return (from, until) => {
    for (let now = from; now < until; ) {
      const tick = Math.floor(now / span);
      const end = Math.min((tick + 1) * span, now + rows.least, until);
      looks.begin(tick);
      for (let level = 0, sent = 0; level <= last; level++) {
        if (!pending.isEmpty(tick)) arrive(tick, end, level);
        if (!looks.isEmpty(tick)) inspect(tick, end, level);
        if (level < last) sendInstant(sent);
        sent = spikes.length;
      }
      if (spikes.length > 0) {
        const count = spikes.sort(tick * span, span);
        receive({ count, times: spikes.times, neurons: spikes.segments });
        send();
        spikes.clear();
      }
      for (const { inputs } of populations.values()) inputs?.forget(end);
      for (const rule of plastic) rule?.forget(end);
      now = end;
    }
  };
}

/** Create a list of neurons of a source, which are reached together; undefined without a source. */
function dueSources(source: Source | undefined) {
  if (source === undefined) return undefined;
  let neurons = new Int32Array(64);
  let count = 0;
  return {
    add(neuron: number): void {
      if (count === neurons.length) {
        const older = neurons;
        neurons = new Int32Array(2 * count);
        neurons.set(older);
      }
      neurons[count++] = neuron;
    },
    reach(until: number): void {
      if (count > 0) source.reachAll(neurons.subarray(0, count), until);
      count = 0;
    },
  };
}

/** Reads where rows begin and end; the arrays are overwritten by the next call. */
interface Extents {
  of(rows: Int32Array, count: number): { readonly begins: Int32Array; readonly ends: Int32Array };
}

/** Read the extents of several rows in a loop of their own, in which misses of the cache overlap. */
function extentsIn(all: Int32Array): Extents {
  let found = { begins: new Int32Array(0), ends: new Int32Array(0) };
  return {
    of(rows, count) {
      if (count > found.begins.length) {
        found = { begins: new Int32Array(2 * count), ends: new Int32Array(2 * count) };
      }
      const { begins, ends } = found;
      for (let k = 0; k < count; k++) {
        const row = rows[k] as number;
        begins[k] = all[row] as number;
        ends[k] = all[row + 1] as number;
      }
      return found;
    },
  };
}
