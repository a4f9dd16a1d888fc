import { heldFile } from "@spikeloom/files";
import { type ByteSource, bytesBeside, bytesSource } from "@spikeloom/kernel";
import type { NumberArray } from "../../src/hdf5/write/datatypes.ts";
import { hdf5File } from "../../src/hdf5/write/hdf5-file.ts";
import type { AttributeValue, TreeNode } from "../../src/hdf5/write/tree.ts";

/** A list of numbers or texts, with attributes. */
export interface List {
  readonly values: NumberArray | readonly string[];
  readonly columns?: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** Groups by name, down to lists. */
export interface Tree {
  readonly [name: string]: Tree | List | NumberArray | readonly string[];
}

/** Write a tree as an HDF5 file. */
function hdf5Bytes(tree: Tree): Uint8Array {
  const disk = heldFile();
  const file = hdf5File(disk);
  const list = ({ values, columns = 1, attributes }: List): TreeNode => {
    const own = new Map(Object.entries(attributes));
    if (!ArrayBuffer.isView(values)) {
      return { ...file.texts(values), attributes: own };
    }
    const shape = columns === 1 ? [values.length] : [values.length / columns, columns];
    return file.array(values as NumberArray, { shape, attributes: own });
  };
  const place = (part: Tree[string]): TreeNode => {
    if (ArrayBuffer.isView(part) || Array.isArray(part)) {
      return list({ values: part as List["values"], attributes: {} });
    }
    if ("attributes" in part) return list(part as List);
    const links = Object.entries(part as Tree).map(
      ([name, inner]) => [name, place(inner)] as const,
    );
    return { kind: "group", attributes: new Map(), links: new Map(links) };
  };
  const root = place(tree);
  if (root.kind !== "group") throw new Error("a file is a group");
  file.commit(root);
  return disk.bytes();
}

/** Files of a circuit by name: objects of JSON, tables, and trees of HDF5. */
export type CircuitFiles = Readonly<Record<string, string | object | Uint8Array>>;

/** Give files as bytes. */
export function bytesOf(files: CircuitFiles): Record<string, Uint8Array> {
  const encoder = new TextEncoder();
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => {
      if (content instanceof Uint8Array) return [name, content];
      if (typeof content === "string") return [name, encoder.encode(content)];
      if (name.endsWith(".json")) return [name, encoder.encode(JSON.stringify(content))];
      return [name, hdf5Bytes(content as Tree)];
    }),
  );
}

/** Input of a format: its first file, and the others. */
export function sourceOf(
  files: CircuitFiles,
  name: string,
): { readonly source: ByteSource; readonly beside: ReturnType<typeof bytesBeside> } {
  const bytes = bytesOf(files);
  const source = bytesSource(name, bytes[name] ?? new Uint8Array(0));
  return { source, beside: bytesBeside(bytes) };
}

/** A variable of a manifest in braces. */
export function braced(variable: string): string {
  return `\u0024{${variable}}`;
}

const u64 = (values: readonly number[]): BigUint64Array => BigUint64Array.from(values, BigInt);

/**
 * A circuit of four neurons of two types, and two virtual nodes that excite and inhibit them.
 *
 * Weights and delays differ in one population of edges, and come from the types in the other.
 */
