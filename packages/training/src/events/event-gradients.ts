import {
  addProduct,
  type FlowSteps,
  flowSteps,
  type Jump,
  ofNeuron,
} from "@spikeloom/program/events";
import type { EventPopulation } from "./event-population.ts";
import { arrival, release, spike } from "./event-tape.ts";
import { firstOf, type PlacedProjection, projectionOf } from "./placed-projection.ts";
import { type EventParts, homes } from "./run-events.ts";

/** Gradient of a batch's loss with respect to weights and delays of each projection, in its order of synapses. */
export interface EventGradients {
  readonly weights: readonly Float64Array[];
  readonly delays: readonly Float64Array[];
  /** Clear the sums for the next batch. */
  clear(): void;
  /** Add the gradient of the sample on the tape. */
  add(): void;
}

/**
 * Create the backward pass through the events of a sample.
 *
 * Between events adjoints follow the transposed flow. At a spike they pass through the transposed reset, and the derivative of the
 * loss with respect to its time moves them along the gradient of the test; where a jump fulfilled the test, that derivative
 * belongs to the arrival instead, as the spike time equals the arrival time whatever the weight.
 *
 * @cite doi:10.1038/s41598-021-91786-z, equations 3 and 4, and doi:10.48550/arXiv.2501.07331 for delays
 */
export function eventGradients(parts: EventParts, wake: number): EventGradients {
  const { network, populations, tape, readout, projections } = parts;
  const home = homes(populations);
  const adjoints = populations.map((one) => populationAdjoints(one, parts));
  const like = (): readonly Float64Array[] =>
    projections.map(({ weights }) => new Float64Array(weights.length));
  const [ofWeights, ofDelays] = [like(), like()];
  let ofSpikes = new Float64Array(0);
  const addTo = (by: number, later: number): void => {
    if (by >= 0) ofSpikes[by] = (ofSpikes[by] as number) + later;
  };
  const arriveBack = (one: PlacedProjection, synapse: number, entry: number): void => {
    const own = adjoints[one.to] as PopulationAdjoints;
    if (!own.arriveBack(one, synapse, entry)) return;
    const { weight, later } = own.found;
    const weights = ofWeights[one.index] as Float64Array;
    const delays = ofDelays[one.index] as Float64Array;
    weights[synapse] = (weights[synapse] as number) + weight;
    delays[synapse] = (delays[synapse] as number) + later;
    addTo(tape.by[entry] as number, later);
  };
  const arriveAllBack = (kind: number, what: number, entry: number): void => {
    const projection = projectionOf(projections, kind, what);
    const own = what - firstOf(projection, kind);
    if (kind === arrival) {
      arriveBack(projection, own, entry);
      return;
    }
    const { begins, bySource } = projection;
    for (let k = begins[own] as number; k < (begins[own + 1] as number); k++) {
      arriveBack(projection, bySource[k] as number, entry);
    }
  };
  const goBack = (entry: number): void => {
    const kind = tape.kind[entry] as number;
    const what = tape.what[entry] as number;
    if (kind !== spike && kind !== release) {
      arriveAllBack(kind, what, entry);
      return;
    }
    const by = tape.by[entry] as number;
    const own = adjoints[home[what] as number] as PopulationAdjoints;
    if (kind === spike) own.spikeBack(what, entry, ofSpikes[by] as number);
    else addTo(by, own.releaseBack(what, entry));
  };
  return {
    weights: ofWeights,
    delays: ofDelays,
    clear() {
      for (const one of [...ofWeights, ...ofDelays]) one.fill(0);
    },
    add() {
      for (const one of adjoints) one.begin(network.until);
      if (ofSpikes.length < tape.spikes) ofSpikes = new Float64Array(2 * tape.spikes);
      ofSpikes.fill(0);
      readout.firstSpike.forEach((by, n) => {
        const slope = readout.firstSlope[n] as number;
        if (by >= 0) addTo(by, slope);
        else if (wake > 0 && slope > 0) wakeUp(parts, n, { ofWeights, by: wake * slope });
      });
      for (let entry = tape.length - 1; entry >= 0; entry--) goBack(entry);
    },
  };
}

