import type { Batch, SpikeColumns } from "@spikeloom/kernel";
import { timeOfStep } from "@spikeloom/program";
import {
  createLooks,
  createPending,
  type Looks,
  ofNeuron,
  ownEvents,
  type Pending,
} from "@spikeloom/program/events";
import type { EventNetwork } from "./event-network.ts";
import type { EventPopulation } from "./event-population.ts";
import type { EventReadout } from "./event-readout.ts";
import type { EventRoute, EventRows } from "./event-rows.ts";
import {
  arrival,
  clearTape,
  type EventTape,
  note,
  noteSpike,
  release,
  spike,
} from "./event-tape.ts";
import { type SpikeGuard, spikeGuard } from "./spike-guard.ts";

/** Parts that a sample runs in. */
export interface EventParts {
  readonly network: EventNetwork;
  readonly populations: readonly EventPopulation[];
  readonly tape: EventTape;
  readonly readout: EventReadout;
  readonly rows: EventRows;
}

/** Arrivals on their way and neurons that are due, in lists by tick. */
interface Calendar {
  readonly tick: number;
  readonly pending: Pending;
  readonly looks: Looks;
}

/** Longest tick in ms, a power of two. */
const longestTick = 4;
/** If the least delay is a smaller part of a sample, several windows share a tick. */
const mostTicks = 65_536;

/** Return the duration of a tick in ms, a power of two: no longer than the least delay, if that is not too short. */
function tickOf(until: number, least: number): number {
  let tick = longestTick;
  while (tick > least && until < (mostTicks / 4) * tick) tick /= 2;
  return tick;
}

function createCalendar(neurons: number, until: number, tick: number): Calendar {
  let ticks = 64;
  while (ticks < until / tick + 3) ticks *= 2;
  return { tick, pending: createPending(ticks, tick), looks: createLooks(neurons, ticks, tick) };
}

/**
 * Create a function that runs a sample of a batch.
 *
 * Time passes in windows within a tick, no longer than the least delay: no spike of a window arrives within it, so neurons are
 * independent. Spikes without delay arrive within it, in populations of a later level.
 */
