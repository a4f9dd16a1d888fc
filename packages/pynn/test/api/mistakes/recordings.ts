import type { Simulation } from "../../../src/api/simulation.ts";
import type { Mistakes } from "./mistake.ts";

/** Mistakes in recording and reading. */
export function recordings(sim: Simulation): Mistakes {
  const lif = sim.Population(2, sim.IF_curr_exp());
  const source = sim.Population(2, sim.SpikeSourcePoisson());
  lif.record(["v", "spikes"]);
  const data = async () => {
    await sim.run(0.1);
    const [segment] = lif.getData().segments;
    if (segment === undefined) throw new Error("nothing was recorded");
    return segment;
  };
  return {
    "a variable that is recorded": {
      right: () => lif.record("isyn_exc"),
      // @ts-expect-error
      wrong: () => lif.record("i_syn_exc"),
    },
    "a list of variables": {
      right: () => lif.record(["v", "spikes"]),
      // @ts-expect-error
      wrong: () => lif.record(["v", "spike"]),
    },
    "a variable of neurons without a membrane": {
      right: () => source.record("spikes"),
      // @ts-expect-error
      wrong: () => source.record("v"),
    },
    "an option of recording": {
      right: () => lif.record("v", { samplingInterval: 0.1 }),
      // @ts-expect-error
      wrong: () => lif.record("v", { interval: 0.1 }),
    },
    "canRecord of an unknown name": {
      right: () => lif.canRecord("w"),
      // @ts-expect-error
      wrong: () => lif.canRecord("V_m"),
      answer: false,
    },
    "findUnits of a name that the neurons do not have": {
      right: () => [lif.findUnits("tau_m"), lif.findUnits("v"), lif.findUnits("spikes")],
      // @ts-expect-error
      wrong: () => lif.findUnits("tau_w"),
    },
    "a variable of getData": {
      right: () => lif.getData(["v", "spikes"]),
      // @ts-expect-error
      wrong: () => lif.getData(["v", "w"]),
    },
    "an option of getData": {
      right: () => lif.getData("v", { clear: false }),
      // @ts-expect-error
      wrong: () => lif.getData("v", { gather: false }),
    },
    "a variable of writeData": {
      right: () => lif.writeData("data.json", "v"),
      // @ts-expect-error
      wrong: () => lif.writeData("data.json", "w"),
    },
    "writeData without a path": {
      right: () => lif.writeData("data.json"),
      // @ts-expect-error
      wrong: () => lif.writeData(["v"]),
    },
    "filter by a variable that the neurons do not have": {
      right: async () => (await data()).filter({ name: "v" }),
      // @ts-expect-error
      wrong: async () => (await data()).filter({ name: "vm" }).length,
      answer: 0,
    },
    "filter by something else": {
      right: async () => (await data()).filter({ name: "v" }),
      // @ts-expect-error
      wrong: async () => (await data()).filter({ variable: "v" }),
    },
  };
}
