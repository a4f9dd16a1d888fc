import { type AdjointNeurons, adjointNeurons } from "@spikeloom/program/derive";
import { homesOf } from "@spikeloom/program/events";
import type { EventPopulation } from "./event-population.ts";
import type { EventRoute } from "./event-rows.ts";
import { arrival, spike } from "./event-tape.ts";
import type { EventParts } from "./run-sample.ts";

/** Gradient of a batch's loss with respect to weights and delays of all synapses. */
export interface EventGradients {
  readonly weights: Float64Array;
  readonly delays: Float64Array;
  /** Clear the sums for the next batch. */
  clear(): void;
  /** Add the gradient of the sample on the tape. */
  add(): void;
}

/**
 * Create the backward pass through the events of a sample.
 *
 * Neurons pass back through their events by `adjointNeurons`. Where a jump fulfilled the test, the derivative with respect to the
 * spike time belongs to the arrival, as the spike time equals the arrival time whatever the weight.
 */
export function eventGradients(parts: EventParts, wake: number): EventGradients {
  const { network, populations, tape, readout, rows } = parts;
  const homeOf = homesOf(populations);
  const adjoints = populations.map((one) => populationAdjoints(one, parts));
  const { length } = network.synapses.weights;
  const [weights, delays] = [new Float64Array(length), new Float64Array(length)];
  let ofSpikes = new Float64Array(0);
  const addTo = (by: number, later: number): void => {
    if (by >= 0) ofSpikes[by] = (ofSpikes[by] as number) + later;
  };
  const arriveBack = (segment: number, entry: number): void => {
    const { route: routeOf, begins } = rows.segments;
    const route = rows.routes[routeOf[segment] as number] as EventRoute;
    const own = adjoints[route.to] as PopulationAdjoints;
    const last = begins[segment + 1] as number;
    for (let k = begins[segment] as number; k < last; k++) {
      const synapse = rows.synapses[k] as number;
      if (!own.arriveBack(route, synapse, entry)) continue;
      const { weight, later } = own.found;
      weights[synapse] = (weights[synapse] as number) + weight;
      delays[synapse] = (delays[synapse] as number) + later;
      addTo(tape.by[entry] as number, later);
    }
  };
  const goBack = (entry: number): void => {
    const kind = tape.kind[entry] as number;
    const what = tape.what[entry] as number;
    if (kind === arrival) {
      arriveBack(what, entry);
      return;
    }
    const by = tape.by[entry] as number;
    const own = adjoints[homeOf(what)] as PopulationAdjoints;
    if (kind === spike) own.spikeBack(what, entry, ofSpikes[by] as number);
    else addTo(by, own.releaseBack(what, entry));
  };
  return {
    weights,
    delays,
    clear() {
      weights.fill(0);
      delays.fill(0);
    },
    add() {
      for (const one of adjoints) one.begin(network.until);
      if (ofSpikes.length < tape.spikes) ofSpikes = new Float64Array(2 * tape.spikes);
      ofSpikes.fill(0);
      readout.firstSpike.forEach((by, n) => {
        const slope = readout.firstSlope[n] as number;
        if (by >= 0) addTo(by, slope);
        else if (wake > 0 && slope > 0) wakeUp(parts, n, { weights, by: wake * slope });
      });
      for (let entry = tape.length - 1; entry >= 0; entry--) goBack(entry);
    },
  };
}

/** Treat a silent readout neuron as if greater weights advanced its spike. */
function wakeUp(
  { network: { projections, synapses }, readout }: EventParts,
  n: number,
  { weights, by }: { readonly weights: Float64Array; readonly by: number },
): void {
  for (const { to, begin, end } of projections) {
    if (to !== readout.population) continue;
    for (let synapse = begin; synapse < end; synapse++) {
      if (synapses.targets[synapse] === n) weights[synapse] = (weights[synapse] as number) - by;
    }
  }
}

/** Adjoints of a population's neurons, each at its own time. */
interface PopulationAdjoints {
  begin(until: number): void;
  /** Pass back through a spike; `ofSpike` is the derivative with respect to its time, by all that it causes elsewhere. */
  spikeBack(what: number, entry: number, ofSpike: number): void;
  /** Pass back through the end of a refractory period; return the derivative with respect to its time. */
  releaseBack(what: number, entry: number): number;
  /** Pass back through an arrival; return whether it had an effect. */
  arriveBack(route: EventRoute, synapse: number, entry: number): boolean;
  /** Derivatives with respect to the weight and the time of that arrival. */
  readonly found: { weight: number; later: number };
}