export function eventRun(parts: EventParts): (batch: Batch, example: number) => void {
  const { network, populations, tape, readout, rows } = parts;
  const { until, dt, given, levels } = network;
  const home = homes(populations);
  const last = Math.max(0, ...levels);
  const guard = spikeGuard(network);
  const causes = arrivalCauses(network.synapses.begins.length - 1);
  let calendar = createCalendar(home.length, until, tickOf(until, rows.least));
  /** Queue the arrivals of a spike, which are ordered by time, then by segment. */
  const send = (source: number, time: number): void => {
    const { rows: begins, delays } = rows.segments;
    const end = begins[source + 1] as number;
    for (let segment = begins[source] as number; segment < end; segment++) {
      const at = time + (delays[segment] as number);
      if (at < until) calendar.pending.put(at, segment);
    }
  };
  const see = (neuron: number, time: number): void => calendar.looks.see(neuron, time);
  const all = populations.map((one, p) => {
    const first = network.firsts[p] as number;
    const sent = (n: number, time: number, by: number): void => {
      causes.note(first + n, by);
      send(first + n, time);
    };
    return neuronSteps(one, { synapses: network.synapses, tape, readout, guard, see, sent });
  });
  const arriveAll = (time: number, segment: number): void => {
    const { route: routeOf, begins } = rows.segments;
    const route = rows.routes[routeOf[segment] as number] as EventRoute;
    const own = all[route.to] as NeuronSteps;
    const [begin, end] = [begins[segment] as number, begins[segment + 1] as number];
    const { targets } = network.synapses;
    // Spikes of all targets come before the arrival on the tape.
    for (let k = begin; k < end; k++) {
      own.resolve(targets[rows.synapses[k] as number] as number, time, true);
    }
    for (let k = begin; k < end; k++) own.arrive(route, rows.synapses[k] as number, time);
    note(tape, time, arrival, segment, causes.of(segment, rows.sources[segment] as number));
  };
  /** Let arrivals of a level act, and put those of later ones back. */
  const arrive = (tick: number, end: number, level: number): void => {
    const { pending } = calendar;
    const count = pending.take(tick, end);
    const { times, segments } = pending;
    for (let k = 0; k < count; k++) {
      const [time, segment] = [times[k] as number, segments[k] as number];
      const route = rows.routes[rows.segments.route[segment] as number] as EventRoute;
      if (route.level > level) pending.put(time, segment);
      else arriveAll(time, segment);
    }
  };
  const seen: number[] = [];
  const inspect = (tick: number, end: number, level: number): void => {
    const { looks } = calendar;
    seen.length = 0;
    for (let what = looks.take(tick); what >= 0; what = looks.take(tick)) seen.push(what);
    for (const what of seen) {
      const p = home[what] as number;
      const own = all[p] as NeuronSteps;
      const n = what - (populations[p] as EventPopulation).first;
      if ((levels[p] as number) > level) looks.see(what, 0);
      else {
        own.resolve(n, end, false);
        looks.move(what, own.dueOf(n));
      }
    }
  };
  const run = (): void => {
    const { tick: span, pending, looks } = calendar;
    for (let now = 0; now < until; ) {
      const tick = Math.floor(now / span);
      const end = Math.min((tick + 1) * span, now + rows.least, until);
      looks.begin(tick);
      for (let level = 0; level <= last; level++) {
        if (!pending.isEmpty(tick)) arrive(tick, end, level);
        if (!looks.isEmpty(tick)) inspect(tick, end, level);
      }
      now = end;
    }
  };
  return (batch, example) => {
    const tick = tickOf(until, rows.least);
    // A sample that failed leaves arrivals.
    if (tick !== calendar.tick || calendar.pending.size > 0)
      calendar = createCalendar(home.length, until, tick);
    for (const one of [...populations, readout]) one.begin();
    guard.begin(example);
    calendar.looks.clear();
    causes.begin(rows.sources.length);
    clearTape(tape);
    given.forEach(({ name, first }) => {
      const { begins, steps, neurons } = batch.inputs[name] as SpikeColumns;
      for (let at = begins[example] as number; at < (begins[example + 1] as number); at++) {
        send(first + (neurons[at] as number), timeOfStep(steps[at] as number, dt));
      }
    });
    for (const one of all) one.foreseeAll();
    run();
    for (const one of all) one.reachEnd(until);
  };
}

/** Return the index of the population of each neuron, through all populations. */
export function homes(populations: readonly EventPopulation[]): Uint32Array {
  return Uint32Array.from(populations.flatMap(({ form }, p) => new Array(form.size).fill(p)));
}

/** Finds the spike that caused an arrival: the arrivals of a segment follow each other as the spikes of its source do. */
interface ArrivalCauses {
  begin(segments: number): void;
  /** Note a spike of a source, by its number in the network. */
  note(source: number, by: number): void;
  /** Return the spike that caused the next arrival of a segment; -1 for a spike of the batch. */
  of(segment: number, source: number): number;
}

function arrivalCauses(neurons: number): ArrivalCauses {
  const [first, last] = [new Int32Array(neurons), new Int32Array(neurons)];
  let following = new Int32Array(1024);
  let arrived = new Int32Array(0);
  return {
    begin(segments) {
      first.fill(-1);
      last.fill(-1);
      if (arrived.length < segments) arrived = new Int32Array(segments);
      arrived.fill(-1);
    },
    note(source, by) {
      if (by >= following.length) {
        const older = following;
        following = new Int32Array(2 * older.length);
        following.set(older);
      }
      const before = last[source] as number;
      if (before < 0) first[source] = by;
      else following[before] = by;
      last[source] = by;
    },
    of(segment, source) {
      const before = arrived[segment] as number;
      const by = (before < 0 ? first[source] : following[before]) as number;
      arrived[segment] = by;
      return by;
    },
  };
}

interface StepParts extends Pick<EventParts, "tape" | "readout"> {
  readonly synapses: EventNetwork["synapses"];
  readonly guard: SpikeGuard;
  /** A neuron, counted through all populations, must be inspected by a time. */
  see(neuron: number, time: number): void;
  /** A neuron of the population spikes; `by` is the index of the spike. */
  sent(neuron: number, time: number, by: number): void;
}

