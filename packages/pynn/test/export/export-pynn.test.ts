import {
  type NetworkRecord,
  type NeuronRecord,
  SpikeLoomError,
  writeFormat,
} from "@spikeloom/kernel";
import { gifCondExpWith, type Kinetics, pointNeuron } from "@spikeloom/neurons";
import { withWeightUnit } from "@spikeloom/plasticity";
import { describe, expect, it } from "vitest";
import { exportPynn } from "../../src/export/export-pynn.ts";
import { pynnFormat } from "../../src/format.ts";
import { drivenNetwork, stack } from "./networks.ts";

const scriptOf = (network: NetworkRecord): string => exportPynn(network, { stack }).script;

function refusals(network: NetworkRecord): readonly (readonly [string, string | undefined])[] {
  try {
    exportPynn(network, { stack });
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    return [fault, ...fault.others].map(({ code, place }) => [code, place]);
  }
  return [];
}

const placesOf = (network: NetworkRecord): readonly string[] =>
  exportPynn(network, { stack }).losses.map(({ place }) => place);

describe("populations", () => {
  it("writes parameters in PyNN's names and units, only those that differ from its defaults", () => {
    const parameters = {
      c_m: "1 nF",
      tau_m: "20 ms",
      v_rest: "-65 mV",
      v_reset: "-65 mV",
      v_threshold: "-50 mV",
      tau_refrac: "0.1 ms",
      tau_syn_exc: "5 ms",
      tau_syn_inh: "5 ms",
      i_offset: "300 pA",
    };
    const script = scriptOf(drivenNetwork("lif-curr-exp", { population: { parameters } }));
    expect(script).toContain(
      '    populations["E"] = sim.Population(3, sim.IF_curr_exp(i_offset=0.3), label="E")\n',
    );
  });

  it("computes parameters that PyNN has in another form", () => {
    const population = { parameters: { c_m: "281 pF", g_l: "30 nS" } };
    const projection = { weight: "1 nS" };
    const script = scriptOf(drivenNetwork("adex-cond-exp", { population, projection }));
    expect(script).toContain(`tau_m=${281 / 30}`);
  });

  it.each([
    ["traub-miles-cond-exp", "up to 5 %"],
    ["adex-cond-exp", "up to 3 %"],
    ["lif-cond-exp-sfa-rr", "up to 0.1 %"],
  ])("states how far NEST's solver of %s deviates from ours", (model, size) => {
    const { losses } = exportPynn(drivenNetwork(model, { projection: { weight: "1 nS" } }), {
      stack,
    });
    const reported = losses.filter(({ code }) => code === "integration");
    expect(reported.map(({ message }) => message)).toEqual([expect.stringContaining(size)]);
  });

  it.each([
    [42, 42],
    [2 ** 32 - 1, 2 ** 32 - 1],
    [0, 1],
    [2 ** 32, 1],
  ])("writes the seed %i as %i, which NEST accepts", (seed, written) => {
    const script = scriptOf(drivenNetwork("lif-curr-exp", { network: { seed } }));
    expect(script).toMatch(new RegExp(`rng_seed=${written},?\\s*\\)`));
  });

  it("recognises a model by its equations, whatever its name", () => {
    const model = {
      ...JSON.parse(JSON.stringify(stack.find("neuron", "lif-curr-exp"))),
      name: "mine",
    };
    const network = drivenNetwork("mine", { network: { models: { mine: model } } });
    expect(scriptOf(network)).toContain("sim.IF_curr_exp(");
    const other = { ...model, dynamics: { ...model.dynamics, v: "(v_rest - v) / (2 * tau_m)" } };
    const changed = drivenNetwork("mine", { network: { models: { mine: other } } });
    expect(refusals(changed)).toEqual([["SL_EXPORT_NEURON", "populations.E.model"]]);
  });

  it.each([
    ["lif", "IF_curr"],
    ["hodgkin-huxley", "HH_cond_exp"],
    ["izhikevich-2003", "Izhikevich"],
    ["poisson-sine", "SpikeSource"],
  ])("refuses %s and names the nearest cell", (model, nearest) => {
    const network: NetworkRecord = {
      format: "spikeloom-network",
      version: 1,
      duration: "10 ms",
      populations: { E: { model, size: 3 } },
    };
    expect(() => exportPynn(network, { stack })).toThrow(
      new RegExp(`SL_EXPORT_NEURON at populations.E.model.*"E".*${model}.*${nearest}`),
    );
  });

  it("refuses values that are fixed in a cell", () => {
    const population = { parameters: { v_threshold: "25 mV" } };
    const projection = { receptor: "delta", weight: "1 mV" };
    const network = drivenNetwork("izhikevich", { population, projection });
    const place = "populations.E.parameters.v_threshold";
    expect(refusals(network)).toEqual([["SL_EXPORT_VALUE", place]]);
  });

  it("finds all refusals at once", () => {
    const network = drivenNetwork("lif-curr-exp", {
      projection: { synapse: "tsodyks-markram" },
      network: {
        stimuli: [
          {
            kind: "poisson",
            into: "E",
            receptor: "excitatory",
            weight: "1 nA",
            rate: { formula: "10*Hz * (1 + sin(t/ms))" },
          },
        ],
      },
    });
    expect(refusals(network).map(([code]) => code)).toEqual([
      "SL_EXPORT_SYNAPSE",
      "SL_EXPORT_STIMULUS",
    ]);
  });
});

