import type { Batch, SpikeColumns } from "@spikeloom/kernel";
import {
  eventQueue,
  gridTime,
  ofNeuron,
  type SpikeTimes,
  spikeTimes,
} from "@spikeloom/program/events";
import type { EventNetwork } from "./event-network.ts";
import type { EventPopulation } from "./event-population.ts";
import type { EventReadout } from "./event-readout.ts";
import {
  arrival,
  clearTape,
  type EventTape,
  note,
  noteSpike,
  release,
  spike,
} from "./event-tape.ts";
import { type PlacedProjection, type PlacedProjections, sender } from "./placed-projection.ts";
import { spikeGuard } from "./spike-guard.ts";

/** Parts that a sample runs in. */
export interface EventParts {
  readonly network: EventNetwork;
  readonly populations: readonly EventPopulation[];
  readonly tape: EventTape;
  readonly readout: EventReadout;
  readonly projections: PlacedProjections;
}

/** Create a function that runs a sample of a batch from event to event. */
export function eventRun(parts: EventParts): (batch: Batch, example: number) => void {
  const { network, populations, tape, readout, projections } = parts;
  const { until, dt, given, levels } = network;
  const queue = eventQueue();
  const { all, projectionOf, begin, end: ends } = projections;
  const from = (name: string) => all.filter((one) => one.from === name);
  const ofGiven = given.map(({ name }) => from(name));
  const ofPopulation = populations.map(({ form }) => from(form.name));
  const home = homes(populations);
  const send = sender(queue, until);
  const guard = spikeGuard(network);
  const due = spikeTimes(home.length);
  const { foresee, reach, arrive } = neuronSteps(parts, due);
  const noteReset = resets(tape);
  const fire = (what: number, time: number): void => {
    guard.count(what, time);
    const own = home[what] as number;
    const population = populations[own] as EventPopulation;
    const n = what - population.first;
    reach(population, n, time, spike);
    const by = noteReset(population, n, time);
    const lasts = ofNeuron(population.form.refractory, n);
    if (population.resetsRead) {
      population.jumpEntry[n] = tape.length - 1;
      population.jumpTime[n] = time;
    }
    if (population.neurons.isLifted[n * population.neurons.strides.flag] === 1) {
      // It spikes again at once, and this spike is the cause.
      population.jumpEntry[n] = tape.length - 1;
      population.liftedBy[n] = -1;
    }
    if (lasts > 0 && time + lasts < until) queue.put(time + lasts, release, what, by);
    foresee(population, n);
    send(ofPopulation[own] ?? [], n, time, by);
  };
  const refine = (what: number, bound: number): void => {
    const { neurons, first } = populations[home[what] as number] as EventPopulation;
    due.set(what, Math.max(bound, neurons.nextSpike(what - first)), false);
  };
  const end = (what: number, time: number, by: number): void => {
    const population = populations[home[what] as number] as EventPopulation;
    const n = what - population.first;
    const { neurons, events, jumpEntry, liftedBy } = population;
    reach(population, n, time, release);
    events.release(n);
    tape.movedBack.set(events.moved, by * tape.width);
    if (neurons.isLifted[n * neurons.strides.flag] === 1) {
      jumpEntry[n] = tape.length;
      liftedBy[n] = -1;
    }
    foresee(population, n);
    note(tape, time, release, what, by);
  };
  const happen = (): void => {
    queue.take();
    const { time, kind, what, by } = queue;
    if (kind === release) {
      end(what, time, by);
      return;
    }
    const projection = all[projectionOf[what] as number] as PlacedProjection;
    const { bySource } = projection;
    const last = ends[what] as number;
    for (let k = begin[what] as number; k < last; k++) {
      arrive(projection, bySource[k] as number, time);
    }
    note(tape, time, arrival, what, by);
  };
  /** Whether the next event of the queue comes before a spike at a time, or its bound. */
  const isNext = (time: number): boolean => {
    const { soonest } = queue;
    if (soonest !== time) return soonest < time;
    if (time === Number.POSITIVE_INFINITY) return false;
    return queue.soonestKind <= arrival + (levels[home[due.first] as number] ?? 0);
  };
  return (batch, example) => {
    for (const one of [...populations, readout]) one.begin();
    guard.begin(example);
    queue.clear();
    due.clear();
    clearTape(tape);
    given.forEach(({ name }, k) => {
      const { begins, steps, neurons } = batch.inputs[name] as SpikeColumns;
      for (let at = begins[example] as number; at < (begins[example + 1] as number); at++) {
        send(ofGiven[k] ?? [], neurons[at] as number, gridTime(steps[at] as number, dt), -1);
      }
    });
    for (const one of populations) for (let n = 0; n < one.form.size; n++) foresee(one, n);
    // The order is that of `specs/program/continuous.md`.
    for (;;) {
      const time = due.soonest;
      if (isNext(time)) happen();
      else if (!(time < until)) break;
      else if (due.isBound) refine(due.first, time);
      else fire(due.first, time);
    }
    for (const one of populations) {
      for (let n = 0; n < one.form.size; n++) reach(one, n, until, undefined);
    }
  };
}

/** Return the index of the population of each neuron, through all populations. */
export function homes(populations: readonly EventPopulation[]): Uint32Array {
  return Uint32Array.from(populations.flatMap(({ form }, p) => new Array(form.size).fill(p)));
}

/** Operations on single neurons. */
function neuronSteps({ network: { until }, tape, readout }: EventParts, due: SpikeTimes) {
  // Most spikes that are foreseen are superseded by an arrival, so a bound is enough until the neuron is first.
  const foresee = ({ neurons, first }: EventPopulation, n: number): void => {
    due.set(first + n, neurons.earliestSpike(n, false), true);
  };
  const reach = (one: EventPopulation, n: number, time: number, kind: number | undefined): void => {
    if (one.course !== undefined) readout.see(n, time, kind);
    one.neurons.advance(n, time);
  };
  const arrive = (one: PlacedProjection, synapse: number, time: number): void => {
    const { target, weights, targets, jumps, jolts, firstSynapse } = one;
    const { neurons, jumpTime, jumpEntry, liftedBy } = targets;
    const n = target[synapse] as number;
    reach(targets, n, time, arrival);
    const wasLifted = neurons.isLifted[n * neurons.strides.flag] === 1;
    neurons.receive(n, jumps, weights[synapse] as number);
    if (jolts) {
      jumpTime[n] = time;
      // Simultaneous jumps add up before the neuron spikes; the one that reaches the threshold is the cause.
      if (!(wasLifted && neurons.isLifted[n * neurons.strides.flag] === 1)) {
        // The entry of this arrival is appended once all its synapses are done.
        jumpEntry[n] = tape.length;
        liftedBy[n] = firstSynapse + synapse;
      }
    }
    foresee(targets, n);
  };
  return { foresee, reach, arrive };
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