/** Events of a population's neurons. */
interface NeuronSteps {
  foreseeAll(): void;
  /** Let happen what a neuron does by itself before a time, and, before an arrival, releases at it. */
  resolve(n: number, time: number, isArrival: boolean): void;
  arrive(route: EventRoute, synapse: number, time: number): void;
  /** Time by which a neuron must be inspected. */
  dueOf(n: number): number;
  /** Read and advance all neurons up to the end of a sample. */
  reachEnd(until: number): void;
}

function neuronSteps(population: EventPopulation, parts: StepParts): NeuronSteps {
  const { tape, readout, guard, see, sent, synapses } = parts;
  const { neurons, events, form, first, jumpEntry, jumpTime, liftedBy, heldBy } = population;
  const { isLifted, strides, schedule } = neurons;
  const { own, due, isExact } = schedule;
  const { time: apart, flag } = strides;
  const noteReset = resets(tape);
  // Most spikes that are foreseen are superseded by an arrival, so a bound is enough until the neuron is due.
  const foresee = (n: number): void => {
    const soonest = Math.min(own[n] as number, neurons.earliestSpike(n, false));
    due[n * apart] = soonest;
    isExact[n * flag] = 0;
    see(first + n, soonest);
  };
  const reach = (n: number, time: number, kind: number | undefined): void => {
    if (population.course !== undefined) readout.see(n, time, kind);
    neurons.advance(n, time);
  };
  const fire = (n: number, time: number): void => {
    guard.count(first + n, time);
    reach(n, time, spike);
    const by = noteReset(population, n, time);
    const lasts = ofNeuron(form.refractory, n);
    if (population.resetsRead) {
      jumpEntry[n] = tape.length - 1;
      jumpTime[n] = time;
    }
    if (isLifted[n * flag] === 1) {
      // It spikes again at once, and this spike is the cause.
      jumpEntry[n] = tape.length - 1;
      liftedBy[n] = -1;
    }
    if (lasts > 0) own[n] = time + lasts;
    heldBy[n] = by;
    foresee(n);
    sent(n, time, by);
  };
  const happen = (n: number, time: number): void => {
    const by = heldBy[n] as number;
    reach(n, time, release);
    events.release(n);
    own[n] = Number.POSITIVE_INFINITY;
    tape.movedBack.set(events.moved, by * tape.width);
    if (isLifted[n * flag] === 1) {
      jumpEntry[n] = tape.length;
      liftedBy[n] = -1;
    }
    foresee(n);
    note(tape, time, release, first + n, by);
  };
  return {
    resolve: ownEvents(neurons, { happen, fire }),
    dueOf: (n) => due[n * apart] as number,
    foreseeAll() {
      for (let n = 0; n < form.size; n++) foresee(n);
    },
    arrive({ jumps, jolts }, synapse, time) {
      const n = synapses.targets[synapse] as number;
      reach(n, time, arrival);
      const wasLifted = isLifted[n * flag] === 1;
      neurons.receive(n, jumps, synapses.weights[synapse] as number);
      if (jolts) {
        jumpTime[n] = time;
        // Simultaneous jumps add up before the neuron spikes; the one that reaches the threshold is the cause.
        if (!(wasLifted && isLifted[n * flag] === 1)) {
          // The entry of this arrival is appended once all its synapses are done.
          jumpEntry[n] = tape.length;
          liftedBy[n] = synapse;
        }
      }
      foresee(n);
    },
    reachEnd(until) {
      for (let n = 0; n < form.size; n++) reach(n, until, undefined);
    },
  };
}

/** Create a function that resets a neuron and appends its spike to the tape; it returns the index of the spike. */
function resets(tape: EventTape) {
  return (
    { neurons, events, first, read, jumpEntry, liftedBy }: EventPopulation,
    n: number,
    time: number,
  ): number => {
    const { x, isLifted, strides } = neurons;
    const wasLifted = isLifted[n * strides.flag] === 1;
    const level = read < 0 ? 0 : (x[n * strides.x + read] as number);
    const slope = events.spike(n);
    return noteSpike(tape, time, {
      neuron: first + n,
      causeEntry: wasLifted ? (jumpEntry[n] as number) : -1,
      causeSynapse: wasLifted ? (liftedBy[n] as number) : -1,
      slope,
      fall: read < 0 ? 0 : level - (x[n * strides.x + read] as number),
      moved: events.moved,
    });
  };
}
