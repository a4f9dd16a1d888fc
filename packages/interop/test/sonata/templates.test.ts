import {
  createStack,
  type NetworkRecord,
  readFormat,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { sonataFormat } from "../../src/formats/sonata-format.ts";
import { type CircuitFiles, sourceOf } from "./circuit-files.ts";

const stack = createStack({ plugins: [...neurons, ...connectors, sonataFormat] });

async function read(files: CircuitFiles) {
  const { source, beside } = sourceOf(files, "config.json");
  const { thing, losses } = await readFormat(sonataFormat, source, { stack, beside });
  return {
    network: thingOf(thing, "network").network,
    losses: losses.map(({ code, place, message }) => `${code} ${place}: ${message}`),
  };
}

interface Circuit {
  readonly simulator?: string;
  /** A table of types of the two neurons, with columns separated by blanks. */
  readonly types: string;
  readonly group?: Readonly<Record<string, object>>;
  readonly edgeTypes: string;
  /** Group of the edges from each of three virtual nodes to the first neuron. */
  readonly edges?: Readonly<Record<string, object>>;
  readonly files?: CircuitFiles;
  readonly inputs?: object;
}

function circuit({ simulator, types, group, edgeTypes, edges, files, inputs }: Circuit) {
  const ends = (values: Uint32Array, node_population: string) => ({
    values,
    attributes: { node_population },
  });
  return {
    "config.json": {
      ...(simulator !== undefined && { target_simulator: simulator }),
      components: { point_neuron_models_dir: "." },
      run: { tstop: 100, dt: 0.1 },
      networks: {
        nodes: [
          { nodes_file: "nodes.h5", node_types_file: "types.csv" },
          { nodes_file: "outside.h5", node_types_file: "outside.csv" },
        ],
        edges: [{ edges_file: "edges.h5", edge_types_file: "edge_types.csv" }],
      },
      inputs: inputs ?? {},
    },
    "types.csv": types,
    "outside.csv": "node_type_id model_type\n1 virtual\n",
    "edge_types.csv": edgeTypes,
    "nodes.h5": { nodes: { cells: { node_type_id: Uint32Array.of(1, 1), "0": group ?? {} } } },
    "outside.h5": { nodes: { outside: { node_type_id: Uint32Array.of(1, 1, 1) } } },
    "edges.h5": {
      edges: {
        drive: {
          edge_type_id: Uint32Array.of(5, 6, 6),
          source_node_id: ends(Uint32Array.of(0, 1, 2), "outside"),
          target_node_id: ends(Uint32Array.of(0, 0, 0), "cells"),
          ...edges,
        },
      },
    },
    ...files,
  } as CircuitFiles;
}

it("a network without a neuron that a template is has no circuit", async () => {
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    duration: "10 ms",
    populations: { p: { model: "hodgkin-huxley", size: 1 } },
  };
  const all = createStack({ plugins: [defaultStack] });
  const thing = { holds: "network", network } as const;
  await expect(writeFormat(sonataFormat, thing, { stack: all })).rejects.toMatchObject({
    code: "SL_SONATA_WRITE",
    place: "populations",
  });
});

describe("templates of PyNN", () => {
  const written = circuit({
    types: [
      "node_type_id model_type model_template tau_m cm colour",
      "1 point_neuron pynn:IF_cond_exp 15 0.5 red",
    ].join("\n"),
    group: { dynamics_params: { v_thresh: Float64Array.of(-52, -51) } },
    edgeTypes: [
      "edge_type_id model_template receptor_type",
      "5 pynn:StaticSynapse excitatory",
      "6 pynn:StaticSynapse inhibitory",
    ].join("\n"),
    edges: {
      "0": {
        dynamics_params: {
          weight: Float64Array.of(0.01, 0.02, 0.03),
          delay: Float64Array.of(0.5, 1, 1),
        },
      },
    },
    inputs: {
      step: { input_type: "current_clamp", node_set: "all", amp: 0.2, delay: 10, duration: 20 },
    },
  });

  it("have parameters in the table and with the nodes, weights by receptor, currents in nA", async () => {
    const { network, losses } = await read(written);
    expect(network.populations["cells"]).toMatchObject({
      model: "lif-cond-exp",
      parameters: {
        c_m: "0.5 nF",
        tau_m: "15 ms",
        v_rest: "-65 mV",
        v_threshold: { values: Float64Array.of(-52, -51), unit: "mV" },
      },
    });
    expect(network.projections).toMatchObject([
      { receptor: "excitatory", weight: "0.01 uS", delay: "0.5 ms" },
      { receptor: "inhibitory", weight: { values: Float64Array.of(0.02, 0.03), unit: "uS" } },
    ]);
    // Only NEST's generators act late.
    expect(network.stimuli).toEqual([
      { kind: "steps", into: "cells", times: ["10 ms", "30 ms"], values: ["0.2 nA", "0 nA"] },
    ]);
    expect(losses).toEqual([
      "attribute nodes.cells.colour: The node attribute colour has no equivalent.",
      "input inputs.step: 3 of the nodes of outside are virtual and receive no current.",
    ]);
  });
});

