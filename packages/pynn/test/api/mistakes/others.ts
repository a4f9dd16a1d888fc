import type { Simulation } from "../../../src/api/simulation.ts";
import type { Mistakes } from "./mistake.ts";

/** Mistakes in distributions, currents, space and the control of a simulation. */
export function others(sim: Simulation): Mistakes {
  const lif = sim.Population(2, sim.IF_curr_exp());
  const [current, rng] = [sim.DCSource(), sim.NumpyRNG({ seed: 1 })];
  const { RandomDistribution: Random } = sim;
  return {
    "the name of a distribution": {
      right: () => Random("normal", { mu: 0, sigma: 1 }),
      // @ts-expect-error
      wrong: () => Random("gaussian", { mu: 0, sigma: 1 }),
    },
    "a parameter of a distribution": {
      right: () => Random("normal", { mu: 0, sigma: 1 }),
      // @ts-expect-error
      wrong: () => Random("normal", { mean: 0, sigma: 1 }),
    },
    "a distribution without one of its parameters": {
      right: () => Random("uniform", { low: 0, high: 1 }),
      // @ts-expect-error
      wrong: () => Random("uniform", { low: 0 }),
    },
    "a list of too few parameters": {
      right: () => Random("normal_clipped", [0, 1, -1, 1]),
      // @ts-expect-error
      wrong: () => Random("normal_clipped", [0, 1]),
    },
    "a parameter of a distribution with a unit": {
      right: () => Random("exponential", { beta: 2 }),
      // @ts-expect-error
      wrong: () => Random("exponential", { beta: "2 ms" }),
    },
    "what a source draws": {
      right: () => rng.next(2, "poisson", { lambda_: 3 }),
      // @ts-expect-error
      wrong: () => rng.next(2, "poisson", { lambda: 3 }),
    },
    "a seed in place of its record": {
      right: () => sim.NumpyRNG({ seed: 1 }),
      // @ts-expect-error
      wrong: () => sim.NumpyRNG(1),
    },
    "a parameter of a current": {
      right: () => sim.ACSource({ frequency: 5 }),
      // @ts-expect-error
      wrong: () => sim.ACSource({ freq: 5 }),
    },
    "a list for a current's number": {
      right: () => sim.StepCurrentSource({ times: [1], amplitudes: [2] }),
      // @ts-expect-error
      wrong: () => sim.DCSource({ amplitude: [2] }),
    },
    "a number for a current's list": {
      right: () => sim.StepCurrentSource({ times: [1], amplitudes: [2] }),
      // @ts-expect-error
      wrong: () => sim.StepCurrentSource({ times: 1, amplitudes: 2 }),
    },
    "a parameter of a current that is set": {
      right: () => current.set({ amplitude: 0.5 }),
      // @ts-expect-error
      wrong: () => current.set({ frequency: 0.5 }),
    },
    "a parameter of a current that is read": {
      right: () => current.get("amplitude"),
      // @ts-expect-error
      wrong: () => current.get("amplitudes"),
    },
    "an index in place of a neuron": {
      right: () => current.injectInto(lif.at(1)),
      // @ts-expect-error
      wrong: () => current.injectInto(1),
    },
    "a list of indices in place of neurons": {
      right: () => current.injectInto([lif.at(0), lif.at(1)]),
      // @ts-expect-error
      wrong: () => current.injectInto([0, 1]),
    },
    "an amplitude in place of a current": {
      right: () => lif.at(0).inject(current),
      // @ts-expect-error
      wrong: () => lif.at(0).inject(0.5),
    },
    "axes of a space": {
      right: () => sim.Space({ axes: "xy" }),
      // @ts-expect-error
      wrong: () => sim.Space({ axes: "xw" }),
    },
    "an order of filling": {
      right: () => sim.Population(4, sim.IF_curr_exp(), { structure: sim.Grid2D() }).positions,
      // @ts-expect-error
      wrong: () => sim.Grid2D({ fill_order: "random" }),
    },
    "a time with a unit": {
      right: () => sim.run(0),
      // @ts-expect-error
      wrong: () => sim.run("0 ms"),
    },
    "a callback that stands alone": {
      right: () => sim.run(0, { callbacks: [(t) => t + 1] }),
      // @ts-expect-error
      wrong: () => sim.run(0, { callbacks: (t) => t + 1 }),
    },
  };
}
