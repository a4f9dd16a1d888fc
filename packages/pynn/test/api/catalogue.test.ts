import { describe, expect, it } from "vitest";
import type { PynnCellType } from "../../src/api/cells/cell-type.ts";
import { standardCells } from "../../src/api/cells/standard-cells.ts";
import type { Simulation } from "../../src/api/simulation.ts";
import type { PynnSynapseType } from "../../src/api/synapses/synapse-type.ts";
import { onClock } from "./on-clock.ts";

const names = Object.keys(standardCells) as (keyof typeof standardCells)[];

it.each(names)("%s runs, and everything that it can record is recorded", async (name) => {
  const sim = onClock();
  const type: PynnCellType = standardCells[name]();
  const neurons = sim.Population(2, type);
  const variables = Object.keys(type.units);
  neurons.record(["spikes", ...variables]);
  if (neurons.injectable) sim.DCSource({ amplitude: 0.01, start: 1 }).injectInto(neurons);
  await sim.run(5);
  const [segment] = neurons.getData().segments;
  expect(segment?.spiketrains).toHaveLength(2);
  expect(segment?.analogsignals.map((signal) => signal.name)).toEqual(variables);
  for (const { name: variable, values, shape } of segment?.analogsignals ?? []) {
    expect(shape).toEqual([51, 2]);
    expect(values.every(Number.isFinite)).toBe(true);
    const initial = type.initial[variable];
    if (initial !== undefined) expect(values[0]).toBeCloseTo(initial, 9);
  }
});

const synapses: Readonly<Record<string, (sim: Simulation) => PynnSynapseType>> = {
  StaticSynapse: (sim) => sim.StaticSynapse({ weight: 0.01 }),
  TsodyksMarkramSynapse: (sim) => sim.TsodyksMarkramSynapse({ weight: 0.01, tau_facil: 10 }),
  SimpleStochasticSynapse: (sim) => sim.SimpleStochasticSynapse({ weight: 0.01, p: 1 }),
  StochasticTsodyksMarkramSynapse: (sim) =>
    sim.StochasticTsodyksMarkramSynapse({ weight: 0.01, U: 1 }),
  MultiQuantalSynapse: (sim) => sim.MultiQuantalSynapse({ weight: 0.01, n: 4, U: 1 }),
  "additive STDP": (sim) =>
    sim.STDPMechanism({
      timingDependence: sim.SpikePairRule(),
      weightDependence: sim.AdditiveWeightDependence(),
      weight: 0.01,
    }),
  "multiplicative STDP": (sim) =>
    sim.STDPMechanism({
      timingDependence: sim.SpikePairRule(),
      weightDependence: sim.MultiplicativeWeightDependence(),
      weight: 0.01,
    }),
  "mixed STDP": (sim) =>
    sim.STDPMechanism({
      timingDependence: sim.SpikePairRule(),
      weightDependence: sim.AdditivePotentiationMultiplicativeDepression(),
      weight: 0.01,
    }),
  "Gutig's STDP": (sim) =>
    sim.STDPMechanism({
      timingDependence: sim.SpikePairRule(),
      weightDependence: sim.GutigWeightDependence({ mu_plus: 0.2 }),
      weight: 0.01,
    }),
  "Vogels' rule": (sim) =>
    sim.STDPMechanism({
      timingDependence: sim.Vogels2011Rule({ eta: 1e-4 }),
      weightDependence: sim.AdditiveWeightDependence(),
      weight: 0.01,
    }),
  "a native synapse": (sim) =>
    sim.nativeSynapseType({ synapse: "tsodyks-markram" })({ weight: 0.01, delay: 1 }),
  "a native rule": (sim) =>
    sim.nativeSynapseType({ plasticity: "stdp-pair" })({ weight: 0.01, delay: 1, a_plus: 0.02 }),
};

it.each(Object.entries(synapses))("%s delivers", async (_, make) => {
  const sim = onClock();
  const source = sim.Population(1, sim.SpikeSourceArray({ spike_times: [2] }));
  const target = sim.Population(2, sim.IF_cond_exp());
  const type = make(sim);
  const projection = sim.Projection(source, target, sim.AllToAllConnector(), {
    synapseType: type,
    receptorType: "excitatory",
  });
  const attributes = Object.keys({ ...type.defaults, delay: 0 });
  expect((await projection.get(attributes))[1]).toHaveLength(2 + attributes.length);
  target.record("gsyn_exc");
  await sim.run(6);
  const g = target.getData().segments[0]?.analogsignals[0]?.values as Float64Array;
  expect(Math.max(...g)).toBeGreaterThan(0.001);
});

