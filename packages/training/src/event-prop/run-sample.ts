import type { Batch, SpikeColumns } from "@spikeloom/kernel";
import { timeOfStep } from "@spikeloom/program";
import {
  createCalendar,
  createWindows,
  type EventKind,
  type EventNeurons,
  type NeuronEvents,
  neuronEvents,
  ofNeuron,
  tickOf,
  type WindowRoute,
} from "@spikeloom/program/events";
import type { EventNetwork } from "./event-network.ts";
import type { EventPopulation } from "./event-population.ts";
import type { EventReadout } from "./event-readout.ts";
import type { EventRoute, EventRows } from "./event-rows.ts";
import { arrival, clearTape, type EventTape, note, noteSpike, release } from "./event-tape.ts";
import { spikeGuard } from "./spike-guard.ts";

/** Parts that a sample runs in. */
export interface EventParts {
  readonly network: EventNetwork;
  readonly populations: readonly EventPopulation[];
  readonly tape: EventTape;
  readonly readout: EventReadout;
  readonly rows: EventRows;
}

/** Create a function that runs a sample of a batch, and records on the tape what the backward pass needs. */
export function eventRun(parts: EventParts): (batch: Batch, example: number) => void {
  const { network, populations, tape, readout, rows } = parts;
  const { until, dt, given } = network;
  const neurons = network.synapses.begins.length - 1;
  const guards = populations.map(({ form }) => spikeGuard(form, network));
  const causes = arrivalCauses(neurons);
  const delays = () => ({ least: rows.least, longest: until });
  let calendar = createCalendar(neurons, delays());
  const reports = {
    see: (neuron: number, time: number) => calendar.looks.see(neuron, time),
    move: (neuron: number, time: number) => calendar.looks.move(neuron, time),
    spike(neuron: number, time: number) {
      causes.note(neuron, tape.spikes - 1);
      calendar.spikes.add(time, neuron);
    },
  };
  const events = populations.map((one, p): NeuronEvents => {
    const { neurons: own, course, first } = one;
    const advance = (n: number, time: number, kind: EventKind): void => {
      readout.see(n, time, kind);
      own.advance(n, time);
    };
    const { check } = guards[p] as (typeof guards)[number];
    const options = { first, reports, check, isClose: false, ...recordedEvents(one, tape) };
    return neuronEvents(own, course === undefined ? options : { ...options, advance });
  });
  const routes = rows.routes.map((route): WindowRoute => {
    const own = events[route.to] as NeuronEvents;
    const receive = recordedArrivals(route, own, parts);
    return {
      level: network.levels[route.to] as number,
      arrive(time, { segment, begin, end }) {
        // Spikes of all targets come before the arrival on the tape.
        for (let k = begin; k < end; k++) {
          own.resolve(network.synapses.targets[rows.synapses[k] as number] as number, time);
        }
        for (let k = begin; k < end; k++) receive(rows.synapses[k] as number, time);
        note(tape, time, arrival, segment, causes.of(segment, rows.sources[segment] as number));
      },
    };
  });
  const reached = populations.map(({ first }, p) => {
    const { reach } = events[p] as NeuronEvents;
    return { first, level: network.levels[p] as number, reach };
  });
  const create = () => {
    if (tickOf(delays()) !== calendar.tick) calendar = createCalendar(neurons, delays());
    const { segments, least } = rows;
    return {
      segments,
      ...createWindows({ calendar, segments, least, populations: reached, routes, horizon: until }),
    };
  };
  let windows = create();
  return (batch, example) => {
    if (windows.segments !== rows.segments) windows = create();
    calendar.clear();
    clearTape(tape);
    causes.begin(rows.sources.length);
    for (const one of [...populations, readout]) one.begin();
    for (const one of guards) one.begin(example);
    for (const { name, first } of given) {
      const { begins, steps, neurons: senders } = batch.inputs[name] as SpikeColumns;
      for (let at = begins[example] as number; at < (begins[example + 1] as number); at++) {
        windows.send(first + (senders[at] as number), timeOfStep(steps[at] as number, dt));
      }
    }
    for (const one of events) {
      one.release.fill(Number.POSITIVE_INFINITY);
      one.foreseeAll();
    }
    windows.run(0, until);
    for (let n = 0; n < readout.size; n++) readout.see(n, until, undefined);
  };
}

