import {
  bytesSource,
  createStack,
  type NetworkRecord,
  readFormat,
  thingOf,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { formats } from "../../src/formats/index.ts";
import {
  type NetworkFromNirOptions,
  type NirArray,
  type NirGraph,
  type NirNode,
  networkFromNir,
  nirVersion,
  writeNir,
} from "../../src/nir/index.ts";
import { runNetwork } from "./run-network.ts";

const list = (...values: number[]): NirArray => ({
  shape: [values.length],
  values: Float64Array.from(values),
});
const one = (value: number): NirArray => ({ shape: [], values: Float64Array.of(value) });
const matrix = (...rows: number[][]): NirArray => ({
  shape: [rows.length, rows[0]?.length ?? 0],
  values: Float64Array.from(rows.flat()),
});
const input = (...shape: number[]) => ({ type: "Input", shape }) as const;
const output = (...shape: number[]) => ({ type: "Output", shape }) as const;

function graph(nodes: Readonly<Record<string, NirNode>>, ...edges: string[]): NirGraph {
  const ends = edges.map((edge) => edge.split(">") as [string, string]);
  return { type: "NIRGraph", nodes: new Map(Object.entries(nodes)), edges: ends };
}

const dt = 1e-3;

interface Given {
  /** Steps in which each input spikes, or their values. */
  readonly spikes?: readonly (readonly number[])[];
  readonly values?: readonly number[];
}

/** Run a graph; returns the output of each population in the steps of a forward pass. */
async function forward(node: NirNode, given: Given, options: NetworkFromNirOptions, steps = 8) {
  const kind = given.values === undefined ? "spikes" : "values";
  const { network, stages, inputs, losses } = networkFromNir(node, { dt, input: kind, ...options });
  const [source = ""] = inputs;
  const population = network.populations[source];
  const times = given.spikes?.map((all) => all.map((step) => step + 1));
  const values = { values: [...(given.values ?? []), 0] };
  const all: NetworkRecord = {
    ...network,
    duration: `${steps + Math.max(...stages.values())} ms`,
    populations: {
      ...network.populations,
      ...(times && population && { [source]: { ...population, times } }),
    },
    ...(given.values && { stimuli: [{ kind: "time-array", into: source, every: "1 ms", values }] }),
    record: Object.entries(network.populations).map(([name, { model }]) => ({
      population: name,
      variables:
        model === "spike-array"
          ? ["spikes"]
          : ["spikes", "v"].slice(isSpiking(network, model) ? 0 : 1),
    })),
  };
  const result = await runNetwork(all);
  const of = (name: string) => {
    const recording = result.recordings.find((found) => found.population === name);
    const stage = stages.get(name) ?? 0;
    const size = network.populations[name]?.size ?? 0;
    const v = recording?.samples.get("v")?.values ?? new Float64Array(0);
    const spikes = [...(recording?.spikes?.times ?? [])].map(
      (time) => Math.round(time) - 1 - stage,
    );
    return { spikes, v: [...v].slice(stage * size, (stage + steps) * size) };
  };
  return { of, network, losses, stages };
}

function isSpiking({ models }: NetworkRecord, model: unknown): boolean {
  const found = models?.[String(model)];
  return found?.kind === "neuron" && found.spike !== undefined;
}

const close = (found: readonly number[], wanted: readonly number[]): void => {
  expect(found).toHaveLength(wanted.length);
  // Solved exactly: only rounding remains.
  for (const [k, value] of found.entries()) expect(value).toBeCloseTo(wanted[k] ?? Number.NaN, 12);
};

const steps = [...Array(8).keys()];
const leaky = { r: list(2), v_leak: list(0.5) };

describe("the equations of NIR, solved exactly", () => {
  it("LI goes to its input exponentially, from its first step on", async () => {
    const li = { type: "LI", tau: list(5e-3), ...leaky } as const;
    const affine = { type: "Affine", weight: matrix([1]), bias: list(3) } as const;
    const nodes = { input: input(1), affine, li, output: output(1) };
    const { of } = await forward(graph(nodes, "input>affine", "affine>li", "li>output"), {}, {});
    close(
      of("li").v,
      steps.map((k) => 0.5 + 6 * (1 - Math.exp(-(k + 1) / 5))),
    );
  });

  it.each([
    [4e-3, 6e-3],
    [5e-3, 5e-3],
  ])("CubaLI follows a current, time constants %s and %s s", async (synapse, membrane) => {
    const times = { tau_syn: list(synapse), tau_mem: list(membrane), w_in: list(3) };
    const cuba = { type: "CubaLI", ...times, ...leaky } as const;
    const linear = { type: "Linear", weight: matrix([2]) } as const;
    const nodes = { input: input(1), linear, cuba, output: output(1) };
    const edges = ["input>linear", "linear>cuba", "cuba>output"];
    const { of } = await forward(graph(nodes, ...edges), { spikes: [[0]] }, { spikes: "dirac" });
    const [s, m] = [1000 * synapse, 1000 * membrane];
    // I(t) = w_in w / tau_syn exp(-t / tau_syn), per second; its response is an alpha or a beta function.
    const i0 = (3 * 2) / synapse;
    const response = (t: number): number =>
      s === m ? (t / m) * Math.exp(-t / m) : (s / (s - m)) * (Math.exp(-t / s) - Math.exp(-t / m));
    // It acts at the end of the first step.
    const wanted = steps.map((k) => 0.5 + 2 * i0 * response(k));
    for (const [k, v] of of("cuba").v.entries()) expect(v / (wanted[k] ?? 1)).toBeCloseTo(1, 10);
  });

  it("IF integrates a pulse of one step, spikes above its threshold and takes v_reset", async () => {
    const iaf = { type: "IF", r: list(500), v_threshold: list(1), v_reset: list(0.25) } as const;
    const nodes = { input: input(1), iaf, output: output(1) };
    const spikes = [[0, 1, 2, 3, 4]];
    const { of } = await forward(graph(nodes, "input>iaf", "iaf>output"), { spikes }, {}, 6);
    // 500 / s for 1 ms: at 1 it does not spike yet.
    close(of("iaf").v, [0.5, 1, 0.25, 0.75, 0.25, 0.25]);
    expect(of("iaf").spikes).toEqual([2, 4]);
  });

  it("I integrates values, and a threshold sees them in the same step", async () => {
    const nodes = {
      input: input(1),
      i: { type: "I", r: list(1000) } as const,
      threshold: { type: "Threshold", threshold: one(1.5) } as const,
      output: output(1),
    };
    const edges = ["input>i", "i>threshold", "threshold>output"];
    const { of } = await forward(graph(nodes, ...edges), { values: [1, 0.5, 1, -3] }, {}, 6);
    close(of("i").v, [1, 1.5, 2.5, -0.5, -0.5, -0.5]);
    expect(of("threshold").spikes).toEqual([2]);
  });
});

it("Nengo's spikes of LIF have a height of 1 / dt, and those of IF of 1", async () => {
  const ends = { v_threshold: list(1), v_reset: list(0) };
  const lif = { type: "LIF", tau: list(2e-3), ...leaky, v_leak: list(0), ...ends } as const;
  const iaf = { type: "IF", r: list(1), ...ends } as const;
  const by = (value: number) => ({ type: "Linear", weight: matrix([value]) }) as const;
  const nodes = {
    input: input(1),
    ia: by(2),
    a: lif,
    ab: by(2e-3),
    b: lif,
    bc: by(4e-4),
    c: { ...iaf, v_threshold: list(0.3) },
    cd: by(0.25),
    d: iaf,
    output: output(1),
  };
  const names = Object.keys(nodes);
  const all = graph(nodes, ...names.slice(1).map((name, k) => `${names[k]}>${name}`));
  const { of } = await forward(all, { values: steps.map(() => 1) }, { profile: "nengo" });
  // A step covers the fraction 1 - exp(-1/2). The first gets 2: 0.787, then 1.264, a spike, which gives the second
  // 2e-3 / 1e-3 = 2: 0.787, 0.477 left, 1.076, a spike. It sends 4e-4 / 1e-3 = 0.4, and that one 0.25 itself.
  const [first, left] = [0.7869386805747332, 0.4773024370823822];
  close(of("b").v, [0, first, left, 0, 0, first, left, 0]);
  close(of("d").v, [0, 0, 0, 0.25, 0.25, 0.25, 0.25, 0.5]);
});

describe("signals arrive in the step that the graph defines", () => {
  const sum = { type: "Scale", scale: list(10) } as const;
  const iaf = { type: "IF", r: list(1000), v_threshold: list(0.5), v_reset: list(0) } as const;
  const li = { type: "I", r: list(1000) } as const;

  it("spikes that skip a layer, and delayed ones", async () => {
    const nodes = {
      input: input(1),
      a: iaf,
      b: iaf,
      late: { type: "Delay", delay: list(2e-3) } as const,
      sum,
      i: li,
      output: output(1),
    };
    const edges = [
      "input>a",
      "a>b",
      "b>i",
      "input>i",
      "input>late",
      "late>sum",
      "sum>i",
      "i>output",
    ];
    const { of, stages } = await forward(graph(nodes, ...edges), { spikes: [[1]] }, {});
    expect(stages.get("i")).toBe(3);
    close(of("i").v, [0, 2, 2, 12, 12, 12, 12, 12]);
  });

  it("values past layers", async () => {
    const nodes = { input: input(1), a: li, b: li, i: li, output: output(1) };
    const edges = ["input>a", "a>b", "b>i", "input>i", "i>output"];
    const { of, network } = await forward(graph(nodes, ...edges), { values: [1] }, {}, 4);
    // The input, and the sums of its sum.
    close(of("i").v, [2, 4, 7, 11]);
    expect(Object.keys(network.populations)).toContain("input later 1");
  });

  it("an output of weighted spikes has their sum, constants from the first step on", async () => {
    const affine = { type: "Affine", weight: matrix([2, 3]), bias: list(0.5) } as const;
    const nodes = { input: input(2), a: iaf2(), affine, output: output(1) };
    const edges = ["input>a", "a>affine", "affine>output"];
    const { of } = await forward(graph(nodes, ...edges), { spikes: [[0, 2], [2]] }, {}, 4);
    close(of("output").v, [2.5, 0.5, 5.5, 0.5]);
  });

  it("a loop has no effect in the first step, not even a constant", async () => {
    const back = { type: "Affine", weight: matrix([0.25]), bias: list(0.125) } as const;
    const nodes = { input: input(1), i: { ...li, type: "I" } as const, back, output: output(1) };
    const edges = ["input>i", "i>back", "back>i", "i>output"];
    const { of, losses } = await forward(graph(nodes, ...edges), { values: [1] }, {}, 3);
    close(of("i").v, [1, 1 + 0.25 + 0.125, 1.375 * 1.25 + 0.125]);
    expect(losses).toEqual([]);
  });

  it("each signal of a loop of several nodes is a step late, which is reported", async () => {
    const nodes = { input: input(1), a: iaf, b: iaf, output: output(1) };
    const edges = ["input>a", "a>b", "b>a", "b>output"];
    const { of, losses } = await forward(graph(nodes, ...edges), { spikes: [[0]] }, {}, 6);
    expect(of("a").spikes).toEqual([0, 2, 4]);
    expect(losses).toMatchObject([{ code: "recurrence" }]);
  });

  it("through graphs in the graph", async () => {
    const inner = graph({ in: input(1), l: iaf, out: output(1) }, "in>l", "l>out");
    const nodes = { input: input(1), inner, i: li, output: output(1) };
    const edges = ["input>inner", "inner>i", "i>output"];
    const { of } = await forward(graph(nodes, ...edges), { spikes: [[0, 3]] }, {}, 5);
    expect(of("inner.l").spikes).toEqual([0, 3]);
    close(of("i").v, [1, 1, 1, 2, 2]);
  });

  function iaf2() {
    return { type: "IF", r: list(1000, 1000), v_threshold: list(0.5, 0.5) } as const;
  }
});

describe("a graph", () => {
  const lif = {
    type: "LIF" as const,
    tau: one(5e-3),
    r: one(2),
    v_leak: one(0),
    v_threshold: one(1),
    v_reset: one(-1),
  } as const;

  it("reports parameters that a library does not read, and changed names", () => {
    const nodes = { input: input(2), "1": lif, output: output(2) };
    const { losses, network } = networkFromNir(graph(nodes, "input>1", "1>output"), {
      profile: "norse",
    });
    expect(losses.map(({ code, place }) => [code, place])).toEqual([
      ["profile", "nodes.1.r"],
      ["profile", "nodes.1.v_reset"],
      ["name", "nodes.1"],
    ]);
    expect(network.populations["node 1"]).toMatchObject({ model: "nir-lif-norse", size: 2 });
  });

  it("reports what it ignores", () => {
    const nodes = {
      input: input(1),
      late: { type: "Delay", delay: list(1.5e-3) } as const,
      scale: { type: "Scale", scale: list(2) } as const,
      lif,
      output: output(1),
    };
    const edges = ["input>late", "late>scale", "scale>lif", "lif>output"];
    const whole = { ...graph(nodes, ...edges), metadata: new Map([["by", "me"]]) };
    const { losses } = networkFromNir(whole, { dt });
    expect(losses.map(({ code }) => code)).toEqual(["rounded", "layers", "metadata"]);
  });

  it("of one node gets an input", () => {
    const { inputs, network } = networkFromNir({ ...lif, r: list(1, 1), tau: list(1, 1) });
    expect(inputs).toEqual(["input_node"]);
    expect(network.populations["node"]?.size).toBe(2);
  });

  it("with zeros in its weights keeps the other connections alone", () => {
    const weight = matrix([0, 0, 1], [0, 2, 0]);
    const nodes = {
      input: input(3),
      w: { type: "Linear", weight } as const,
      lif,
      output: output(2),
    };
    const { network } = networkFromNir(graph(nodes, "input>w", "w>lif", "lif>output"));
    expect(network.projections).toMatchObject([
      {
        connector: { kind: "pairs", pairs: Uint32Array.of(1, 1, 2, 0) },
        weight: { values: Float64Array.of(2, 1) },
      },
    ]);
  });

  const linear = { type: "Linear", weight: matrix([1]) } as const;
  it.each([
    [
      "whose shapes differ",
      { a: { ...linear, weight: matrix([1, 2]) }, lif },
      ["input>a", "a>lif"],
      "The shape of a signal does not match",
    ],
    [
      "that loops without a state",
      { a: linear, b: linear },
      ["input>a", "a>b", "b>a"],
      "form a cycle",
    ],
    [
      "that delays values",
      { i: { type: "I", r: list(1) } as const, d: { type: "Delay", delay: list(1) } as const, lif },
      ["input>i", "i>d", "d>lif"],
      "values",
    ],
    [
      "that adds up different shapes",
      { a: linear, lif: { ...lif, r: list(1, 1) } },
      ["input>a", "input>lif", "a>lif"],
      "The shape of a signal does not match",
    ],
  ])("%s is refused", (_, nodes, edges, message) => {
    const all = graph(
      { input: input(1), ...nodes, output: output(1) },
      ...edges,
      `${Object.keys(nodes).at(-1)}>output`,
    );
    let fault: unknown;
    try {
      networkFromNir(all, {}, "g.nir");
    } catch (caught) {
      fault = caught;
    }
    expect(fault).toMatchObject({ code: "SL_NIR_GRAPH" });
    expect(String(fault)).toContain(message);
  });
});

describe("the format", () => {
  const stack = createStack({ plugins: formats });
  const format = stack.get("format", "nir");
  const lif = {
    type: "LIF" as const,
    tau: list(5e-3, 5e-3),
    r: list(2, 2),
    v_leak: list(0, 0),
    v_threshold: list(1, 1),
    v_reset: list(0, 0),
  } as const;
  const nodes = { input: input(2), lif, output: output(2) };
  const node = graph(nodes, "input>lif", "lif>output");
  const source = bytesSource("g.nir", writeNir({ version: nirVersion, node }, { gzip: 4 }));

  /** An array as numpy.save writes it. */
  function npy(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array {
    const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
    const header = `${text.padEnd(117)}\n`;
    const start = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length, 0]);
    return Buffer.concat([start, Buffer.from(header), data]);
  }

  const readWith = (
    options: Readonly<Record<string, unknown>>,
    bytes: Uint8Array = new Uint8Array(0),
  ) =>
    readFormat(format, source, {
      stack,
      options,
      beside: async (name: string) => bytesSource(name, bytes),
    });

  it("reads a network that runs, with its input", async () => {
    const data = npy("|b1", [3, 2], Uint8Array.of(1, 0, 0, 1, 1, 1));
    const { thing } = await readWith({ profile: "snntorch", data: "in.npy" }, data);
    const { network } = thingOf(thing, "network");
    expect(network.populations["input"]?.times).toEqual([
      [0.1, 0.3],
      [0.2, 0.3],
    ]);
    expect(network.duration).toBe("0.4 ms");
    expect((await runNetwork(network)).duration).toBeCloseTo(0.4, 12);
  });

  it("reads values at each step, and none after the last", async () => {
    const data = npy("<f4", [2, 2], new Uint8Array(Float32Array.of(0.5, 0, -2, 0).buffer));
    const { thing } = await readWith({ input: "values", data: "in.npy" }, data);
    const { stimuli } = thingOf(thing, "network").network;
    expect(stimuli).toMatchObject([
      { into: "input", neurons: { indices: [0] }, values: { values: Float64Array.of(0.5, -2, 0) } },
    ]);
  });

  it.each([
    ["rows of another length", npy("|u1", [2, 3], new Uint8Array(6)), "rows of 2 numbers"],
    ["other numbers than spikes", npy("|u1", [1, 2], Uint8Array.of(1, 2)), "0 or 1"],
    ["a file that is cut short", npy("|u1", [2, 2], new Uint8Array(3)), "saved by NumPy"],
    ["objects", npy("|O", [2, 2], new Uint8Array(4)), "saved by NumPy"],
    ["no array", new Uint8Array(40), "saved by NumPy"],
  ])("refuses %s", async (_, bytes, expected) => {
    const reading = readWith({ data: "in.npy" }, bytes);
    await expect(reading).rejects.toMatchObject({
      code: "SL_NIR_DATA",
      place: "in.npy",
      expected: expect.stringContaining(expected) as string,
    });
  });
});
