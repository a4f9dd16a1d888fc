import { integrators } from "@spikeloom/integrators";
import {
  createStack,
  type NetworkRecord,
  type PopulationRecord,
  type ProjectionRecord,
  type StimulusRecord,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { synapses } from "@spikeloom/synapses";
import { describe, expect, it } from "vitest";
import { sonataFormat } from "../../src/formats/sonata-format.ts";
import { roundTrip as inFormat } from "../round-trip/round-trip.ts";

const stack = createStack({
  plugins: [...integrators, ...neurons, ...synapses, ...connectors, sonataFormat],
});

const roundTrip = (network: NetworkRecord, options: Readonly<Record<string, number>> = {}) =>
  inFormat(sonataFormat, network, { stack, options });

describe("parameters that differ from neuron to neuron", () => {
  const c_m = { values: Float64Array.of(200, 300, 200), unit: "pF" };
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    seed: 1,
    projections: [],
    populations: { E: { model: "lif-curr-exp", size: 3, parameters: { c_m, tau_m: "15 ms" } } },
    record: [{ population: "E", variables: ["spikes"] }],
  };

  it.each([
    ["are those of types", 2, []],
    [
      "are stored with the nodes if there are too many types",
      1,
      ["tools populations.E.parameters"],
    ],
  ])("%s", async (_, types, lost) => {
    const back = await roundTrip(network, { types });
    expect(back.network).toEqual(network);
    expect(back.written.map(({ code, place }) => `${code} ${place}`)).toEqual(lost);
  });
});

describe("networks beyond reach", () => {
  const base: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    duration: "50 ms",
    seed: 1,
    populations: { E: { model: "lif-curr-exp", size: 3 }, I: { model: "lif-cond-exp", size: 2 } },
    projections: [
      {
        name: "EI",
        from: "E",
        to: "I",
        receptor: "excitatory",
        weight: "1 nS",
        connector: { kind: "all-to-all" },
        delay: "1 ms",
      },
    ],
    record: [
      { population: "E", variables: ["spikes"] },
      { population: "I", variables: ["spikes"] },
    ],
  };
  const EI = base.projections?.[0] as ProjectionRecord;
  const drive: StimulusRecord = {
    kind: "poisson",
    into: "E",
    receptor: "excitatory",
    rate: "100 Hz",
    weight: "10 pA",
  };
  const withE = (E: Partial<PopulationRecord>): Partial<NetworkRecord> => ({
    populations: { ...base.populations, E: { model: "lif-curr-exp", size: 3, ...E } },
  });

  it.each<[string, Partial<NetworkRecord>, readonly string[]]>([
    ["nothing", {}, []],
    ["a convention", { convention: "brian2" }, ["convention convention"]],
    [
      "a name and a precision",
      { precision: "f32", name: "n" },
      ["setting name", "setting precision"],
    ],
    ["Poisson input", { stimuli: [drive] }, ["stimulus stimuli[0]"]],
    ["a model", { ...withE({ model: "qif" }), projections: [] }, ["model populations.E"]],
    ["an integrator", withE({ integrator: "rk4" }), ["setting populations.E.integrator"]],
    [
      "a synapse with state",
      { projections: [{ ...EI, synapse: "tsodyks-markram" }] },
      ["plasticity projections[0]"],
    ],
    [
      "inhibition by positive weights of a current",
      { projections: [{ ...EI, to: "E", receptor: "inhibitory", weight: "5 pA" }] },
      ["receptor projections[0]"],
    ],
    [
      "a variable",
      { record: [{ population: "E", variables: ["spikes", "i_syn_exc"] }] },
      ["report record[0]"],
    ],
    ["weights over time", { recordSynapses: [{ projection: "EI" }] }, ["report recordSynapses[0]"]],
    [
      "where a current starts",
      withE({ initial: { i_syn_exc: "5 pA" } }),
      ["initial populations.E.initial.i_syn_exc"],
    ],
    ["a name with a bar", { projections: [{ ...EI, name: "E/I" }] }, ["name projections[0].name"]],
  ])("lose %s, and say so", async (_, change, lost) => {
    const { written, network } = await roundTrip({ ...base, ...change });
    expect(written.map(({ code, place }) => `${code} ${place}`)).toEqual(lost);
    // The remaining part can be read.
    expect(Object.keys(network.populations)).toContain("I");
  });
});
