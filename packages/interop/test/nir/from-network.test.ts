import {
  bytesSource,
  type NetworkRecord,
  readFormat,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { type NirGraph, type NirNode, readNir } from "../../src/nir/index.ts";
import { runNetwork } from "./run-network.ts";

const format = stack.get("format", "nir");

async function written(network: NetworkRecord) {
  const made = await writeFormat(format, { holds: "network", network }, { stack });
  const parts: Uint8Array[] = [];
  for await (const { pieces } of made.files) for await (const piece of pieces) parts.push(piece);
  return { bytes: Buffer.concat(parts), losses: made.losses };
}

async function readBack(bytes: Uint8Array): Promise<NetworkRecord> {
  const read = await readFormat(format, bytesSource("g.nir", bytes), { stack });
  return thingOf(read.thing, "network").network;
}

/** When each neuron of a population spikes. */
async function spikesOf(network: NetworkRecord, population: string) {
  const record = [{ population, variables: ["spikes"] }];
  const result = await runNetwork({ ...network, record, duration: network.duration ?? "60 ms" });
  const { spikes } = result.recordings[0] ?? {};
  return [...(spikes?.times ?? [])].map((time, k) => `${time.toFixed(3)} ${spikes?.neurons[k]}`);
}

const base = { format: "spikeloom-network", version: 1, dt: "0.1 ms", duration: "60 ms" } as const;
const times = [
  [1, 2, 3, 10, 11, 12, 13, 30],
  [2, 4, 6, 8, 30.5],
];

describe("a network of standard neurons", () => {
  const sources = { model: "spike-array", size: 2, times };
  const rest = { v_rest: "-65 mV", v_reset: "-68 mV", v_threshold: "-55 mV", tau_refrac: "0 ms" };
  const networks: Readonly<Record<string, NetworkRecord>> = {
    "lif-delta": {
      ...base,
      populations: {
        in: sources,
        A: {
          model: "lif-delta",
          size: 3,
          parameters: { ...rest, tau_m: "15 ms", i_offset: "0.05 nA", c_m: "200 pF" },
        },
      },
      projections: [
        {
          from: "in",
          to: "A",
          connector: { kind: "all-to-all" },
          delay: "1.5 ms",
          weight: { values: [4, 2, 5, 3, 6, 1], unit: "mV" },
        },
        { from: "A", to: "A", connector: { kind: "all-to-all" }, weight: "-1.7 mV", delay: "2 ms" },
      ],
      record: [{ population: "A", variables: ["spikes"] }],
    },
    "if-delta": {
      ...base,
      populations: {
        in: sources,
        A: {
          model: "if-delta",
          size: 2,
          parameters: { v_reset: "0 mV", v_threshold: "5.5 mV", tau_refrac: "0 ms" },
        },
      },
      projections: [
        { from: "in", to: "A", connector: { kind: "one-to-one" }, weight: "2 mV", delay: "0.1 ms" },
      ],
    },
    "lif-curr-exp": {
      ...base,
      populations: {
        in: sources,
        A: {
          model: "lif-curr-exp",
          size: 2,
          parameters: { ...rest, tau_syn_exc: "3 ms", tau_syn_inh: "3 ms" },
        },
      },
      projections: [
        {
          from: "in",
          to: "A",
          receptor: "excitatory",
          weight: "1.9 nA",
          delay: "1 ms",
          connector: { kind: "all-to-all" },
        },
      ],
    },
  };

  it.each(Object.entries(networks))(
    "%s spikes in the same steps as its graph",
    async (_, network) => {
      const { bytes, losses } = await written(network);
      // Settings of a run and its input are not part of a graph.
      expect(losses.map(({ place }) => place)).toEqual([
        ...["duration", "convention", "populations.in.times"],
      ]);
      const again = await readBack(bytes);
      const wanted = await spikesOf(network, "A");
      expect(wanted.length).toBeGreaterThan(2);
      // The input of a graph is not part of it; a population after its input is a step late.
      const input = { ...again.populations["in"], times } as NetworkRecord["populations"][string];
      const driven = {
        ...again,
        duration: "60 ms",
        populations: { ...again.populations, in: input },
      };
      const late = (await spikesOf(driven, "A")).map((spike) => {
        const [time, neuron] = spike.split(" ");
        return `${(Number(time) - 0.1).toFixed(3)} ${neuron}`;
      });
      expect(late).toEqual(wanted);
    },
  );

  it("loses what NIR cannot express, by name", async () => {
    const network: NetworkRecord = {
      ...base,
      populations: {
        A: { model: "lif-curr-exp", size: 2, parameters: { tau_syn_exc: "3 ms" } },
      },
      projections: [
        {
          from: "A",
          to: "A",
          receptor: "excitatory",
          weight: "1 nA",
          connector: { kind: "all-to-all" },
          plasticity: "stdp-pair",
        },
      ],
      stimuli: [{ kind: "steps", into: "A", times: ["1 ms"], values: ["1 nA"] }],
    };
    const { losses } = await written(network);
    expect(losses.map(({ code, place }) => [code, place])).toEqual([
      ["refractory", "populations.A.parameters.tau_refrac"],
      ["receptors", "populations.A.parameters.tau_syn_inh"],
      ["plasticity", "projections[0].plasticity"],
      ["setting", "duration"],
      ["setting", "convention"],
      ["stimulus", "stimuli[0]"],
    ]);
  });

  it("of a neuron that NIR has not is refused", async () => {
    const network = { ...base, populations: { A: { model: "izhikevich", size: 1 } } };
    await expect(written(network)).rejects.toMatchObject({
      code: "SL_NIR_WRITE",
      place: "populations.A.model",
    });
  });
});

describe("a network that a graph was read as", () => {
  const list = (...values: number[]) => ({
    shape: [values.length],
    values: Float64Array.from(values),
  });
  const input = { type: "Input", shape: [2] } as const;
  const output = { type: "Output", shape: [2] } as const;
  const both = { r: list(3, 2), v_leak: list(0, 0.25) };
  const spiking = { v_threshold: list(1, 2), v_reset: list(0, -0.5) };
  const matrix = { shape: [2, 2], values: Float64Array.of(1, 2, -3, 4) };
  const nodes: readonly NirNode[] = [
    { type: "LIF", tau: list(0.01, 0.02), ...both, ...spiking },
    {
      type: "CubaLIF",
      tau_mem: list(0.01, 0.02),
      tau_syn: list(0.001, 0.002),
      w_in: list(2, 5),
      ...both,
      ...spiking,
    },
    { type: "IF", r: list(100, 50), ...spiking },
    { type: "LI", tau: list(0.01, 0.02), ...both },
    {
      type: "CubaLI",
      tau_mem: list(0.01, 0.02),
      tau_syn: list(0.001, 0.002),
      w_in: list(1, 1),
      ...both,
    },
    { type: "I", r: list(100, 50) },
    { type: "Threshold", threshold: list(0.5, 1.5) },
  ];

  it.each(nodes.map((node) => [node.type, node] as const))(
    "restores a graph with its %s",
    async (_, node) => {
      const graph: NirGraph = {
        type: "NIRGraph",
        nodes: new Map<string, NirNode>([
          ["input", input],
          ["w", { type: "Affine", weight: matrix, bias: list(0.5, -1) }],
          ["late", { type: "Delay", delay: list(0.002, 0.002) }],
          ["neuron", node],
          ["output", output],
        ]),
        edges: [
          ["input", "late"],
          ["late", "w"],
          ["w", "neuron"],
          ["neuron", "output"],
        ],
      };
      const { writeNir } = await import("../../src/nir/index.ts");
      const network = await readBack(writeNir({ version: "1.0.8", node: graph }));
      const { bytes, losses } = await written(network);
      expect(losses).toEqual([]);
      const again = (await readNir(bytesSource("again", bytes))).node as NirGraph;
      const names = new Map([...again.nodes].map(([name, one]) => [one.type, name]));
      expect([...again.nodes.values()].map(({ type }) => type).sort()).toEqual(
        [...graph.nodes.values()].map(({ type }) => type).sort(),
      );
      // To seconds from ms and back, a last bit may differ.
      const found = again.nodes.get("neuron") as unknown as Readonly<Record<string, unknown>>;
      for (const [key, wanted] of Object.entries(node)) {
        if (typeof wanted !== "object") continue;
        const [a, b] = [found[key], wanted] as { values: Float64Array }[];
        for (const [k, value] of (b?.values ?? []).entries())
          expect(a?.values[k]).toBeCloseTo(value, 12);
      }
      expect(again.nodes.get(names.get("Affine") ?? "")).toEqual(graph.nodes.get("w"));
      expect(again.nodes.get(names.get("Delay") ?? "")).toEqual(graph.nodes.get("late"));
      expect(await readBack(bytes)).toMatchObject({ dt: network.dt });
    },
  );
});
