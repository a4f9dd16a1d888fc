/** An exponentially decaying current that drives the potential; arrays have one number per neuron. */
export interface EventCurrent {
  /** `di/dt = rate * i`, in 1/ms. */
  readonly rate: Float64Array;
  /** Its coefficient in `dv/dt`. */
  readonly drive: Float64Array;
  /** Its share of the potential: `drive / (rate - decay)`; 0 where it decays as fast as the potential. */
  readonly gain: Float64Array;
  /** `drive` where it decays as fast: the potential then has `drive * i * s * e^(decay s)` of it. 0 elsewhere. */
  readonly ramp: Float64Array;
  readonly initial: Float64Array;
}

/** Effect of an arriving spike: an increment of a current or of the potential. */
export interface EventReceptor {
  /** Index of the current; -1 for the potential itself. */
  readonly current: number;
  /** Factor of the weight. */
  readonly scale: Float64Array;
}

/**
 * Leaky integrate-and-fire neurons with exponentially decaying currents, a potential that jumps, or both.
 *
 * `dv/dt = decay * (v - rest) + sum of drive * i`, until `v` reaches the threshold. Times are in ms.
 */
export interface EventPopulation {
  readonly name: string;
  readonly size: number;
  /** Name of the potential. */
  readonly variable: string;
  readonly decay: Float64Array;
  readonly rest: Float64Array;
  readonly initial: Float64Array;
  readonly threshold: Float64Array;
  /** Whether a potential equal to the threshold does not spike yet. */
  readonly isStrict: boolean;
  readonly reset: Float64Array;
  /** Time for which the potential is held after a spike. */
  readonly refractory: Float64Array;
  readonly currents: readonly EventCurrent[];
  readonly receptors: ReadonlyMap<string, EventReceptor>;
}
