/** A leaky integrate-and-fire neuron with one synaptic time constant, at rest and reset at 0 mV. */
export interface TimeDrivenNeuron {
  readonly shape: "alpha" | "exponential";
  readonly cM: number;
  readonly tauM: number;
  readonly tauSyn: number;
  readonly threshold: number;
  readonly refractory: number;
  /** Constant current in pA. */
  readonly current: number;
}

/** Arrivals in ascending order, with peaks of their currents in pA. */
export interface Arrivals {
  readonly times: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** How the time of a crossing is found within an interval whose end is above the threshold. */
export type Interpolation = "linear" | "quadratic" | "cubic" | "exact";

/** Slope of the current, current, and potential. */
type State = readonly [rise: number, current: number, v: number];

/**
 * Advance a neuron by a time with its exact propagator (Rotter and Diesmann 1999, doi:10.1007/s004220050570).
 *
 * The decay of the potential is computed as a difference from 1, which keeps the digits of short steps.
 */
function propagate(neuron: TimeDrivenNeuron, [rise, current, v]: State, s: number): State {
  const { cM, tauM, tauSyn, current: constant } = neuron;
  const left = Math.exp(-s / tauSyn);
  const fall = Math.expm1(-s / tauM);
  const beta = (tauSyn * tauM) / (tauM - tauSyn);
  const spread = fall - Math.expm1(-s / tauSyn);
  const moved =
    fall * v +
    (-fall * constant * tauM + beta * spread * current + beta * (beta * spread - s * left) * rise) /
      cM;
  return [rise * left, (current + rise * s) * left, v + moved];
}

function slope({ cM, tauM, current: constant }: TimeDrivenNeuron, [, current, v]: State): number {
  return -v / tauM + (current + constant) / cM;
}

function receive({ shape, tauSyn }: TimeDrivenNeuron, [rise, current, v]: State, w: number): State {
  return shape === "alpha" ? [rise + (w * Math.E) / tauSyn, current, v] : [rise, current + w, v];
}

interface TimeDrivenOptions {
  /** Step of the grid in ms. */
  readonly step: number;
  readonly duration: number;
  readonly interpolation: Interpolation;
}

/**
 * Simulate a neuron on a grid with spikes between its points.
 *
 * Potentials are tested at points of the grid, at arrivals and at the end of refractory periods: this is the canonical algorithm of
 * Morrison et al. 2007, doi:10.1162/neco.2007.19.1.47, and with an exact search that of Hanuschkin et al. 2010.
 */
export function timeDrivenSpikes(
  neuron: TimeDrivenNeuron,
  arrivals: Arrivals,
  { step, duration, interpolation }: TimeDrivenOptions,
): Float64Array {
  const spikes: number[] = [];
  let state: State = [0, 0, 0];
  let now = 0;
  let release = Number.NEGATIVE_INFINITY;
  let next = 0;
  for (let n = 1; now < duration; ) {
    const arrival = arrivals.times[next] ?? Number.POSITIVE_INFINITY;
    const ends = release > now ? release : Number.POSITIVE_INFINITY;
    const until = Math.min(n * step, arrival, ends);
    const isHeld = release > now;
    let after = propagate(neuron, state, until - now);
    if (isHeld) after = [after[0], after[1], 0];
    else if (after[2] >= neuron.threshold) {
      const spike =
        now + rootOf(neuron, { before: state, after, length: until - now, interpolation });
      spikes.push(spike);
      release = spike + neuron.refractory;
      after = [after[0], after[1], 0];
    }
    if (until === arrival) after = receive(neuron, after, arrivals.weights[next++] ?? 0);
    if (until === n * step) n++;
    state = after;
    now = until;
  }
  return Float64Array.from(spikes);
}

interface Crossing {
  readonly before: State;
  readonly after: State;
  readonly length: number;
  readonly interpolation: Interpolation;
}

function rootOf(neuron: TimeDrivenNeuron, crossing: Crossing): number {
  const { before, after, length, interpolation } = crossing;
  const start = before[2] - neuron.threshold;
  const end = after[2] - neuron.threshold;
  if (interpolation === "linear") return (length * start) / (start - end);
  const [first, last] = [slope(neuron, before) * length, slope(neuron, after) * length];
  const change = end - start;
  const value: Record<Exclude<Interpolation, "linear">, (share: number) => number> = {
    quadratic: (x) => start + x * (first + x * (change - first)),
    cubic: (x) =>
      start + x * (first + x * (3 * change - 2 * first - last + x * (first + last - 2 * change))),
    exact: (x) => propagate(neuron, before, x * length)[2] - neuron.threshold,
  };
  return length * bisect(value[interpolation]);
}

/** Find where a function, which is negative just above 0, becomes positive up to 1. */
function bisect(value: (share: number) => number): number {
  let [left, right] = [0, 1];
  for (let turn = 0; turn < 60; turn++) {
    const middle = 0.5 * (left + right);
    if (value(middle) < 0) left = middle;
    else right = middle;
  }
  return right;
}

/** Longest time above the threshold that is told apart from an endless one, in ms. */
const longestExcursion = 20;

/**
 * Compute for how long the potential would stay above the threshold after each spike, without reset and without further arrivals.
 *
 * The neuron is reset at its exact spikes. A test at points of a grid and at arrivals misses a spike if none of them is within
 * that time.
 */
export function excursions(
  neuron: TimeDrivenNeuron,
  arrivals: Arrivals,
  spikes: ArrayLike<number>,
): Float64Array {
  let state: State = [0, 0, 0];
  let now = 0;
  let release = Number.NEGATIVE_INFINITY;
  let next = 0;
  const moveTo = (time: number): void => {
    if (now < release && release < time) moveTo(release);
    const moved = propagate(neuron, state, time - now);
    state = time <= release ? [moved[0], moved[1], 0] : moved;
    now = time;
  };
  return Float64Array.from(spikes, (spike) => {
    for (; (arrivals.times[next] ?? Number.POSITIVE_INFINITY) <= spike; next++) {
      moveTo(arrivals.times[next] as number);
      state = receive(neuron, state, arrivals.weights[next] ?? 0);
    }
    moveTo(spike);
    const before = state;
    const excess = (share: number): number =>
      neuron.threshold - propagate(neuron, before, share * longestExcursion)[2];
    release = spike + neuron.refractory;
    state = [before[0], before[1], 0];
    return excess(1) < 0 ? Number.POSITIVE_INFINITY : longestExcursion * bisect(excess);
  });
}