describe("additional parameters of nodes and types", () => {
  it("is reported with the template that lacks it", async () => {
    const { network, losses } = await read(
      circuit({
        simulator: "Arbor",
        types: [
          "node_type_id model_type model_template dynamics_params",
          "1 point_neuron nest:iaf_psc_alpha a.json",
        ].join("\n"),
        group: { x: Float64Array.of(1, 2), z: Float64Array.of(5, 6) },
        edgeTypes: "edge_type_id syn_weight receptor_type\n5 10 apical\n6 10 default\n",
        files: { "a.json": { C_mm: 3, V_min: -80, tau_m: 12 } },
      }),
    );
    expect(network.populations["cells"]?.positions).toEqual({
      layout: "list",
      points: [
        [1, 0, 5],
        [2, 0, 6],
      ],
    });
    expect(losses).toEqual([
      "attribute nodes.cells.y: Nodes have no y; 0 is used.",
      "parameter populations.cells: nest:iaf_psc_alpha has no parameter C_mm; it has no effect. Is C_m meant?",
      "parameter populations.cells: The parameter V_min of nest:iaf_psc_alpha has no equivalent in lif-curr-alpha.",
      "receptor edges.drive.5.receptor_type: The receptor apical is unknown; the sign of the weight selects one.",
      "setting target_simulator: The simulator Arbor is unknown; templates determine the units of currents.",
    ]);
  });

  it("a node without a place leaves all without one", async () => {
    const { network, losses } = await read(
      circuit({
        types: "node_type_id model_type model_template\n1 point_neuron nest:iaf_psc_alpha\n",
        group: { x: Float64Array.of(1, Number.NaN) },
        edgeTypes: "edge_type_id syn_weight\n5 10\n6 10\n",
      }),
    );
    expect(network.populations["cells"]).not.toHaveProperty("positions");
    expect(losses).toEqual([
      "attribute nodes.cells.x: Node 1 has no x, so positions are not used.",
    ]);
  });
});

/** NEURON's IntFire1, event by event: intfire1.mod, NET_RECEIVE. */
function intFire1(
  events: readonly (readonly [time: number, weight: number])[],
  { tau, refrac }: { readonly tau: number; readonly refrac: number },
): readonly number[] {
  const spikes: number[] = [];
  let [m, last, until] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const [time, weight] of events) {
    if (time < until) continue;
    if (until > last) [m, last] = [0, until];
    m = m * Math.exp(-(time - last) / tau) + weight;
    last = time;
    if (m <= 1) continue;
    spikes.push(time);
    until = time + refrac;
  }
  return spikes;
}

describe("nrn:IntFire1", () => {
  it("spikes when NEURON's does, with seconds in its parameters", async () => {
    const given = [
      [0, [5, 6, 7.1, 20, 21, 22, 40, 41, 41.5, 60]],
      [1, [6.3, 21.4, 41.2, 61]],
      [2, [5.5, 40.4]],
    ] as const;
    const weights = [0.45, 0.7, -0.3];
    const spikes = given.flatMap(([node, times]) => times.map((time) => [time, node] as const));
    const { network, losses } = await read(
      circuit({
        simulator: "NEURON",
        types: [
          "node_type_id model_type model_template dynamics_params",
          "1 point_process nrn:IntFire1 a.json",
        ].join("\n"),
        edgeTypes: "edge_type_id delay\n5 1\n6 2\n",
        edges: { "0": { syn_weight: Float64Array.from(weights) } },
        files: {
          "a.json": { tau: 0.024, refrac: 0.003 },
          "spikes.h5": {
            spikes: {
              outside: {
                timestamps: {
                  values: Float64Array.from(spikes, ([time]) => time),
                  attributes: { units: "ms" },
                },
                node_ids: Uint32Array.from(spikes, ([, node]) => node),
              },
            },
          },
        },
        inputs: {
          spikes: {
            input_type: "spikes",
            module: "h5",
            input_file: "spikes.h5",
            node_set: "outside",
          },
        },
      }),
    );
    expect(losses).toEqual([]);
    const events = spikes
      .map(([time, node]) => [time + (node === 0 ? 1 : 2), weights[node] ?? 0] as const)
      .sort(([a], [b]) => a - b);
    const wanted = intFire1(events, { tau: 24, refrac: 3 });
    const result = await run(network as NetworkRecord, {
      stack: defaultStack,
      backend: defaultStack.get("backend", "clock", "test"),
    });
    const found = result.recordings.find(({ population }) => population === "cells")?.spikes;
    expect(wanted.length).toBeGreaterThan(3);
    expect(found?.times.length).toBe(wanted.length);
    // All events are on the grid of steps.
    for (const [k, time] of wanted.entries()) expect(found?.times[k]).toBeCloseTo(time, 9);
    expect(new Set(found?.neurons)).toEqual(new Set([0]));
  });
});
