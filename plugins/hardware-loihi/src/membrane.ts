import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import { type LeakyIntegrator, leakyIntegrator } from "@spikeloom/program/derive";
import { LOIHI_NEURON } from "./errors.ts";

/** Leaky integrator whose neurons share the decays of a core. */
export interface Membrane extends Omit<LeakyIntegrator, "leak" | "currents"> {
  /** Rate of change of the potential relative to itself, in 1/ms: at most 0. */
  readonly leak: number;
  /** Rate of change of the current relative to itself, in 1/ms: below 0. */
  readonly decay: number;
  /** Rate of change of the potential right after a spike of weight 1, by receptor. */
  readonly gains: ReadonlyMap<string, number>;
}

/**
 * Read a population as a leaky integrator with one current and shared decays.
 *
 * Throws `SL_LOIHI_NEURON` if its equations are others.
 */
export function membraneOf(
  population: PopulationProgram,
  grid: Pick<NetworkProgram, "dt" | "convention" | "open">,
): Membrane {
  const refuse = (message: string, got: string): Error =>
    LOIHI_NEURON({
      place: `populations.${population.name}.model`,
      message,
      expected: 'a leaky integrator with exponential currents, such as "lif-curr-exp"',
      got: `"${population.form.model}": ${got}`,
      next: 'State the population as "loihi-cuba", or run it with the clock backend.',
    });
  const one = (all: Float64Array, what: string): number => {
    const [first = 0] = all;
    if (all.every((other) => other === first)) return first;
    throw refuse(`The ${what} differs between neurons.`, "several values in one population");
  };
  const { leak, currents, ...shared } = leakyIntegrator(population, grid, refuse);
  const gains = new Map<string, number>();
  const decays = new Set<number>();
  for (const [receptor, { decay, step, gain }] of currents) {
    decays.add(one(decay, "time constant"));
    gains.set(receptor, one(gain, "effect of a current") * one(step, "effect of a spike"));
  }
  // Without synapses any decay does.
  const [decay = -1 / grid.dt, other] = decays;
  if (other !== undefined) {
    const got = [...decays].map((rate) => `${-1 / rate} ms`).join(" and ");
    throw refuse("A neuron of the chip has one current.", `time constants of ${got}`);
  }
  return { ...shared, leak: one(leak, "leak"), decay, gains };
}
