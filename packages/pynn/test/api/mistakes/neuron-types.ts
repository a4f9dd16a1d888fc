import type { Simulation } from "../../../src/api/simulation.ts";
import type { Mistakes } from "./mistake.ts";

/** Mistakes in cell types and their parameters. */
export function neuronTypes(sim: Simulation): Mistakes {
  const { AlphaPSR, ExpPSR, IF_curr_exp, LIF, PointNeuron } = sim;
  const point = sim.Population(2, PointNeuron(LIF(), { AMPA: AlphaPSR(), GABAA: ExpPSR() }));
  return {
    "the name of a parameter": {
      right: () => IF_curr_exp({ tau_m: 10 }),
      // @ts-expect-error
      wrong: () => IF_curr_exp({ tau_mem: 10 }),
    },
    "a parameter of another cell type": {
      right: () => sim.IF_cond_exp({ e_rev_E: 0 }),
      // @ts-expect-error
      wrong: () => IF_curr_exp({ e_rev_E: 0 }),
    },
    "a parameter with a unit": {
      right: () => sim.Population(2, IF_curr_exp({ tau_m: 10 })),
      // @ts-expect-error
      wrong: () => sim.Population(2, IF_curr_exp({ tau_m: "10 ms" })),
    },
    "lists where each neuron has a number": {
      right: () => sim.Population(2, IF_curr_exp({ tau_m: [10, 20] })),
      // @ts-expect-error
      wrong: () => sim.Population(2, IF_curr_exp({ tau_m: [[10], [20]] })),
    },
    "a number where each neuron has a list": {
      right: () => sim.Population(2, sim.SpikeSourceArray({ spike_times: [5] })),
      // @ts-expect-error
      wrong: () => sim.Population(2, sim.SpikeSourceArray({ spike_times: 5 })),
    },
    "a parameter of a source": {
      right: () => sim.SpikeSourcePoisson({ rate: 5 }),
      // @ts-expect-error
      wrong: () => sim.SpikeSourcePoisson({ rates: 5 }),
    },
    "a parameter of a membrane": {
      right: () => sim.AdExp({ delta_T: 2 }),
      // @ts-expect-error
      wrong: () => LIF({ delta_T: 2 }),
    },
    "a parameter of a response": {
      right: () => AlphaPSR({ tau_syn: 2 }),
      // @ts-expect-error
      wrong: () => AlphaPSR({ tau_rise: 2 }),
    },
    "a response in place of a membrane": {
      right: () => PointNeuron(LIF(), { AMPA: AlphaPSR() }),
      // @ts-expect-error
      wrong: () => PointNeuron(AlphaPSR(), { AMPA: AlphaPSR() }),
    },
    "a parameter of a receptor": {
      right: () => point.set({ "GABAA.e_syn": -70 }),
      // @ts-expect-error
      wrong: () => point.set({ "GABAB.e_syn": -70 }),
    },
    "a variable of a receptor": {
      right: () => point.record("AMPA.gsyn"),
      // @ts-expect-error
      wrong: () => point.record("AMPA.isyn"),
    },
  };
}