describe("projections", () => {
  it.each([
    ["all-to-all", {}, "sim.AllToAllConnector()"],
    ["fixed-indegree", { n: 1 }, 'sim.FromListConnector(load("s-to-e.npy"))'],
    ["pairs", { pairs: [[0, 1]] }, 'sim.FromListConnector(load("s-to-e.npy"))'],
  ])("writes %s as deterministic values", (kind, options, connector) => {
    const projection = { connector: { kind, ...options }, delay: "1.5 ms" };
    const script = scriptOf(drivenNetwork("lif-curr-exp", { projection }));
    expect(script).toContain(`        ${connector},\n`);
    expect(script).toContain("sim.StaticSynapse(weight=1.0, delay=1.5)");
    expect(script).toContain('min_delay=0.1, max_delay=1.5, spike_precision="on_grid"');
  });

  it("lists the weights and delays that differ", () => {
    const delay = { draw: "uniform", low: "1 ms", high: "3 ms" };
    const { script, data } = exportPynn(drivenNetwork("lif-curr-exp", { projection: { delay } }), {
      stack,
    });
    expect(script).toContain('load("s-to-e.npy"), column_names=["delay"]');
    const bytes = data.get("s-to-e.npy") ?? new Uint8Array();
    expect(new TextDecoder("latin1").decode(bytes.subarray(0, 100))).toContain("(6, 3)");
  });

  it("creates two projections for jumps of both signs", () => {
    const projection = { receptor: "delta", weight: { formula: "(1 - 2*i) * mV" } };
    const script = scriptOf(drivenNetwork("lif-delta", { projection }));
    expect(script).toContain('projections["S->E (excitatory)"]');
    expect(script).toContain('projections["S->E (inhibitory)"]');
  });

  it("refuses currents of the other sign, unless both receptors decay equally", () => {
    const projection = { weight: "-1 nA" };
    const alike = drivenNetwork("lif-curr-exp", { projection });
    expect(scriptOf(alike)).toContain('receptor_type="inhibitory"');
    const population = { parameters: { tau_syn_inh: "9 ms" } };
    const apart = drivenNetwork("lif-curr-exp", { projection, population });
    expect(refusals(apart)).toEqual([["SL_EXPORT_VALUE", "projections[0].weight"]]);
  });

  it("refuses a decay of active resources that is not that of the receptor", () => {
    const synapse = { model: "tsodyks-uziel-markram", parameters: { tau_syn: "4 ms" } };
    const network = drivenNetwork("lif-curr-exp", { projection: { synapse } });
    const place = "projections[0].synapse.parameters.tau_syn";
    expect(refusals(network)).toEqual([["SL_EXPORT_SYNAPSE", place]]);
  });

  it.each([
    ["lif-cond-exp", "1 nS", { plasticity: "vogels" }],
    ["lif-curr-exp", "1 nA", { plasticity: "stdp-pair", synapse: "simple-stochastic" }],
  ])("refuses onto %s with %s: %j", (model, weight, rules) => {
    const network = drivenNetwork(model, { projection: { weight, ...rules } });
    expect(refusals(network).map(([code]) => code)).toContain("SL_EXPORT_SYNAPSE");
  });
});