function populationAdjoints(population: EventPopulation, parts: EventParts): PopulationAdjoints {
  const { tape, readout } = parts;
  const { synapses } = parts.network;
  const { neurons, form, first, read } = population;
  const adjoints = adjointNeurons(form, neurons, read);
  const moves = adjointMoves({ population, adjoints }, parts);
  const { retreat, steadyAt } = moves;
  // The event that fulfilled the test before the spike that was processed last, and the derivative with respect to its time.
  const [entries, causes] = [new Int32Array(form.size), new Int32Array(form.size)];
  const laters = new Float64Array(form.size);
  const found = { weight: 0, later: 0 };
  const given = { weight: 0, steady: 0, isTimed: true };
  const causedBy = (n: number, entry: number, synapse: number): number =>
    entries[n] === entry && causes[n] === synapse ? (laters[n] as number) : 0;
  return {
    begin(until) {
      adjoints.begin();
      entries.fill(-1);
      moves.begin(until);
    },
    spikeBack(what, entry, ofSpike) {
      const n = what - first;
      const by = tape.by[entry] as number;
      retreat(n, entry);
      const sample = read < 0 ? 0 : readout.moveSample(n, entry);
      const fall = steadyAt(n, tape.time[entry] as number) * (tape.fall[by] as number);
      const later =
        ofSpike +
        adjoints.along(n, tape.moved, by * tape.width) +
        fall +
        sample +
        causedBy(n, entry, -1);
      const cause = tape.causeEntry[by] as number;
      adjoints.spike(n, later, cause < 0 ? tape.slope[by] : undefined);
      if (!adjoints.isLive(n)) return;
      entries[n] = cause;
      causes[n] = tape.causeSynapse[by] as number;
      laters[n] = later;
    },
    releaseBack(what, entry) {
      const n = what - first;
      retreat(n, entry);
      adjoints.release(n);
      const by = tape.by[entry] as number;
      return adjoints.along(n, tape.movedBack, by * tape.width) + causedBy(n, entry, -1);
    },
    found,
    arriveBack({ jumps, jolts, learnsDelays }, synapse, entry) {
      const n = synapses.targets[synapse] as number;
      if (!adjoints.receives(n, jumps)) return false;
      retreat(n, entry);
      given.weight = synapses.weights[synapse] as number;
      given.steady = steadyAt(n, tape.time[entry] as number);
      given.isTimed = learnsDelays || (tape.by[entry] as number) >= 0;
      adjoints.receive(n, jumps, given);
      found.weight = adjoints.byWeight;
      found.later = adjoints.byTime;
      if (jolts) found.later += causedBy(n, entry, synapse);
      if (read >= 0) found.later += readout.moveSample(n, entry);
      return true;
    },
  };
}

interface Moving {
  readonly population: EventPopulation;
  readonly adjoints: AdjointNeurons;
}

/** Create the movements of adjoints back in time, with what the loss reads of their variable. */
function adjointMoves({ population, adjoints }: Moving, { readout, tape }: EventParts) {
  const { form, read } = population;
  const at = new Float64Array(form.size);
  const isTaken = new Uint8Array(form.size);
  const [from, until] = readout.window;
  const moveTo = (n: number, time: number, steady: number): void => {
    const now = at[n] as number;
    at[n] = time;
    if (steady === 0) {
      adjoints.retreat(n, now - time, 0);
      return;
    }
    const high = Math.max(Math.min(now, until), time);
    const low = Math.min(Math.max(time, from), high);
    adjoints.retreat(n, now - high, 0);
    adjoints.retreat(n, high - low, steady);
    adjoints.retreat(n, low - time, 0);
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
        adjoints.add(n, read, readout.sampled[n] as number);
      }
      moveTo(n, time, steady);
    },
    /** Derivative of the loss with respect to the integral of the variable, at a time. */
    steadyAt(n: number, time: number): number {
      return read >= 0 && time >= from && time <= until ? (readout.steady[n] as number) : 0;
    },
  };
}
