import type { PopulationRecord } from "@spikeloom/kernel";

/** A step and an integrator, if published numbers depend on them. */
export interface Scheme {
  readonly dt: string;
  readonly integrator: NonNullable<PopulationRecord["integrator"]>;
}

/** So fine that a finer one changes no printed digit of an adaptive exponential neuron. */
export const fineScheme: Scheme = { dt: "0.005 ms", integrator: "rk4" };

/** Scheme of the first published programs. */
export const eulerScheme: Scheme = { dt: "0.1 ms", integrator: "euler" };
