import { expect, it } from "vitest";
import type {
  AnalogSignal,
  Assembly,
  Block,
  CellNames,
  Connector,
  CurrentSource,
  Group,
  NeuronId,
  Population,
  PopulationView,
  Projection,
  PynnCellType,
  PynnSynapseType,
  RandomDistribution,
  StandardCellNames,
} from "../../src/index.ts";
import { onClock } from "./on-clock.ts";

// The test is that these lines compile: each type stands for the API's results, whatever the model.

const sim = onClock();
const lif = sim.Population(3, sim.IF_curr_exp(), { label: "lif" });
const adex = sim.Population(2, sim.EIF_cond_exp_isfa_ista(), { label: "adex" });
const noise = sim.Population(4, sim.SpikeSourcePoisson(), { label: "noise" });
const point = sim.Population(
  2,
  sim.PointNeuron(sim.AdExp(), { AMPA: sim.AlphaPSR(), GABAA: sim.BetaPSR() }),
  { label: "point" },
);
const native = sim.Population(2, sim.nativeCellType("lif-curr-exp")(), { label: "native" });

const sizeOf = (group: Group): number => group.size;
const labelOf = (population: Population): string => `${population.label}: ${population.celltype}`;
const idOf = (neuron: NeuronId): number => neuron.id;

it("functions that accept any population, group or neuron accept those of each model", () => {
  const populations: Population[] = [lif, adex, noise, point, native];
  expect(populations.map(labelOf)).toEqual([
    "lif: IF_curr_exp",
    "adex: EIF_cond_exp_isfa_ista",
    "noise: SpikeSourcePoisson",
    "point: PointNeuron",
    "native: lif-curr-exp",
  ]);
  const views: PopulationView[] = populations.map((one) => one.slice(0, 1));
  const assemblies: Assembly[] = [lif.plus(noise), sim.Assembly(populations), sim.Assembly([lif])];
  const groups: readonly Group[] = [...populations, ...views, ...assemblies, noise.sample(2)];
  expect(groups.map(sizeOf)).toEqual([3, 2, 4, 2, 2, 1, 1, 1, 1, 1, 7, 13, 3, 2]);
  expect([lif.at(0), adex.at(0), noise.at(0), ...point].map(idOf)).toEqual([1, 4, 6, 10, 11]);
  const byName = new Map<string, Population>([["lif", lif], ...populations.map(named)]);
  expect(byName.get("noise")?.get("rate")).toBe(1);
});

const named = (one: Population): [string, Population] => [one.label, one];

/** Set all neurons individually, and return the same group with its names. */
function spread<N extends CellNames>(population: Population<N>, v: number): Population<N> {
  for (const neuron of population) expect(neuron.id).toBeGreaterThan(0);
  expect(population.at(0).getParameters()).toBeTypeOf("object");
  population.annotate({ v });
  return population;
}

/** Make any neurons with a time constant faster. */
function faster(neurons: Group<StandardCellNames["IF_curr_exp"]>): void {
  neurons.set({ tau_m: 10 });
}

it("functions preserve the names of their arguments, and may require some", async () => {
  const same = spread(lif, -60);
  same.set({ tau_syn_E: 4 });
  await same.initialize({ isyn_exc: 0.1, v: (k) => -60 - k });
  faster(same);
  faster(same.slice(0, 1));
  const tau: number = same.at(0).tau_m;
  expect(tau).toBe(10);
  const w = spread(adex, -60).at(1).getInitialValue("w");
  expect(w).toBe(0);
  expect(spread(native, -60).at(0)["tau_m"]).toBe(10);
  const both = spread(lif, 0).plus(adex).slice(1).plus(point);
  both.set({ tau_m: 12, v_reset: -66 });
  both.record(["v", "spikes"]);
  expect(both.get("tau_m")).toBe(12);
  const three = sim.Assembly([lif.slice(0, 2), adex, point.select([0])], "three");
  three.set({ tau_refrac: 1.5 });
  expect(three.at(4).tau_refrac).toBe(1.5);
});

it("other types cover the results of each model, too", async () => {
  const types: PynnCellType[] = [sim.IF_cond_exp(), sim.SpikeSourceArray(), sim.GIF_cond_exp()];
  expect(types.map((type) => sim.Population(1, type).at(0)).map(idOf)).toEqual([14, 15, 16]);
  const timing = sim.SpikePairRule();
  const plastic = sim.STDPMechanism({
    timingDependence: timing,
    weightDependence: sim.GutigWeightDependence({ mu_plus: 0.2 }),
  });
  const synapses: PynnSynapseType[] = [sim.StaticSynapse({ weight: 0.1 }), plastic];
  const connectors: Connector[] = [
    sim.OneToOneConnector(),
    sim.FromListConnector([[0, 1, 0.5]], { columnNames: ["weight"] }),
  ];
  const projections: Projection[] = synapses.flatMap((synapseType) =>
    connectors.map((connector) => sim.Projection(lif, lif, connector, { synapseType })),
  );
  const learning = sim.Projection(noise, adex, sim.AllToAllConnector(), {
    synapseType: plastic,
    receptorType: "excitatory",
  });
  expect(await learning.get(["mu_plus", "A_plus"], { withAddress: false })).toHaveLength(8);
  await learning.set({
    weight: [
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ],
    w_max: 2,
  });
  projections.push(learning, sim.Projection(lif, native, sim.AllToAllConnector()));
  projections.push(
    sim.Projection(lif, lif, sim.CloneConnector(projections[0] as Projection), {
      synapseType: sim.ElectricalSynapse({ weight: 0.01 }),
      receptorType: "source_section.gap",
    }),
    sim.Projection(noise, point, sim.AllToAllConnector(), { receptorType: "GABAA" }),
  );
  expect(projections.map(({ size }) => size)).toEqual([3, 1, 3, 1, 8, 6, 3, 8]);
  const currents: CurrentSource[] = [
    sim.DCSource({ amplitude: 0.1 }),
    sim.StepCurrentSource({ times: [1, 2], amplitudes: Float64Array.of(0.1, 0) }),
  ];
  const drawn: RandomDistribution[] = [
    sim.RandomDistribution("normal", [10, 1]),
    sim.RandomDistribution("poisson", { lambda_: 3 }, sim.NumpyRNG({ seed: 1 })),
  ];
  for (const current of currents) current.injectInto([lif.at(0), adex.at(1), ...point]);
  for (const tau_m of drawn) lif.set({ tau_m });
  await sim.run(1);
  const blocks: Block[] = [lif.getData("v"), lif.plus(adex).getData()];
  const signals: (readonly AnalogSignal[])[] = blocks.map(
    (block) => block.segments[0]?.filter({ name: "v" }) ?? [],
  );
  expect(signals.map((one) => one[0]?.shape)).toEqual([
    [11, 2],
    [11, 4],
  ]);
});