describe("losses", () => {
  it("are none for a network that PyNN can express", () => {
    expect(placesOf(drivenNetwork("lif-curr-exp"))).toEqual([]);
  });

  it("lists each rule of a convention that differs from NEST's", () => {
    const places = placesOf(drivenNetwork("lif-curr-exp", { network: { convention: "neuron" } }));
    expect(places).toContain("convention.order");
    expect(places.every((place) => place.startsWith("convention."))).toBe(true);
  });

  it.each([
    ["precision", { precision: "f32" }],
    ["tier", { tier: "packed" }],
    ["record[0].variables", { record: [{ population: "E", variables: ["i_syn_exc"] }] }],
    ["record[0]", { record: [{ population: "E", variables: ["v"], from: "2 ms" }] }],
    [
      "stimuli[0]",
      {
        stimuli: [{ kind: "noise", into: "E", mean: "0 nA", sd: "1 nA", start: "5 ms" }],
      },
    ],
  ])("lists %s", (place, network) => {
    expect(placesOf(drivenNetwork("lif-curr-exp", { network }))).toEqual([place]);
  });

  it("lists plasticity that NEST processes only at the dendrite", () => {
    const projection = { plasticity: "stdp-pair", dendritic: 0.5 };
    const { script, losses } = exportPynn(drivenNetwork("lif-curr-exp", { projection }), { stack });
    expect(script).toContain("dendritic_delay_fraction=0.5");
    expect(losses.map(({ place }) => place)).toEqual(["projections[0]"]);
  });
});

it("is a format that reports its losses", async () => {
  const projection = { plasticity: "stdp-pair", dendritic: 0.5 };
  const network = drivenNetwork("lif-curr-exp", { projection, network: { tier: "packed" } });
  const { files, losses } = await writeFormat(pynnFormat, { holds: "network", network }, { stack });
  expect(losses.map(({ code }) => code)).toEqual(["tier", "dendritic-delay"]);
  const names: string[] = [];
  for await (const { name } of files) names.push(name);
  expect(names[0]).toBe("network.py");
  expect(names.slice(1).every((name) => name.startsWith("data/"))).toBe(true);
});

it("needs a duration", () => {
  const { duration: _, ...network } = drivenNetwork("lif-curr-exp");
  expect(refusals(network)).toEqual([["SL_RUN_LENGTH_MISSING", "duration"]]);
  expect(exportPynn(network, { stack, for: "2 s" }).script).toContain("DURATION = 2000.0");
});

