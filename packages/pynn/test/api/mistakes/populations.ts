import type { Simulation } from "../../../src/api/simulation.ts";
import type { Mistakes } from "./mistake.ts";

/** Mistakes in populations, views and neurons. */
export function populations(sim: Simulation): Mistakes {
  const lif = sim.Population(2, sim.IF_curr_exp());
  const source = sim.Population(2, sim.SpikeSourcePoisson());
  const { IF_curr_exp: type, Population } = sim;
  return {
    "a key of initialValues": {
      right: () => Population(2, type(), { initialValues: { v: -60 } }),
      // @ts-expect-error
      wrong: () => Population(2, type(), { initialValues: { vm: -60 } }),
    },
    "a list as initial value": {
      right: () => Population(2, type(), { initialValues: { v: [-60, -61] } }),
      // @ts-expect-error
      wrong: () => Population(2, type(), { initialValues: { v: [[-60], [-61]] } }),
    },
    "an initial value that is read": {
      right: () => lif.initialValues.v,
      // @ts-expect-error
      wrong: () => lif.initialValues.vm,
      answer: undefined,
    },
    "an option of a population": {
      right: () => Population(2, type(), { structure: sim.Line() }),
      // @ts-expect-error
      wrong: () => Population(2, type(), { positions: sim.Line() }),
    },
    "a model that was not created": {
      right: () => Population(2, type()),
      // @ts-expect-error
      wrong: () => Population(2, type),
    },
    "a parameter that is set": {
      right: () => lif.set({ v_thresh: -50 }),
      // @ts-expect-error
      wrong: () => lif.set({ v_threshold: -50 }),
    },
    "a value that is set": {
      right: () => lif.set({ v_thresh: -50 }),
      // @ts-expect-error
      wrong: () => lif.set({ v_thresh: "-50 mV" }),
    },
    "a parameter that is read": {
      right: () => lif.get("cm"),
      // @ts-expect-error
      wrong: () => lif.get("c_m"),
    },
    "a variable that is initialized": {
      right: () => lif.initialize({ isyn_exc: 0 }),
      // @ts-expect-error
      wrong: () => lif.initialize({ gsyn_exc: 0 }),
    },
    "a parameter of one neuron": {
      right: () => {
        lif.at(0).tau_m = 10;
      },
      wrong: () => {
        // @ts-expect-error
        lif.at(0).tau_mem = 10;
      },
    },
    "a value of one neuron": {
      right: () => lif.at(0).set({ tau_m: 10 }),
      // @ts-expect-error
      wrong: () => lif.at(0).set({ tau_m: "10" }),
    },
    "an initial value of one neuron": {
      right: () => lif.at(0).getInitialValue("v"),
      // @ts-expect-error
      wrong: () => lif.at(0).getInitialValue("w"),
    },
    "a point": {
      right: () => lif.nearest([0, 0, 0]),
      // @ts-expect-error
      wrong: () => lif.nearest([0, 0]),
    },
    "a selection": {
      right: () => lif.select([0, 1]),
      // @ts-expect-error
      wrong: () => lif.select("0:1"),
    },
    "a parameter of a view": {
      right: () => lif.slice(0, 1).set({ tau_refrac: 2 }),
      // @ts-expect-error
      wrong: () => lif.slice(0, 1).set({ t_ref: 2 }),
    },
    "a parameter of a source that is set": {
      right: () => source.set({ rate: 3 }),
      // @ts-expect-error
      wrong: () => source.set({ tau_m: 3 }),
    },
  };
}
