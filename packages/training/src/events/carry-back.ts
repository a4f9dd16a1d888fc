import { type BackwardAdjoints, backwardAdjoints } from "./backward-adjoints.ts";
import { arrival, release, rowArrival, spike } from "./event-tape.ts";
import { type PlacedProjection, projectionOf } from "./placed-projection.ts";
import type { EventParts } from "./run-events.ts";

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
 * Between events the adjoints of potentials and currents follow the transposed equations. At a spike, the derivative of the loss
 * with respect to its time enters the adjoint of the potential; after a jump across the threshold it belongs to the arrival
 * instead, as the spike time equals the arrival time whatever the weight.
 *
 * @cite doi:10.1038/s41598-021-91786-z, equations 3 and 4, and doi:10.48550/arXiv.2501.07331 for delays
 */
export function eventGradients(parts: EventParts, wake: number): EventGradients {
  const { network, state, tape, readout, projections } = parts;
  const { numbers, isHeld } = state;
  const { reset } = numbers;
  const adjoints = backwardAdjoints(parts);
  const { v, retreat } = adjoints;
  const like = (): readonly Float64Array[] =>
    projections.map(({ weights }) => new Float64Array(weights.length));
  const [ofWeights, ofDelays] = [like(), like()];
  let ofSpikes = new Float64Array(0);
  const causes: Causes = {
    entry: new Int32Array(numbers.count),
    synapse: new Int32Array(numbers.count),
    later: new Float64Array(numbers.count),
  };
  const arriveBack = arrivalsBack(parts, {
    adjoints,
    ofWeights,
    ofDelays,
    ofSpikes: () => ofSpikes,
    causes,
  });
  const spikeBack = (n: number, by: number, entry: number): void => {
    const time = tape.time[entry] as number;
    retreat(n, time, entry);
    const jump = (tape.spikeLevel[by] as number) - (reset[n] as number);
    const later =
      (ofSpikes[by] as number) -
      (v[n] as number) * (tape.slopeAfter[by] as number) +
      adjoints.steadyAt(n, time) * jump;
    causes.entry[n] = tape.causeEntry[by] as number;
    causes.synapse[n] = tape.causeSynapse[by] as number;
    causes.later[n] = later;
    v[n] = (tape.causeEntry[by] as number) < 0 ? -later / (tape.slopeBefore[by] as number) : 0;
    isHeld[n] = 0;
  };
  const releaseBack = (n: number, by: number, entry: number): void => {
    retreat(n, tape.time[entry] as number, entry);
    const later = -(v[n] as number) * (tape.slopeReleased[by] as number);
    ofSpikes[by] = (ofSpikes[by] as number) + later;
    isHeld[n] = 1;
  };
  const goBack = (entry: number): void => {
    const [kind, what, by] = [
      tape.kind[entry],
      tape.what[entry] as number,
      tape.by[entry] as number,
    ];
    if (kind === spike) spikeBack(what, by, entry);
    else if (kind === release) releaseBack(what, by, entry);
    else if (kind === arrival) {
      const projection = projectionOf(projections, what, "firstSynapse");
      arriveBack(projection, what - projection.firstSynapse, entry);
    } else if (kind === rowArrival) {
      const projection = projectionOf(projections, what, "firstRow");
      const { begins, bySource } = projection;
      const row = what - projection.firstRow;
      for (let k = begins[row] as number; k < (begins[row + 1] as number); k++) {
        arriveBack(projection, bySource[k] as number, entry);
      }
    }
  };
  return {
    weights: ofWeights,
    delays: ofDelays,
    clear() {
      for (const one of [...ofWeights, ...ofDelays]) one.fill(0);
    },
    add() {
      adjoints.begin(network.until);
      if (ofSpikes.length < tape.spikes) ofSpikes = new Float64Array(2 * tape.spikes);
      ofSpikes.fill(0);
      causes.entry.fill(-1);
      readout.firstSpike.forEach((by, n) => {
        const slope = readout.firstSlope[n] as number;
        if (by >= 0) ofSpikes[by] = (ofSpikes[by] as number) + slope;
        else if (wake > 0 && slope > 0)
          wakeUp(parts, readout.first + n, { ofWeights, by: wake * slope });
      });
      for (let entry = tape.length - 1; entry >= 0; entry--) goBack(entry);
    },
  };
}

/** Treat a silent neuron as if greater weights advanced its spike. */
function wakeUp(
  { projections }: EventParts,
  neuron: number,
  { ofWeights, by }: { readonly ofWeights: readonly Float64Array[]; readonly by: number },
): void {
  projections.forEach(({ target, firstTarget }, p) => {
    const gradient = ofWeights[p] as Float64Array;
    target.forEach((own, synapse) => {
      if (firstTarget + own !== neuron) return;
      gradient[synapse] = (gradient[synapse] as number) - by;
    });
  });
}

/** Arrivals whose jump caused the spike of a neuron that was processed last, and the derivative with respect to its time. */
interface Causes {
  readonly entry: Int32Array;
  readonly synapse: Int32Array;
  readonly later: Float64Array;
}

interface Sums {
  readonly adjoints: BackwardAdjoints;
  readonly ofWeights: readonly Float64Array[];
  readonly ofDelays: readonly Float64Array[];
  readonly causes: Causes;
  /** Derivatives of the loss with respect to the spike times. */
  ofSpikes(): Float64Array;
}

/** Create the backward pass through the arrival at a synapse, an entry of the tape. */
function arrivalsBack(
  { state: { numbers, isHeld }, tape, readout, projections }: EventParts,
  { adjoints: { v, i, retreat, steadyAt }, ofWeights, ofDelays, ofSpikes, causes }: Sums,
): (projection: PlacedProjection, synapse: number, entry: number) => void {
  const { decay, rate, drive } = numbers;
  return (projection, synapse, entry) => {
    const { target, weights, current, scale, firstTarget, firstSynapse } = projection;
    const own = target[synapse] as number;
    const n = firstTarget + own;
    const isFree = isHeld[n] === 0;
    const isJump = current < 0;
    // A held potential does not jump.
    if (isJump && !isFree) return;
    const time = tape.time[entry] as number;
    retreat(n, time, entry);
    const at = current + n;
    const factor = scale[own] as number;
    const adjoint = (isJump ? v[n] : i[at]) as number;
    // A later arrival leaves less time for the dynamics of its increment.
    const moved = isJump
      ? (decay[n] as number) * adjoint + steadyAt(n, time)
      : (rate[at] as number) * adjoint + (isFree ? (drive[at] as number) * (v[n] as number) : 0);
    let later = -factor * (weights[synapse] as number) * moved;
    if (causes.entry[n] === entry && causes.synapse[n] === firstSynapse + synapse) {
      later += causes.later[n] as number;
    }
    const read = n - readout.first;
    if (read >= 0 && read < readout.size && readout.sampleEvent[read] === entry) {
      later += (readout.sampled[read] as number) * (readout.sampleSlope[read] as number);
      readout.sampleSlope[read] = 0;
    }
    const p = projections.indexOf(projection);
    const [weight, delay] = [ofWeights[p] as Float64Array, ofDelays[p] as Float64Array];
    weight[synapse] = (weight[synapse] as number) + factor * adjoint;
    delay[synapse] = (delay[synapse] as number) + later;
    const by = tape.by[entry] as number;
    if (by >= 0) ofSpikes()[by] = (ofSpikes()[by] as number) + later;
  };
}
