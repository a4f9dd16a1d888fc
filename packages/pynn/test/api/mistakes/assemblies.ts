import type { Simulation } from "../../../src/api/simulation.ts";
import type { Mistakes } from "./mistake.ts";

/** Mistakes in groups of several cell types. */
export function assemblies(sim: Simulation): Mistakes {
  const lif = sim.Population(2, sim.IF_curr_exp());
  const adex = sim.Population(2, sim.EIF_cond_exp_isfa_ista());
  adex.record("w");
  const both = lif.plus(adex);
  const all = sim.Assembly([lif, both, adex.slice(0, 1)]);
  return {
    "a parameter that some neurons do not have": {
      right: () => both.set({ tau_refrac: 2 }),
      // @ts-expect-error
      wrong: () => both.set({ delta_T: 2 }),
    },
    "a parameter of a list of groups": {
      right: () => all.get("cm"),
      // @ts-expect-error
      wrong: () => all.get("a"),
    },
    "a variable that some neurons do not have": {
      right: () => both.record("v"),
      // @ts-expect-error
      wrong: () => both.record("w"),
    },
    "a variable of a list of groups": {
      right: () => all.record("v"),
      // @ts-expect-error
      wrong: () => all.record("gsyn_exc"),
    },
    "data that no neurons of an assembly have": {
      right: () => [both.getData("w"), all.getData("w")],
      // @ts-expect-error
      wrong: () => both.getData("u"),
    },
    "groups one by one": {
      right: () => sim.Assembly([lif, adex]),
      // @ts-expect-error
      wrong: () => sim.Assembly(lif, adex),
    },
    "a current in an assembly": {
      right: () => lif.plus(lif),
      // @ts-expect-error
      wrong: () => lif.plus(sim.DCSource()),
    },
  };
}