describe("cells of parts and terms", () => {
  const point = (neuron: "lif" | "adex", kinetics: Kinetics) =>
    pointNeuron({ name: "mine", neuron, receptors: { AMPA: kinetics, slow: kinetics } });
  const driven = (
    model: NeuronRecord,
    more: { readonly parameters?: object; readonly projection?: object } = {},
  ): NetworkRecord =>
    drivenNetwork("mine", {
      population: { parameters: more.parameters ?? {} },
      projection: { receptor: "AMPA", ...more.projection },
      network: { models: { mine: model } },
    });

  it("writes a model of a membrane and receptors as a PointNeuron", () => {
    const parameters = { tau_m: "15 ms", tau_syn_slow: "50 ms", i_offset: "1 nA" };
    const network = driven(point("lif", "curr-exp"), { parameters });
    const script = scriptOf(network);
    expect(script).toMatch(/sim\.PointNeuron\(\s*sim\.LIF\(.*tau_m=15\.0.*i_offset=1\.0/s);
    expect(script).toContain("AMPA=sim.CurrExpPostSynapticResponse(),\n");
    expect(script).toContain("slow=sim.CurrExpPostSynapticResponse(tau_syn=50.0),\n");
    expect(script).toContain('receptor_type="AMPA"');
    expect(placesOf(network)).toEqual([]);
  });

  it.each([
    ["lif", "cond-exp", "populations.E.model"],
    ["adex", "cond-exp", "populations.E.model"],
    ["adex", "cond-alpha", "populations.E"],
    ["adex", "cond-beta", "populations.E"],
  ] as const)("reports NEST's result for %s with %s", (neuron, kinetics, place) => {
    const network = driven(point(neuron, kinetics), { projection: { weight: "1 nS" } });
    expect(placesOf(network)).toContain(place);
    expect(scriptOf(network)).toContain("sim.PointNeuron(");
  });

  it("reports settings that NEST does not accept for a receptor", () => {
    const parameters = { tau_syn_AMPA: ["1 ms", "2 ms", "3 ms"] };
    const network = driven(point("lif", "curr-exp"), { parameters });
    expect(placesOf(network)).toEqual(["populations.E.parameters.tau_syn_AMPA"]);
    const synapse = { model: "tsodyks-uziel-markram", parameters: { tau_syn: "5 ms" } };
    const short = driven(point("lif", "curr-exp"), { projection: { synapse } });
    expect(placesOf(short)).toEqual(["projections[0].synapse.parameters.tau_syn"]);
  });

  it("refuses weights of a sign that PyNN does not accept", () => {
    const model = point("lif", "curr-exp");
    const negative = driven(model, { projection: { weight: "-1 nA" } });
    expect(refusals(negative)).toEqual([["SL_EXPORT_VALUE", "projections[0].weight"]]);
    const slow = driven(model, { projection: { weight: "-1 nA", receptor: "slow" } });
    expect(scriptOf(slow)).toContain('receptor_type="slow"');
    const weight = { draw: "uniform", low: "-1 nA", high: "1 nA" };
    const mixed = driven(model, { projection: { weight, receptor: "slow" } });
    expect(refusals(mixed)).toEqual([["SL_EXPORT_VALUE", "projections[0].weight"]]);
  });

  it("refuses receptors without a PyNN response, and names that Python does not accept", () => {
    const parts = { name: "mine", neuron: "lif" } as const;
    const place = "populations.E.model";
    const slow = pointNeuron({ ...parts, receptors: { AMPA: "cond-exp", N: "cond-nmda" } });
    const projection = { weight: "1 nS" };
    expect(refusals(driven(slow, { projection }))).toEqual([["SL_EXPORT_NEURON", place]]);
    const word = pointNeuron({ ...parts, receptors: { lambda: "curr-exp" } });
    const network = driven(word, { projection: { receptor: "lambda" } });
    expect(refusals(network)).toEqual([["SL_EXPORT_NEURON", place]]);
  });

  it.each([1, 2, 3, 5])("writes a GIF of %i terms", (count) => {
    const model = gifCondExpWith(Array.from({ length: count }, (_, k) => k + 1) as (1 | 2)[]);
    const projection = { receptor: "excitatory", weight: "1 nS" };
    const script = scriptOf(driven(model, { projection }));
    const found = /tau_eta=Sequence\(\[(.*?)\]\)/.exec(script.replaceAll(/\s+/g, ""))?.[1];
    expect(found?.split(",").filter((one) => one !== "").length ?? 3).toBe(count);
  });
});

describe("settings that differ between backends", () => {
  const onto = (projection: object) =>
    drivenNetwork("lif-delta", {
      projection: { receptor: "delta", weight: "1 mV", ...projection },
    });

  it("is the maximum weight of jumps, which NEST treats as a current", () => {
    const parameters = { w_max: "5 mV" };
    const rule = stack.get("plasticity", "stdp-pair");
    const plasticity = { model: withWeightUnit(rule, "mV"), parameters };
    const script = scriptOf(onto({ plasticity, dendritic: 1 }));
    expect(script).toContain("w_max=limit(sim, 5.0)");
    expect(script).toContain("def limit(sim, jump):");
    expect(scriptOf(onto({}))).not.toContain("limit");
  });

  it.each([
    [0, []],
    [0.5, ["projections[0]"]],
    [1, []],
  ])("is no loss if a probability of %f is random", (p, places) => {
    const synapse = { model: "simple-stochastic", parameters: { p } };
    expect(placesOf(onto({ synapse }))).toEqual(places);
  });
});
