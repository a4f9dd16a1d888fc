/** A current that decays by itself and drives the potential; each has a number for every neuron. */
export interface EventCurrent {
  /** `di/dt = rate * i`, in 1/ms. */
  readonly rate: Float64Array;
  /** What it adds to `dv/dt`. */
  readonly drive: Float64Array;
  /** How much of it is in the potential: `drive / (rate - decay)`; 0 where it decays as fast as the potential. */
  readonly gain: Float64Array;
  /** `drive` where it decays as fast: the potential then has `drive * i * s * e^(decay s)` of it. 0 elsewhere. */
  readonly ramp: Float64Array;
  readonly initial: Float64Array;
}

/** What an arriving weight adds to which current. */
export interface EventReceptor {
  readonly current: number;
  readonly scale: Float64Array;
}

/**
 * Leaky integrate-and-fire neurons with currents that decay exponentially.
 *
 * `dv/dt = decay * (v - rest) + sum of drive * i`, until `v` reaches the threshold. Times are in ms.
 */
export interface EventPopulation {
  readonly name: string;
  readonly size: number;
  /** The name of the potential. */
  readonly variable: string;
  readonly decay: Float64Array;
  readonly rest: Float64Array;
  readonly initial: Float64Array;
  readonly threshold: Float64Array;
  readonly reset: Float64Array;
  /** How long the potential is held after a spike. */
  readonly refractory: Float64Array;
  readonly currents: readonly EventCurrent[];
  readonly receptors: ReadonlyMap<string, EventReceptor>;
}