/** Create the spikes and releases of neurons, which record themselves on a tape. */
function recordedEvents(
  population: EventPopulation,
  tape: EventTape,
): Pick<EventNeurons, "spike" | "release"> {
  const { neurons, events, form, first, read, jumpEntry, jumpTime, liftedBy, heldBy } = population;
  const { x, time, isLifted, strides } = neurons;
  const levelOf = (n: number): number => (read < 0 ? 0 : (x[n * strides.x + read] as number));
  return {
    spike(n) {
      const at = time[n * strides.time] as number;
      const wasLifted = isLifted[n * strides.flag] === 1;
      const level = levelOf(n);
      const slope = events.spike(n);
      const by = noteSpike(tape, at, first + n);
      tape.causeEntry[by] = wasLifted ? (jumpEntry[n] as number) : -1;
      tape.causeSynapse[by] = wasLifted ? (liftedBy[n] as number) : -1;
      tape.slope[by] = slope;
      tape.fall[by] = level - levelOf(n);
      tape.moved.set(events.moved, by * tape.width);
      if (population.resetsRead) {
        jumpEntry[n] = tape.length - 1;
        jumpTime[n] = at;
      }
      if (isLifted[n * strides.flag] === 1) {
        // It spikes again at once, and this spike is the cause.
        jumpEntry[n] = tape.length - 1;
        liftedBy[n] = -1;
      }
      heldBy[n] = by;
      return ofNeuron(form.refractory, n);
    },
    release(n) {
      const by = heldBy[n] as number;
      events.release(n);
      tape.movedBack.set(events.moved, by * tape.width);
      if (isLifted[n * strides.flag] === 1) {
        jumpEntry[n] = tape.length;
        liftedBy[n] = -1;
      }
      note(tape, time[n * strides.time] as number, release, first + n, by);
    },
  };
}

/** Create the function that lets a spike arrive through a synapse; its entry on the tape follows. */
function recordedArrivals(
  { targets: population, jumps, jolts }: EventRoute,
  { foresee }: NeuronEvents,
  { network, tape, readout }: EventParts,
): (synapse: number, time: number) => void {
  const { neurons, course, jumpEntry, jumpTime, liftedBy } = population;
  const { isLifted, strides } = neurons;
  const { targets, weights } = network.synapses;
  return (synapse, time) => {
    const n = targets[synapse] as number;
    if (course !== undefined) readout.see(n, time, "arrival");
    neurons.advance(n, time);
    const wasLifted = isLifted[n * strides.flag] === 1;
    neurons.receive(n, jumps, weights[synapse] as number);
    if (jolts) {
      jumpTime[n] = time;
      // Simultaneous jumps add up before the neuron spikes; the one that reaches the threshold is the cause.
      if (!(wasLifted && isLifted[n * strides.flag] === 1)) {
        jumpEntry[n] = tape.length;
        liftedBy[n] = synapse;
      }
    }
    foresee(n);
  };
}

/** Finds the spike that caused an arrival: the arrivals of a segment follow each other as the spikes of its source do. */
function arrivalCauses(neurons: number) {
  const [first, last] = [new Int32Array(neurons), new Int32Array(neurons)];
  const following: number[] = [];
  let arrived = new Int32Array(0);
  return {
    begin(segments: number): void {
      for (const one of [first, last]) one.fill(-1);
      if (arrived.length < segments) arrived = new Int32Array(segments);
      arrived.fill(-1);
    },
    /** Note a spike of a source, by its number in the network. */
    note(source: number, by: number): void {
      const before = last[source] as number;
      if (before < 0) first[source] = by;
      else following[before] = by;
      following[by] = -1;
      last[source] = by;
    },
    /** Return the spike that caused the next arrival of a segment; -1 for a spike of the batch. */
    of(segment: number, source: number): number {
      const before = arrived[segment] as number;
      const by = (before < 0 ? first[source] : following[before]) as number;
      arrived[segment] = by;
      return by;
    },
  };
}