describe("others", () => {
  it("couples potentials", async () => {
    const sim = onClock();
    const neurons = sim.Population(2, sim.HH_cond_exp(), { initialValues: { v: [-60, -70] } });
    const [a, b] = [neurons.slice(0, 1), neurons.slice(1)];
    const type = sim.ElectricalSynapse({ weight: 0.001 });
    expect(
      await sim.Projection(a, b, sim.AllToAllConnector(), { synapseType: type }).get("weight"),
    ).toEqual([[0, 0, 0.001]]);
    neurons.record("v");
    await sim.run(2);
    const [v] = neurons.getData().segments[0]?.analogsignals ?? [];
    const apart = (row: number): number =>
      Math.abs((v?.column(0)[row] as number) - (v?.column(1)[row] as number));
    expect(apart(20)).toBeLessThan(apart(0));
  });

  it("runs point neurons of parts, and native models", async () => {
    const sim = onClock();
    const source = sim.Population(1, sim.SpikeSourceArray({ spike_times: [2] }));
    const parts = sim.Population(
      1,
      sim.PointNeuron(sim.LIF(), {
        AMPA: sim.ExpPSR({ tau_syn: 2 }),
        GABAA: sim.ExpPSR({ tau_syn: 10, e_syn: -70 }),
      }),
    );
    const native = sim.Population(1, sim.nativeCellType("lif-curr-exp")({ tau_m: 10 }));
    const synapseType = sim.StaticSynapse({ weight: 0.01, delay: 1 });
    for (const receptorType of parts.receptorTypes) {
      sim.Projection(source, parts, sim.AllToAllConnector(), { synapseType, receptorType });
    }
    parts.record(["v", "AMPA.gsyn", "GABAA.gsyn"]);
    native.record("v");
    await sim.run(10);
    const signals = parts.getData().segments[0]?.analogsignals ?? [];
    const [v, ampa, gaba] = signals.map(({ values }) => values);
    expect(Math.max(...(v ?? []))).toBeGreaterThan(-65);
    expect(ampa?.at(-1)).toBeLessThan(gaba?.at(-1) as number);
    expect(native.getData().segments[0]?.analogsignals[0]?.units).toBe("mV");
    expect(sim.network().network).toBeDefined();
  });

  it("reports the progress of each connector to the callback", () => {
    const sim = onClock({ files: { read: () => "0 1 0.5 1", write: () => undefined } });
    const neurons = sim.Population(4, sim.IF_curr_exp());
    const first = sim.Projection(neurons, neurons, sim.OneToOneConnector());
    const seen: number[] = [];
    const options = { callback: (progress: number) => void seen.push(progress) };
    const identity = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => i === j));
    const connectors = [
      sim.AllToAllConnector(options),
      sim.OneToOneConnector(options),
      sim.FixedProbabilityConnector(0.5, options),
      sim.DistanceDependentProbabilityConnector("d < 2", options),
      sim.IndexBasedProbabilityConnector(
        sim.IndexBasedExpression(() => 1),
        options,
      ),
      sim.DisplacementDependentProbabilityConnector(() => 1, options),
      sim.FixedNumberPreConnector(2, options),
      sim.FixedNumberPostConnector(2, options),
      sim.FixedTotalNumberConnector(5, options),
      sim.FromListConnector([[0, 1]], options),
      sim.FromFileConnector("list.txt", options),
      sim.ArrayConnector(identity, options),
      sim.CloneConnector(first, options),
    ];
    for (const connector of connectors) {
      sim.Projection(neurons, neurons, connector);
      expect([connector.name, ...seen]).toEqual([connector.name, 0.25, 0.5, 0.75, 1]);
      seen.length = 0;
    }
    const makers = Object.keys(sim).filter((name) => name.endsWith("Connector"));
    expect(connectors.map(({ name }) => name).sort()).toEqual(makers.sort());
  });
});
