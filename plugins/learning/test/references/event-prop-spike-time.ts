/** A spike of `weight` pA onto a neuron at rest; times in ms, the threshold in mV above rest, the capacitance in pF. */
export interface Arrival {
  readonly weight: number;
  readonly capacity: number;
  readonly threshold: number;
  /** Time constant of the current; that of the leak is twice as long, or the same. */
  readonly tau: number;
}

/**
 * The reference of event-prop: spike time of a neuron after one arrival.
 *
 * Göltz et al. 2021, doi:10.1038/s42256-021-00388-x, equation 5:
 * v = w tau_m tau_s / (C (tau_m - tau_s)) (e^(-t / tau_m) - e^(-t / tau_s)) is a quadratic in e^(-t / tau_m).
 */
export function spikeTime({ weight, capacity, threshold, tau }: Arrival): number {
  const high = (weight * 2 * tau) / (capacity * threshold);
  return -2 * tau * Math.log((1 + Math.sqrt(1 - 4 / high)) / 2);
}

/** Derivative of that spike time with respect to the weight: by the implicit function theorem, -(v / w) / v'. */
export function spikeTimeByWeight(arrival: Arrival): number {
  const { weight, capacity, threshold, tau } = arrival;
  const decay = Math.exp(-spikeTime(arrival) / (2 * tau));
  const slope = (weight / capacity) * (2 * decay * decay - decay);
  return -threshold / weight / slope;
}

/**
 * Spike time if both time constants are equal.
 *
 * Göltz et al. 2021, the case of equal time constants: v = w t e^(-t / tau) / C, so that t = -tau W(-threshold C / (w
 * tau)) with the main branch of
 * Lambert's function, computed by Newton's method.
 */
export function equalSpikeTime({ weight, capacity, threshold, tau }: Arrival): number {
  const at = -(threshold * capacity) / (weight * tau);
  let w = 0;
  for (let k = 0; k < 50; k++) w -= (w * Math.exp(w) - at) / (Math.exp(w) * (1 + w));
  return -tau * w;
}

/** Derivative of that spike time with respect to the weight. */
export function equalSpikeTimeByWeight(arrival: Arrival): number {
  const { weight, capacity, threshold, tau } = arrival;
  const time = equalSpikeTime(arrival);
  const slope = (weight / capacity) * (1 - time / tau) * Math.exp(-time / tau);
  return -threshold / weight / slope;
}
