import { integrators } from "@spikeloom/integrators";
import {
  bytesBeside,
  bytesSource,
  createStack,
  type Loss,
  type NetworkRecord,
  type PopulationRecord,
  type ProjectionRecord,
  readFormat,
  type StimulusRecord,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { synapses } from "@spikeloom/synapses";
import { describe, expect, it } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { sonataFormat } from "../../src/formats/sonata-format.ts";
import { drawNetwork } from "./draw-networks.ts";

const stack = createStack({
  plugins: [...integrators, ...neurons, ...synapses, ...connectors, sonataFormat],
});

interface RoundTrip {
  readonly network: NetworkRecord;
  readonly written: readonly Loss[];
  readonly read: readonly Loss[];
}

async function roundTrip(
  network: NetworkRecord,
  options: Readonly<Record<string, number>> = {},
): Promise<RoundTrip> {
  const { files, losses } = await writeFormat(
    sonataFormat,
    { holds: "network", network },
    { stack, options },
  );
  const bytes: Record<string, Uint8Array> = {};
  for await (const { name, pieces } of files) {
    for await (const piece of pieces) bytes[name] = piece;
  }
  const [first = ""] = Object.keys(bytes);
  const source = bytesSource(first, bytes[first] ?? new Uint8Array(0));
  const found = await readFormat(sonataFormat, source, { stack, beside: bytesBeside(bytes) });
  return { network: thingOf(found.thing, "network").network, written: losses, read: found.losses };
}

describe("networks within reach", () => {
  it(`come back as they were (seed ${drawSeed})`, async () => {
    for (let which = 0; which < draws({ ci: 15, long: 5000 }); which++) {
      const network = drawNetwork(newDraw(drawSeed, which));
      const back = await roundTrip(network);
      expect(back.network, `draw ${which}`).toEqual(network);
      expect(back.written, `draw ${which}`).toEqual([]);
      // Where the outputs of a simulation go is no part of a network.
      expect(
        back.read.map(({ place }) => place),
        `draw ${which}`,
      ).toEqual(["output"]);
    }
  });
});

describe("parameters that differ from neuron to neuron", () => {
  const c_m = { values: Float64Array.of(200, 300, 200), unit: "pF" };
  const network: NetworkRecord = {
    ...{ format: "spikeloom-network", version: 1, dt: "0.1 ms", seed: 1, projections: [] },
    populations: { E: { model: "lif-curr-exp", size: 3, parameters: { c_m, tau_m: "15 ms" } } },
    record: [{ population: "E", variables: ["spikes"] }],
  };

  it.each([
    ["are those of types", 2, []],
    ["stand with the nodes where types are too many", 1, ["tools populations.E.parameters"]],
  ])("%s", async (_, types, lost) => {
    const back = await roundTrip(network, { types });
    expect(back.network).toEqual(network);
    expect(back.written.map(({ code, place }) => `${code} ${place}`)).toEqual(lost);
  });
});

describe("networks beyond reach", () => {
  const base: NetworkRecord = {
    ...{ format: "spikeloom-network", version: 1, dt: "0.1 ms", duration: "50 ms", seed: 1 },
    populations: { E: { model: "lif-curr-exp", size: 3 }, I: { model: "lif-cond-exp", size: 2 } },
    projections: [
      {
        ...{ name: "EI", from: "E", to: "I", receptor: "excitatory", weight: "1 nS" },
        ...{ connector: { kind: "all-to-all" }, delay: "1 ms" },
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
    ...{ into: "E", receptor: "excitatory", rate: "100 Hz", weight: "10 pA" },
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
    // What is kept can be read.
    expect(Object.keys(network.populations)).toContain("I");
  });
});
