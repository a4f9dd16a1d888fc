import type { Batch, SpikeColumns } from "@spikeloom/kernel";
import type { EventNetwork } from "./event-network.ts";
import { type EventQueue, eventQueue } from "./event-queue.ts";
import type { EventReadout } from "./event-readout.ts";
import type { EventState } from "./event-state.ts";
import {
  arrival,
  clearTape,
  type EventTape,
  note,
  noteSpike,
  release,
  spike,
} from "./event-tape.ts";
import { type PlacedProjection, projectionOf, sender } from "./placed-projection.ts";
import { spikeGuard } from "./spike-guard.ts";

/** Parts that a sample runs in. */
export interface EventParts {
  readonly network: EventNetwork;
  readonly state: EventState;
  readonly tape: EventTape;
  readonly readout: EventReadout;
  readonly projections: readonly PlacedProjection[];
}

/** Create a function that runs a sample of a batch from event to event. */
export function eventRun(parts: EventParts): (batch: Batch, example: number) => void {
  const { network, state, tape, readout, projections } = parts;
  const { until, dt, given, populations } = network;
  const { count, first, threshold, reset, refractory } = state.numbers;
  const queue = eventQueue();
  const turn = new Uint32Array(count);
  const from = (name: string) => projections.filter((one) => one.from === name);
  const ofGiven = given.map(({ name }) => from(name));
  const ofPopulation = populations.map(({ name }) => from(name));
  const populationOf = Uint32Array.from({ length: count }, (_, n) =>
    first.findLastIndex((begin) => begin <= n),
  );
  const send = sender(queue, until);
  const guard = spikeGuard(network, first);
  const { foresee, reach, arrive } = neuronSteps(parts, queue, turn);
  const fire = (n: number, time: number): void => {
    guard.count(n, time);
    reach(n, time, spike);
    const causeSynapse = state.liftedBy[n] as number;
    const isLifted = causeSynapse >= 0;
    state.liftedBy[n] = -1;
    const level = (isLifted ? state.v[n] : threshold[n]) as number;
    state.v[n] = level;
    // After a jump across the threshold, the spike time does not depend on the potential before it.
    const before = isLifted ? Number.POSITIVE_INFINITY : state.slope(n);
    state.v[n] = reset[n] as number;
    const dead = refractory[n] as number;
    const by = noteSpike(tape, time, {
      neuron: n,
      level,
      before,
      after: dead > 0 ? 0 : state.slope(n),
      causeEntry: isLifted ? (state.jumpEntry[n] as number) : -1,
      causeSynapse,
    });
    if (dead > 0) {
      state.isHeld[n] = 1;
      if (time + dead <= until) queue.put(time + dead, release, n, by);
    }
    foresee(n);
    const p = populationOf[n] as number;
    send(ofPopulation[p] ?? [], n - (first[p] as number), time, by);
  };
  const happen = (): void => {
    const { time, kind, what, by } = queue;
    if (kind === spike) {
      if (turn[what] === by) fire(what, time);
      return;
    }
    if (kind === release) {
      reach(what, time, kind);
      state.isHeld[what] = 0;
      tape.slopeReleased[by] = state.slope(what);
      foresee(what);
    } else if (kind === arrival) {
      const projection = projectionOf(projections, what, "firstSynapse");
      arrive(projection, what - projection.firstSynapse, time, kind);
    } else {
      const projection = projectionOf(projections, what, "firstRow");
      const row = what - projection.firstRow;
      const { begins, bySource } = projection;
      for (let k = begins[row] as number; k < (begins[row + 1] as number); k++) {
        arrive(projection, bySource[k] as number, time, kind);
      }
    }
    note(tape, time, { kind, what, by });
  };
  return (batch, example) => {
    for (const one of [state, readout]) one.begin();
    guard.begin(example);
    queue.clear();
    clearTape(tape);
    given.forEach(({ name }, k) => {
      const { begins, steps, neurons } = batch.inputs[name] as SpikeColumns;
      for (let at = begins[example] as number; at < (begins[example + 1] as number); at++) {
        send(ofGiven[k] ?? [], neurons[at] as number, dt * (steps[at] as number), -1);
      }
    });
    for (let n = 0; n < count; n++) foresee(n);
    while (queue.length > 0) {
      queue.take();
      happen();
    }
    for (let n = 0; n < count; n++) reach(n, until, undefined);
  };
}

/** Operations on single neurons. */
function neuronSteps(
  { network: { until }, state, tape, readout }: EventParts,
  queue: EventQueue,
  turn: Uint32Array,
) {
  const foresee = (n: number): void => {
    const version = (turn[n] as number) + 1;
    turn[n] = version;
    if (state.isHeld[n] === 1) return;
    const at = state.nextSpike(n, until);
    if (at <= until) queue.put(at, spike, n, version);
  };
  const reach = (n: number, time: number, kind: number | undefined): void => {
    readout.see(n, time, kind);
    state.advance(n, time);
  };
  const arrive = (projection: PlacedProjection, synapse: number, time: number, kind: number) => {
    const { target, weights, current, scale, firstTarget } = projection;
    const own = target[synapse] as number;
    const n = firstTarget + own;
    reach(n, time, kind);
    const added = (scale[own] as number) * (weights[synapse] as number);
    if (current < 0) jump(n, added, projection.firstSynapse + synapse);
    else state.i[current + n] = (state.i[current + n] as number) + added;
    foresee(n);
  };
  /** Increment the potential of a neuron; simultaneous jumps add up before it can spike. */
  const jump = (n: number, added: number, synapse: number): void => {
    if (state.isHeld[n] === 1) return;
    state.v[n] = (state.v[n] as number) + added;
    state.jumpTime[n] = state.time[n] as number;
    if (!state.isBeyond(n)) state.liftedBy[n] = -1;
    else if ((state.liftedBy[n] as number) >= 0) return;
    else state.liftedBy[n] = synapse;
    // The entry of this arrival is appended once all its synapses are done.
    state.jumpEntry[n] = tape.length;
  };
  return { foresee, reach, arrive };
}
