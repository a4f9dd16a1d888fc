import { createStack, type NetworkRecord, readFormat, thingOf } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { describe, expect, it } from "vitest";
import { sonataFormat } from "../../src/formats/sonata-format.ts";
import { type CircuitFiles, smallCircuit, sourceOf } from "./circuit-files.ts";

const stack = createStack({ plugins: [...neurons, ...connectors, sonataFormat] });

async function read(
  files: CircuitFiles,
  name = "config.json",
): Promise<{ readonly network: NetworkRecord; readonly losses: readonly string[] }> {
  const { source, beside } = sourceOf(files, name);
  const { thing, losses } = await readFormat(sonataFormat, source, { stack, beside });
  const texts = losses.map(({ code, place }) => `${code} ${place}`);
  return { network: thingOf(thing, "network").network, losses: texts };
}

describe("a circuit of SONATA", () => {
  it("has the parameters of its types, overridden by those of its nodes", async () => {
    const { network } = await read(smallCircuit);
    expect(network.populations["inside"]).toEqual({
      model: "lif-curr-alpha",
      size: 4,
      parameters: {
        c_m: { values: Float64Array.of(210, 200, 310, 300), unit: "pF" },
        v_rest: { values: Float64Array.of(-72, -72, -70, -70), unit: "mV" },
        tau_m: "12 ms",
      },
      // NEST's neurons start at -70 mV whatever their resting potential.
      initial: { v: { values: Float64Array.of(-70, -70, -65.5, -65.5), unit: "mV" } },
      positions: {
        layout: "list",
        points: [
          [1, 0.5],
          [2, -1],
          [3, 0.25],
          [4, 0],
        ],
      },
    });
  });

  it("has its edges in projections, by receptor, in their order", async () => {
    const { network } = await read(smallCircuit);
    expect(network.projections).toEqual([
      {
        name: "inner/excitatory",
        from: "inside",
        to: "inside",
        receptor: "excitatory",
        connector: { kind: "pairs", pairs: Uint32Array.of(0, 1, 1, 2, 2, 3) },
        weight: { values: Float64Array.of(40.5, 50, 40.5), unit: "pA" },
        delay: { values: Float64Array.of(2.5, 1.5, 3), unit: "ms" },
      },
      {
        name: "inner/inhibitory",
        from: "inside",
        to: "inside",
        receptor: "inhibitory",
        connector: { kind: "pairs", pairs: Uint32Array.of(3, 0) },
        weight: "-60 pA",
        delay: "1.5 ms",
      },
      {
        name: "drive/excitatory",
        from: "outside",
        to: "inside",
        receptor: "excitatory",
        connector: { kind: "pairs", pairs: Uint32Array.of(0, 0, 0, 3) },
        // Two synapses of 300 pA; and NEST's delay by default.
        weight: "600 pA",
        delay: "1 ms",
      },
      {
        name: "drive/inhibitory",
        from: "outside",
        to: "inside",
        receptor: "inhibitory",
        connector: { kind: "pairs", pairs: Uint32Array.of(1, 2) },
        weight: "-90 pA",
        delay: "1 ms",
      },
    ]);
  });

  it("has spikes on the grid, in order, and currents a step after NEST's", async () => {
    const { network } = await read(smallCircuit);
    expect(network.populations["outside"]).toEqual({
      model: "spike-array",
      size: 2,
      // 5.23 is rounded up; 0.3 / 0.1 is a little less than 3 and means 3.
      times: [[1, 5.3, 7], [0.3]],
    });
    const neurons = { indices: [0, 3] };
    expect(network.stimuli).toEqual([
      {
        kind: "steps",
        into: "inside",
        neurons,
        times: ["20.1 ms", "50.1 ms"],
        values: ["400 pA", "0 pA"],
      },
    ]);
    expect(network.record).toEqual([
      { population: "inside", variables: ["spikes"] },
      { population: "inside", variables: ["v"], neurons, every: "0.5 ms" },
    ]);
    expect([network.dt, network.duration]).toEqual(["0.1 ms", "100 ms"]);
  });

  it("reports its losses", async () => {
    const { losses } = await read(smallCircuit);
    expect(losses).toEqual(["name nodes.inside.node_id", "attribute nodes.inside.layer"]);
  });

  it("can be a circuit alone", async () => {
    const { network } = await read(smallCircuit, "circuit.json");
    expect(network.duration).toBeUndefined();
    expect(network.populations["outside"]?.times).toEqual([[], []]);
    expect(network.stimuli).toBeUndefined();
  });
});
