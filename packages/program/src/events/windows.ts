import type { Calendar } from "./calendar.ts";
import { homesOf } from "./homes.ts";
import type { Segments } from "./segments.ts";

/** Spikes in order of time, then of number. */
export interface OrderedSpikes {
  readonly count: number;
  /** By number in the network. */
  readonly neurons: Int32Array;
  readonly times: Float64Array;
}

/** Neurons that are reached one by one; they add their spikes to the calendar. */
export interface WindowPopulation {
  /** Number of its first neuron in the network. */
  readonly first: number;
  /** Spikes without delay only reach populations of a greater level: `levelsOf`. */
  readonly level: number;
  /** Let everything of a neuron happen that comes before a time, and list it for the next. */
  reach(neuron: number, until: number): void;
}

/** Segment through which a spike arrives; the next arrival overwrites it. */
export interface Arrival {
  readonly segment: number;
  /** Indices of its synapses. */
  readonly begin: number;
  readonly end: number;
}

/** Synapses of a projection. */
export interface WindowRoute {
  /** Level of the targets. */
  readonly level: number;
  /** Let a spike arrive, at the latest when `finish` is called. */
  arrive(time: number, at: Arrival): void;
}

/** Everything that takes part in a run. */
export interface WindowParts {
  readonly calendar: Calendar;
  readonly segments: Segments;
  /** Least delay above 0 in ms; Infinity if there is none. */
  readonly least: number;
  /** In the order of their neurons. */
  readonly populations: readonly WindowPopulation[];
  readonly routes: readonly WindowRoute[];
  /** Arrivals from this time on are not queued. */
  readonly horizon?: number;
  /** Let all arrivals act. */
  finish?(): void;
  /** Receive the spikes of a window, before they are sent. */
  receive?(spikes: OrderedSpikes): void;
  /** All neurons have been reached by a time. */
  forget?(time: number): void;
}

/** Runs a network in windows. */
export interface Windows {
  /** Run from one time to another; events at the end are left. */
  run(from: number, until: number): void;
  /** Queue the arrivals of a spike that comes from outside. */
  send(neuron: number, time: number): void;
}

/**
 * Create the functions that run a network.
 *
 * Time passes in windows within a tick, no longer than the least delay: no spike of a window arrives within it, so neurons are
 * independent. What they compute does not depend on where windows begin and end. Spikes without delay arrive within it, in
 * populations of a later level, which follow one after the other.
 */
export function createWindows(parts: WindowParts): Windows {
  const { calendar, segments, least, populations, routes } = parts;
  const { horizon = Number.POSITIVE_INFINITY, finish, receive, forget } = parts;
  const { tick: span, pending, looks, spikes } = calendar;
  const { rows, delays, route: routeOf } = segments;
  const firsts = Float64Array.from(populations, ({ first }) => first);
  const homeOf = homesOf(populations);
  const last = populations.reduce((most, { level }) => Math.max(most, level), 0);
  const [extents, sent] = [extentsIn(segments.begins), extentsIn(rows)];
  const [routesAt, delaysAt] = [numbersIn(routeOf), numbersIn(delays)];
  const at = { segment: 0, begin: 0, end: 0 };
  /** Let arrivals of a level act, and put those of later ones back. */
  const arrive = (tick: number, until: number, level: number): void => {
    const count = pending.take(tick, until);
    const { times, segments: arrived } = pending;
    const { begins, ends } = extents.of(arrived, count);
    const routesOf = routesAt(arrived, count);
    for (let k = 0; k < count; k++) {
      const segment = arrived[k] as number;
      const route = routes[routesOf[k] as number] as WindowRoute;
      if (route.level > level) {
        pending.put(times[k] as number, segment);
        continue;
      }
      at.segment = segment;
      at.begin = begins[k] as number;
      at.end = ends[k] as number;
      route.arrive(times[k] as number, at);
    }
    finish?.();
  };
  const seen: number[] = [];
  const inspect = (tick: number, until: number, level: number): void => {
    // A neuron that lists itself again in this tick is due after the window.
    seen.length = 0;
    let waiting = 0;
    for (let n = looks.take(tick); n >= 0; n = looks.take(tick)) seen.push(n);
    for (let k = 0; k < seen.length; k++) {
      const n = seen[k] as number;
      const home = homeOf(n);
      const population = populations[home] as WindowPopulation;
      if (population.level > level) seen[waiting++] = n;
      else population.reach(n - (firsts[home] as number), until);
    }
    // Those of later levels are inspected within this window.
    for (let k = 0; k < waiting; k++) looks.see(seen[k] as number, 0);
  };
  /** Put spikes without delay among the arrivals of this window. */
  const sendInstant = (from: number): void => {
    const { times, segments: neurons, length } = spikes;
    for (let k = from; k < length; k++) {
      const source = neurons[k] as number;
      const end = rows[source + 1] as number;
      for (let segment = rows[source] as number; segment < end; segment++) {
        if (delays[segment] === 0) pending.put(times[k] as number, segment);
      }
    }
  };
  const sendAll = (): void => {
    const { times, segments: neurons, length } = spikes;
    const { begins, ends } = sent.of(neurons, length);
    const firstDelays = delaysAt(begins, length);
    for (let k = 0; k < length; k++) {
      const time = times[k] as number;
      const [begin, end] = [begins[k] as number, ends[k] as number];
      for (let segment = begin; segment < end; segment++) {
        const delay = (segment === begin ? firstDelays[k] : delays[segment]) as number;
        if (delay > 0 && time + delay < horizon) pending.put(time + delay, segment);
      }
    }
  };
  return {
    run(from, until) {
      for (let now = from; now < until; ) {
        const tick = Math.floor(now / span);
        const end = Math.min((tick + 1) * span, now + least, until);
        looks.begin(tick);
        for (let level = 0, done = 0; level <= last; level++) {
          if (!pending.isEmpty(tick)) arrive(tick, end, level);
          if (!looks.isEmpty(tick)) inspect(tick, end, level);
          if (level < last) sendInstant(done);
          done = spikes.length;
        }
        if (spikes.length > 0) {
          if (receive !== undefined) {
            const count = spikes.sort(tick * span, span);
            receive({ count, times: spikes.times, neurons: spikes.segments });
          }
          sendAll();
          spikes.clear();
        }
        forget?.(end);
        now = end;
      }
    },
    send(neuron, time) {
      const end = rows[neuron + 1] as number;
      for (let segment = rows[neuron] as number; segment < end; segment++) {
        const arrival = time + (delays[segment] as number);
        if (arrival < horizon) pending.put(arrival, segment);
      }
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

/** Read numbers at several places, in a loop of its own for the same reason; the next call overwrites them. */
function numbersIn(
  all: Float64Array | Uint16Array,
): (places: Int32Array, count: number) => Float64Array {
  let found = new Float64Array(0);
  return (places, count) => {
    if (count > found.length) found = new Float64Array(2 * count);
    for (let k = 0; k < count; k++) found[k] = all[places[k] as number] as number;
    return found;
  };
}
