// Writes a SONATA circuit with the given number of edges in the layout of the Brain Modeling Toolkit, each with an
// individual weight and delay: `node tools/bench/write-sonata.ts ROOT EDGES FOLDER`.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { NumberArray } from "../../packages/interop/src/hdf5/write/datatypes.ts";
import type { GroupNode, TreeNode } from "../../packages/interop/src/hdf5/write/tree.ts";

const [root = ".", edges, folder = ""] = process.argv.slice(2);
const built = (folder: string, path: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(root, folder, "dist", path)).href);
// Older builds have it in another package.
const isApart = existsSync(join(root, "packages/files/dist"));
const [{ createFile }, { hdf5File }] = (await Promise.all([
  isApart ? built("packages/files", "disk.js") : built("packages/interop", "files/disk.js"),
  built("packages/interop", "hdf5/write/hdf5-file.js"),
])) as unknown as [
  typeof import("@spikeloom/files"),
  typeof import("../../packages/interop/src/hdf5/write/hdf5-file.ts"),
];

const [size, count] = [10_000, Number(edges)];
const population = "cortex";
mkdirSync(folder, { recursive: true });

type Column = { readonly values: NumberArray; readonly node_population?: string };

function writeTree(name: string, group: string, columns: Readonly<Record<string, () => Column>>) {
  const path = join(folder, name);
  // Each round writes new files; none is overwritten.
  rmSync(path, { force: true });
  const disk = createFile(path);
  const file = hdf5File(disk);
  const placed = Object.entries(columns).map(([path, make]) => {
    const { values, ...attributes } = make();
    const shape = [values.length];
    return [path, file.array(values, { shape, attributes: new Map(Object.entries(attributes)) })];
  }) as [string, TreeNode][];
  const groupOf = (links: Iterable<readonly [string, TreeNode]>): GroupNode => {
    return { kind: "group", attributes: new Map(), links: new Map(links) };
  };
  const inner = placed.flatMap(([path, node]): [string, TreeNode][] =>
    path.startsWith("0/") ? [[path.slice(2), node]] : [],
  );
  const outer = placed.filter(([path]) => !path.startsWith("0/"));
  const own = groupOf([...outer, ["0", groupOf(inner)]]);
  file.commit(groupOf([[group, groupOf([[population, own]])]]));
  disk.settle();
  disk.close();
}

/** Pseudo-random numbers, the same in each run. */
function drawn<A extends NumberArray>(array: A, of: (word: number) => number | bigint): A {
  let word = 1;
  for (let k = 0; k < array.length; k++) {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    (array as unknown as (number | bigint)[])[k] = of(word);
  }
  return array;
}

const each = Math.max(1, Math.ceil(count / size));
const ends = { node_population: population };
writeTree("nodes.h5", "nodes", {
  node_type_id: () => ({ values: new Uint32Array(size).fill(1) }),
  node_group_id: () => ({ values: new Uint16Array(size) }),
  node_group_index: () => ({ values: new Uint32Array(size).map((_, k) => k) }),
});
writeTree("edges.h5", "edges", {
  edge_type_id: () => ({ values: new Uint32Array(count).fill(7) }),
  source_node_id: () => {
    return { values: drawn(new BigUint64Array(count), (word) => BigInt(word % size)), ...ends };
  },
  target_node_id: () => {
    const values = new BigUint64Array(count);
    for (let k = 0; k < count; k++) values[k] = BigInt(Math.floor(k / each));
    return { values, ...ends };
  },
  edge_group_id: () => ({ values: new Uint16Array(count) }),
  edge_group_index: () => ({ values: new Uint32Array(count).map((_, k) => k) }),
  "0/syn_weight": () => ({ values: drawn(new Float64Array(count), (word) => word / 2 ** 32) }),
  "0/delay": () => {
    return { values: drawn(new Float64Array(count), (word) => 0.1 * (1 + (word >>> 28))) };
  },
});
const text = (name: string, content: string): void => writeFileSync(join(folder, name), content);
text(
  "node_types.csv",
  "node_type_id model_type model_template\n1 point_neuron nest:iaf_psc_alpha\n",
);
text("edge_types.csv", "edge_type_id model_template\n7 static_synapse\n");
const networks = {
  nodes: [{ nodes_file: "nodes.h5", node_types_file: "node_types.csv" }],
  edges: [{ edges_file: "edges.h5", edge_types_file: "edge_types.csv" }],
};
text("circuit_config.json", JSON.stringify({ target_simulator: "NEST", networks }));
const mebibytes = statSync(join(folder, "edges.h5")).size / 2 ** 20;
process.stdout.write(`${JSON.stringify({ edges_mib: mebibytes })}\n`);
