import type { Simulation } from "../../../src/api/simulation.ts";
import type { Mistakes } from "./mistake.ts";

/** Mistakes in attributes of connections, and in rules of plasticity. */
export function attributes(sim: Simulation): Mistakes {
  const lif = sim.Population(2, sim.IF_curr_exp());
  const all = sim.AllToAllConnector();
  const prj = sim.Projection(lif, lif, all);
  const learning = sim.Projection(lif, lif, all, {
    synapseType: sim.STDPMechanism({
      timingDependence: sim.SpikePairRule({ A_plus: 0.02 }),
      weightDependence: sim.AdditiveWeightDependence({ w_max: 0.5 }),
    }),
  });
  const [timing, additive] = [sim.SpikePairRule(), sim.AdditiveWeightDependence()];
  const parts = { timingDependence: timing, weightDependence: additive };
  return {
    "an attribute that is read": {
      right: () => prj.get("weight"),
      // @ts-expect-error
      wrong: () => prj.get("weights"),
    },
    "a list of attributes that are read": {
      right: () => prj.get(["weight", "delay"]),
      // @ts-expect-error
      wrong: () => prj.get(["weight", "U"]),
    },
    "a parameter of a rule that is read": {
      right: () => learning.get(["A_plus", "w_max", "tau_minus"], { format: "array" }),
      // @ts-expect-error
      wrong: () => learning.get(["A_plus", "w_max", "mu_minus"], { format: "array" }),
    },
    "a format": {
      right: () => prj.get("weight", { format: "array" }),
      // @ts-expect-error
      wrong: () => prj.get("weight", { format: "matrix" }),
    },
    "what is made of several connections": {
      right: () => prj.get("weight", { format: "array", multipleSynapses: "sum" }),
      // @ts-expect-error
      wrong: () => prj.get("weight", { format: "array", multipleSynapses: "mean" }),
    },
    "an attribute that is set": {
      right: () => prj.set({ weight: 0.5 }),
      // @ts-expect-error
      wrong: () => prj.set({ weigth: 0.5 }),
    },
    "a value that is set": {
      right: () => prj.set({ delay: "0.5 + d" }),
      // @ts-expect-error
      wrong: () => prj.set({ delay: null }),
    },
    "an attribute of one connection that is read": {
      right: () => prj.at(0).get("delay"),
      // @ts-expect-error
      wrong: () => prj.at(0).get("tau_rec"),
    },
    "an attribute of one connection that is set": {
      right: () => learning.at(0).set({ weight: 0.1 }),
      // @ts-expect-error
      wrong: () => learning.at(0).set({ W: 0.1 }),
    },
    "an attribute that is saved": {
      right: () => prj.save(["weight"], "weights.txt"),
      // @ts-expect-error
      wrong: () => prj.save(["wieght"], "weights.txt"),
    },
    "a parameter of a timing": {
      right: () => sim.SpikePairRule({ tau_plus: 16.8 }),
      // @ts-expect-error
      wrong: () => sim.SpikePairRule({ tau_pre: 16.8 }),
    },
    "a parameter of another dependence": {
      right: () => sim.GutigWeightDependence({ mu_plus: 0.5 }),
      // @ts-expect-error
      wrong: () => sim.MultiplicativeWeightDependence({ mu_plus: 0.5 }),
    },
    "the parts of a mechanism in each other's place": {
      right: () => sim.STDPMechanism({ ...parts, timingDependence: timing }),
      // @ts-expect-error
      wrong: () => sim.STDPMechanism({ ...parts, timingDependence: additive }),
    },
    "an option of a mechanism": {
      right: () => sim.STDPMechanism({ ...parts, dendriticDelayFraction: 0.5 }),
      // @ts-expect-error
      wrong: () => sim.STDPMechanism({ ...parts, ddf: 0.5 }),
    },
  };
}
