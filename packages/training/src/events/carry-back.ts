import { type BackwardAdjoints, backwardAdjoints } from "./backward-adjoints.ts";
import { arrival, release, rowArrival, spike } from "./event-tape.ts";
import { type PlacedProjection, projectionOf } from "./placed-projection.ts";
import type { EventParts } from "./run-events.ts";

/** How the loss of a batch changes with the weights and delays of each projection, in its order of synapses. */
export interface EventGradients {
  readonly weights: readonly Float64Array[];
  readonly delays: readonly Float64Array[];
  /** Begin with a batch. */
  clear(): void;
  /** Add what an example makes of it, which is on the tape. */
  add(): void;
}

/**
 * Make what goes back through the events of an example.
 *
 * Between events the adjoints of potentials and currents move as the transposed equations say; at a spike that of the potential
 * takes in how the loss changes with the time of the spike.
 *
 * @cite doi:10.1038/s41598-021-91786-z, equations 3 and 4, and doi:10.48550/arXiv.2501.07331 for delays
 */
export function eventGradients(parts: EventParts, wake: number): EventGradients {
  const { network, state, tape, readout, projections } = parts;
  const { numbers, isHeld } = state;
  const { threshold, reset } = numbers;
  const adjoints = backwardAdjoints(parts);
  const { v, retreat } = adjoints;
  const like = (): readonly Float64Array[] =>
    projections.map(({ weights }) => new Float64Array(weights.length));
  const [ofWeights, ofDelays] = [like(), like()];
  let ofSpikes = new Float64Array(0);
  const arriveBack = arrivalsBack(parts, {
    adjoints,
    ofWeights,
    ofDelays,
    ofSpikes: () => ofSpikes,
  });
  const spikeBack = (n: number, by: number, time: number): void => {
    retreat(n, time);
    const jump = (threshold[n] as number) - (reset[n] as number);
    const later =
      (ofSpikes[by] as number) -
      (v[n] as number) * (tape.slopeAfter[by] as number) +
      adjoints.steadyAt(n, time) * jump;
    v[n] = -later / (tape.slopeBefore[by] as number);
    isHeld[n] = 0;
  };
  const releaseBack = (n: number, by: number, time: number): void => {
    retreat(n, time);
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
    const time = tape.time[entry] as number;
    if (kind === spike) spikeBack(what, by, time);
    else if (kind === release) releaseBack(what, by, time);
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

/** Let a silent neuron count as one that would spike sooner, the more so the greater its weights. */
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

interface Sums {
  readonly adjoints: BackwardAdjoints;
  readonly ofWeights: readonly Float64Array[];
  readonly ofDelays: readonly Float64Array[];
  /** How the loss changes with the time of each spike. */
  ofSpikes(): Float64Array;
}

/** Make what goes back through the arrival of a weight, noted as an entry of the tape. */
function arrivalsBack(
  { state: { numbers, isHeld }, tape, readout, projections }: EventParts,
  { adjoints: { v, i, retreat }, ofWeights, ofDelays, ofSpikes }: Sums,
): (projection: PlacedProjection, synapse: number, entry: number) => void {
  const { drive } = numbers;
  return (projection, synapse, entry) => {
    const { target, weights, current, scale, firstTarget } = projection;
    const own = target[synapse] as number;
    const n = firstTarget + own;
    retreat(n, tape.time[entry] as number);
    const at = current + n;
    const factor = scale[own] as number;
    const held = isHeld[n] === 1;
    // Had it come later, what it adds would have moved for less time.
    const moved =
      (numbers.rate[at] as number) * (i[at] as number) +
      (held ? 0 : (drive[at] as number) * (v[n] as number));
    let later = -factor * (weights[synapse] as number) * moved;
    const read = n - readout.first;
    if (read >= 0 && read < readout.size && readout.sampleEvent[read] === entry) {
      later += (readout.sampled[read] as number) * (readout.sampleSlope[read] as number);
    }
    const p = projections.indexOf(projection);
    const [weight, delay] = [ofWeights[p] as Float64Array, ofDelays[p] as Float64Array];
    weight[synapse] = (weight[synapse] as number) + factor * (i[at] as number);
    delay[synapse] = (delay[synapse] as number) + later;
    const by = tape.by[entry] as number;
    if (by >= 0) ofSpikes()[by] = (ofSpikes()[by] as number) + later;
  };
}