export const smallCircuit: CircuitFiles = {
  "config.json": { network: "./circuit.json", simulation: "./simulation.json" },
  "circuit.json": {
    manifest: { $BASE: ".", $NET: "$BASE/net", [braced("MODELS")]: `${braced("BASE")}/models` },
    target_simulator: "NEST",
    components: { point_neuron_models_dir: "$MODELS", synaptic_models_dir: "$MODELS/synapses" },
    networks: {
      nodes: [
        { nodes_file: "$NET/nodes.h5", node_types_file: "$NET/node_types.csv" },
        { nodes_file: "$NET/outside.h5", node_types_file: "$NET/outside_types.csv" },
      ],
      edges: [
        { edges_file: "$NET/edges.h5", edge_types_file: "$NET/edge_types.csv" },
        { edges_file: "$NET/drive.h5", edge_types_file: "$NET/drive_types.csv" },
        { edges_file: "$NET/none.h5", edge_types_file: null, enabled: false },
      ],
    },
  },
  "simulation.json": {
    manifest: { $INPUT: "./inputs" },
    run: { tstop: 100, dt: 0.1 },
    node_sets_file: "sets.json",
    inputs: {
      spikes: {
        input_type: "spikes",
        module: "h5",
        input_file: "$INPUT/spikes.h5",
        node_set: "outside",
      },
      step: {
        input_type: "current_clamp",
        module: "IClamp",
        node_set: "some",
        amp: 400,
        delay: 20,
        duration: 30,
      },
    },
    reports: {
      potential: { cells: "some", variable_name: "V_m", module: "multimeter_report", dt: 0.5 },
    },
    output: { output_dir: "output" },
  },
  "sets.json": {
    outside: { population: "outside" },
    deep: { population: "inside", layer: ["4", "6"], node_id: [10, 11] },
    last: { population: "inside", node_id: 13 },
    some: ["deep", "last"],
  },
  "net/node_types.csv": [
    "node_type_id model_type model_template dynamics_params layer",
    "100 point_neuron nest:iaf_psc_alpha a.json L4",
    '101 point_process nest:iaf_psc_alpha b.json "L 5"',
    "",
  ].join("\n"),
  "net/outside_types.csv": "node_type_id model_type\n7 virtual\n",
  "net/edge_types.csv": [
    "edge_type_id syn_weight delay model_template dynamics_params",
    "1 40.5 2.0 static_synapse plain.json",
    "2 NULL 1.5 nest:static_synapse plain.json",
    "",
  ].join("\n"),
  "net/drive_types.csv": "edge_type_id syn_weight nsyns\n5 300 2\n6 -90.0 NULL\n",
  "models/a.json": { C_m: 200, E_L: -72, tau_m: 12, tau_minus: 20 },
  "models/b.json": { C_m: 300, E_L: -70, tau_m: 12, V_m: -65.5 },
  "models/synapses/plain.json": [],
  "net/nodes.h5": {
    nodes: {
      inside: {
        node_id: u64([10, 11, 12, 13]),
        node_type_id: u64([100, 100, 101, 101]),
        node_group_id: u64([0, 1, 0, 1]),
        node_group_index: u64([0, 1, 1, 0]),
        "0": {
          x: Float64Array.of(1, 3),
          y: Float64Array.of(0.5, 0.25),
          dynamics_params: { C_m: Float64Array.of(210, 310) },
          layer: ["4", "6"],
        },
        "1": {
          x: Float64Array.of(4, 2),
          y: Float64Array.of(0, -1),
          layer: Uint32Array.of(0, 1),
          "@library": { layer: ["6", "5"] },
        },
      },
    },
  },
  "net/outside.h5": { nodes: { outside: { node_type_id: Uint32Array.of(7, 7), "0": {} } } },
  "net/edges.h5": {
    edges: {
      inner: {
        edge_type_id: Uint32Array.of(1, 2, 1, 2),
        source_node_id: {
          values: u64([10, 11, 12, 13]),
          attributes: { node_population: "inside" },
        },
        target_node_id: {
          values: u64([11, 12, 13, 10]),
          attributes: { node_population: "inside" },
        },
        edge_group_id: Uint16Array.of(0, 1, 0, 1),
        edge_group_index: Uint32Array.of(1, 0, 0, 1),
        "0": { delay: Float64Array.of(3, 2.5) },
        "1": { syn_weight: Float64Array.of(50, -60) },
      },
    },
  },
  "net/drive.h5": {
    edges: {
      drive: {
        edge_type_id: BigInt64Array.of(5n, 5n, 6n),
        source_node_id: {
          values: Uint32Array.of(0, 0, 1),
          attributes: { node_population: "outside" },
        },
        target_node_id: {
          values: Uint32Array.of(10, 13, 12),
          attributes: { node_population: "inside" },
        },
      },
    },
  },
  "inputs/spikes.h5": {
    spikes: {
      outside: {
        timestamps: { values: Float64Array.of(5.23, 1, 0.3, 7), attributes: { units: "ms" } },
        node_ids: u64([0, 0, 1, 0]),
      },
    },
  },
};