/** Treat a silent readout neuron as if greater weights advanced its spike. */
function wakeUp(
  { projections, readout }: EventParts,
  n: number,
  { ofWeights, by }: { readonly ofWeights: readonly Float64Array[]; readonly by: number },
): void {
  projections.forEach(({ target, to }, p) => {
    const gradient = ofWeights[p] as Float64Array;
    if (to !== readout.population) return;
    target.forEach((own, synapse) => {
      if (own === n) gradient[synapse] = (gradient[synapse] as number) - by;
    });
  });
}

/** Adjoints of a population's neurons, each at its own time. */
interface PopulationAdjoints {
  begin(until: number): void;
  /** Pass back through a spike; `ofSpike` is the derivative with respect to its time, by all that it causes elsewhere. */
  spikeBack(what: number, entry: number, ofSpike: number): void;
  /** Pass back through the end of a refractory period; return the derivative with respect to its time. */
  releaseBack(what: number, entry: number): number;
  /** Pass back through an arrival; return whether it had an effect. */
  arriveBack(projection: PlacedProjection, synapse: number, entry: number): boolean;
  /** Derivatives with respect to the weight and the time of that arrival. */
  readonly found: { weight: number; later: number };
}

function populationAdjoints(population: EventPopulation, parts: EventParts): PopulationAdjoints {
  const { tape, readout } = parts;
  const { neurons, form, first, read } = population;
  const { isHeld, width, strides } = neurons;
  const flows: Flows = [flowSteps(form.free), flowSteps(form.held)];
  const adjoint = new Float64Array(form.size * width);
  const turned = new Float64Array(width);
  const moves = adjointMoves({ population, adjoint, flows }, parts);
  const { retreat, steadyAt } = moves;
  // The event that fulfilled the test before the spike that was processed last, and the derivative with respect to its time.
  const [entries, synapses] = [new Int32Array(form.size), new Int32Array(form.size)];
  const laters = new Float64Array(form.size);
  // After the last event on which the loss depends, adjoints are 0.
  const isLive = new Uint8Array(form.size);
  const found = { weight: 0, later: 0 };
  const causedBy = (n: number, entry: number, synapse: number): number =>
    entries[n] === entry && synapses[n] === synapse ? (laters[n] as number) : 0;
  const along = (n: number, directions: Float64Array, by: number): number => {
    let sum = 0;
    for (let k = 0; k < width - 1; k++) {
      sum += (adjoint[n * width + k] as number) * (directions[by * tape.width + k] as number);
    }
    return sum;
  };
  return {
    begin(until) {
      adjoint.fill(0);
      entries.fill(-1);
      isLive.fill(read < 0 ? 0 : 1);
      moves.begin(until);
    },
    spikeBack(what, entry, ofSpike) {
      const n = what - first;
      const by = tape.by[entry] as number;
      retreat(n, entry);
      const sample = read < 0 ? 0 : readout.moveSample(n, entry);
      const fall = steadyAt(n, tape.time[entry] as number) * (tape.fall[by] as number);
      const later = ofSpike + along(n, tape.moved, by) + fall + sample;
      const at = n * width;
      isHeld[n * strides.flag] = 0;
      if (later === 0 && isLive[n] === 0) return;
      isLive[n] = 1;
      for (let k = 0; k < width; k++) turned[k] = 0;
      addProduct(form.reset, n, { x: adjoint, at, into: turned }, true);
      for (let k = 0; k < form.reset.to.length; k++) adjoint[at + (form.reset.to[k] as number)] = 0;
      for (let k = 0; k < width - 1; k++) {
        adjoint[at + k] = (adjoint[at + k] as number) + (turned[k] as number);
      }
      entries[n] = tape.causeEntry[by] as number;
      synapses[n] = tape.causeSynapse[by] as number;
      laters[n] = later;
      if ((tape.causeEntry[by] as number) >= 0 || form.test === undefined) return;
      const { from, values, stride } = form.test.function;
      const share = -later / (tape.slope[by] as number);
      for (let k = 0; k < from.length; k++) {
        const own = at + (from[k] as number);
        const value = share * (values[n * stride + k] as number);
        adjoint[own] = (adjoint[own] as number) + value;
      }
    },
    releaseBack(what, entry) {
      const n = what - first;
      retreat(n, entry);
      isHeld[n * strides.flag] = 1;
      return along(n, tape.movedBack, tape.by[entry] as number) + causedBy(n, entry, -1);
    },
    found,
    arriveBack({ target, weights, jumps, jolts, firstSynapse }, synapse, entry) {
      const n = target[synapse] as number;
      if (isLive[n] === 0) return false;
      const held = isHeld[n * strides.flag] === 1;
      if (held && jumps.every(({ isBlocked }) => isBlocked)) return false;
      retreat(n, entry);
      const steady = steadyAt(n, tape.time[entry] as number);
      const flow = (held ? form.held : form.free).matrix;
      let weight = 0;
      let moved = 0;
      for (let j = 0; j < jumps.length; j++) {
        const { variable, factor, isBlocked } = jumps[j] as Jump;
        if (isBlocked && held) continue;
        const own = ofNeuron(factor, n);
        weight += own * (adjoint[n * width + variable] as number);
        // A later arrival leaves less time for the flow of its increment.
        let slope = variable === read ? steady : 0;
        for (let k = 0; k < flow.from.length; k++) {
          if (flow.from[k] !== variable) continue;
          const to = n * width + (flow.to[k] as number);
          slope += (flow.values[n * flow.stride + k] as number) * (adjoint[to] as number);
        }
        moved += own * slope;
      }
      found.weight = weight;
      found.later = -(weights[synapse] as number) * moved;
      if (jolts) found.later += causedBy(n, entry, firstSynapse + synapse);
      if (read >= 0) found.later += readout.moveSample(n, entry);
      return true;
    },
  };
}

