import type { Batch, SpikeColumns } from "@spikeloom/kernel";
import { addProduct, type EventQueue, eventQueue, product } from "@spikeloom/program/events";
import type { EventNetwork } from "./event-network.ts";
import type { EventPopulation } from "./event-population.ts";
import type { EventReadout } from "./event-readout.ts";
import { clearTape, type EventTape, note, noteSpike, release, spike } from "./event-tape.ts";
import { eachSynapse, type PlacedProjection, sender } from "./placed-projection.ts";
import { spikeGuard } from "./spike-guard.ts";

/** Parts that a sample runs in. */
export interface EventParts {
  readonly network: EventNetwork;
  readonly populations: readonly EventPopulation[];
  readonly tape: EventTape;
  readonly readout: EventReadout;
  readonly projections: readonly PlacedProjection[];
}

/** Create a function that runs a sample of a batch from event to event. */
export function eventRun(parts: EventParts): (batch: Batch, example: number) => void {
  const { network, populations, tape, readout, projections } = parts;
  const { until, dt, given } = network;
  const queue = eventQueue();
  const from = (name: string) => projections.filter((one) => one.from === name);
  const ofGiven = given.map(({ name }) => from(name));
  const ofPopulation = populations.map(({ form }) => from(form.name));
  const home = homes(populations);
  const send = sender(queue, until);
  const guard = spikeGuard(network);
  const { turn, foresee, reach, arrive } = neuronSteps(parts, queue);
  const noteReset = resets(tape);
  const fire = (what: number, time: number): void => {
    guard.count(what, time);
    const own = home[what] as number;
    const population = populations[own] as EventPopulation;
    const n = what - population.first;
    reach(population, n, time, spike);
    const { by, lasts } = noteReset(population, n, time);
    if (population.resetsRead) {
      population.jumpEntry[n] = tape.length - 1;
      population.jumpTime[n] = time;
    }
    if (lasts > 0 && time + lasts <= until) queue.put(time + lasts, release, what, by);
    foresee(population, n);
    send(ofPopulation[own] ?? [], n, time, by);
  };
  const end = (what: number, time: number, by: number): void => {
    const population = populations[home[what] as number] as EventPopulation;
    const n = what - population.first;
    const { neurons, jumpEntry, liftedBy } = population;
    reach(population, n, time, release);
    const moved = tape.movedBack.subarray(by * tape.width, (by + 1) * tape.width);
    neurons.drift(n, moved);
    const before = moved.slice();
    neurons.release(n);
    neurons.drift(n, moved);
    before.forEach((one, k) => {
      moved[k] = one - (moved[k] as number);
    });
    if (neurons.isLifted[n] === 1) [jumpEntry[n], liftedBy[n]] = [tape.length, -1];
    foresee(population, n);
    note(tape, time, { kind: release, what, by });
  };
  const happen = (): void => {
    const { time, kind, what, by } = queue;
    if (kind === spike) {
      if (turn[what] === by) fire(what, time);
    } else if (kind === release) end(what, time, by);
    else {
      eachSynapse(projections, { kind, what }, (one, synapse) => arrive(one, synapse, time, kind));
      note(tape, time, { kind, what, by });
    }
  };
  return (batch, example) => {
    for (const one of [...populations, readout]) one.begin();
    guard.begin(example);
    queue.clear();
    clearTape(tape);
    given.forEach(({ name }, k) => {
      const { begins, steps, neurons } = batch.inputs[name] as SpikeColumns;
      for (let at = begins[example] as number; at < (begins[example + 1] as number); at++) {
        send(ofGiven[k] ?? [], neurons[at] as number, dt * (steps[at] as number), -1);
      }
    });
    for (const one of populations) for (let n = 0; n < one.form.size; n++) foresee(one, n);
    while (queue.length > 0) {
      queue.take();
      happen();
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
function neuronSteps(
  { network: { until }, populations, tape, readout }: EventParts,
  queue: EventQueue,
) {
  // A spike that is foreseen holds until something happens to the neuron.
  const turn = new Uint32Array(populations.reduce((sum, { form }) => sum + form.size, 0));
  const foresee = ({ neurons, first }: EventPopulation, n: number): void => {
    const version = (turn[first + n] as number) + 1;
    turn[first + n] = version;
    const at = neurons.nextSpike(n, until);
    if (at <= until) queue.put(at, spike, first + n, version);
  };
  const reach = (one: EventPopulation, n: number, time: number, kind: number | undefined): void => {
    if (one.course !== undefined) readout.see(n, time, kind);
    one.neurons.advance(n, time);
  };
  const arrive = (one: PlacedProjection, synapse: number, time: number, kind: number): void => {
    const { target, weights, targets, jumps, jolts, firstSynapse } = one;
    const { neurons, jumpTime, jumpEntry, liftedBy } = targets;
    const n = target[synapse] as number;
    reach(targets, n, time, kind);
    const wasLifted = neurons.isLifted[n] === 1;
    neurons.receive(n, jumps, weights[synapse] as number);
    if (jolts) {
      jumpTime[n] = time;
      // Simultaneous jumps add up before the neuron spikes; the one that reaches the threshold is the cause.
      if (!(wasLifted && neurons.isLifted[n] === 1)) {
        // The entry of this arrival is appended once all its synapses are done.
        jumpEntry[n] = tape.length;
        liftedBy[n] = firstSynapse + synapse;
      }
    }
    foresee(targets, n);
  };
  return { turn, foresee, reach, arrive };
}

/** Create a function that resets a neuron and appends its spike to the tape. */
function resets(tape: EventTape) {
  const [before, moved, after] = [0, 1, 2].map(() => new Float64Array(tape.width)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return (
    { neurons, form, first, read, jumpEntry, liftedBy }: EventPopulation,
    n: number,
    time: number,
  ): { readonly by: number; readonly lasts: number } => {
    const { test, reset } = form;
    const { x, width } = neurons;
    const isLifted = neurons.isLifted[n] === 1;
    neurons.drift(n, before);
    moved.set(before);
    for (const k of reset.to) moved[k] = 0;
    addProduct(reset, n, { x: before, at: 0, into: moved });
    const slope = test ? product(test.function, n, before, 0) : 0;
    const level = read < 0 ? 0 : (x[n * width + read] as number);
    const lasts = neurons.spike(n);
    neurons.drift(n, after);
    for (let k = 0; k < width; k++) moved[k] = (moved[k] as number) - (after[k] as number);
    const by = noteSpike(tape, time, {
      neuron: first + n,
      causeEntry: isLifted ? (jumpEntry[n] as number) : -1,
      causeSynapse: isLifted ? (liftedBy[n] as number) : -1,
      slope,
      fall: read < 0 ? 0 : level - (x[n * width + read] as number),
      moved,
    });
    return { by, lasts };
  };
}