type Flows = readonly [free: FlowSteps, held: FlowSteps];

interface Moving {
  readonly population: EventPopulation;
  readonly adjoint: Float64Array;
  readonly flows: Flows;
}

/** Create the movements of adjoints back in time, with what the loss reads of their variable. */
function adjointMoves({ population, adjoint, flows }: Moving, { readout, tape }: EventParts) {
  const { neurons, form, read } = population;
  const { isHeld, width, strides } = neurons;
  const at = new Float64Array(form.size);
  const isTaken = new Uint8Array(form.size);
  const [from, until] = readout.window;
  const moved = { adjoint, at: 0, variable: read, steady: 0 };
  const move = (n: number, s: number, steady: number): void => {
    if (s <= 0) return;
    moved.at = n * width;
    moved.steady = steady;
    flows[isHeld[n * strides.flag] as 0 | 1].retreat(n, s, moved);
  };
  const moveTo = (n: number, time: number, steady: number): void => {
    const now = at[n] as number;
    at[n] = time;
    if (steady === 0) {
      move(n, now - time, 0);
      return;
    }
    const high = Math.max(Math.min(now, until), time);
    const low = Math.min(Math.max(time, from), high);
    move(n, now - high, 0);
    move(n, high - low, steady);
    move(n, low - time, 0);
  };
  return {
    begin(end: number): void {
      at.fill(end);
      isTaken.fill(0);
    },
    /** Propagate a neuron's adjoints back to the time of an entry of the tape. */
    retreat(n: number, entry: number): void {
      const time = tape.time[entry] as number;
      if (read < 0) {
        moveTo(n, time, 0);
        return;
      }
      const steady = readout.steady[n] as number;
      const sample = readout.sampleTime[n] as number;
      if (isTaken[n] === 0 && sample >= time && readout.isReached(n, entry)) {
        isTaken[n] = 1;
        moveTo(n, sample, steady);
        const own = n * width + read;
        adjoint[own] = (adjoint[own] as number) + (readout.sampled[n] as number);
      }
      moveTo(n, time, steady);
    },
    /** Derivative of the loss with respect to the integral of the variable, at a time. */
    steadyAt(n: number, time: number): number {
      return read >= 0 && time >= from && time <= until ? (readout.steady[n] as number) : 0;
    },
  };
}
