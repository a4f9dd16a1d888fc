// Writes random trees as HDF5 files, with their contents as JSON, for comparison with h5py:
// `node --conditions=@spikeloom/source tools/python/write-trees.ts FOLDER COUNT SEED`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFile } from "@spikeloom/files";
import fc from "fast-check";
import { hdf5File } from "../../packages/interop/src/hdf5/write/hdf5-file.ts";
import type { AttributeValue } from "../../packages/interop/src/hdf5/write/tree.ts";
import {
  type RandomTree,
  randomTrees,
  writeTree,
} from "../../packages/interop/test/write/random-trees.ts";

type Data = RandomTree["data"] extends ReadonlyMap<string, infer D> ? D : never;

/** Bytes as hexadecimal digits, so that no bit of a number is lost. */
function bytesOf(values: Float64Array | Uint32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex");
}

function describeValue(value: AttributeValue): object {
  if (typeof value === "string") return { text: value };
  if (typeof value === "bigint") return { integer: String(value) };
  if (typeof value === "number") return { float64: bytesOf(Float64Array.of(value)) };
  if (Array.isArray(value)) return { texts: value };
  if ("values" in value) return { uint32: bytesOf(value.values as Uint32Array) };
  throw new Error("a random tree has no places");
}

function describeData(values: Data): object {
  if (typeof values === "string") return { text: values };
  if (values instanceof Float64Array) return { float64: bytesOf(values) };
  return values instanceof Uint32Array ? { uint32: bytesOf(values) } : { texts: values };
}

function describe({ attributes, data, groups }: RandomTree): object {
  const list = <V>(map: ReadonlyMap<string, V>, tell: (value: V) => object): object =>
    [...map].map(([name, value]) => [name, tell(value)]);
  return {
    attributes: list(attributes, describeValue),
    data: list(data, describeData),
    groups: list(groups, describe),
  };
}

const [folder = ".", count, seed] = process.argv.slice(2);
const trees = fc.sample(randomTrees(2), { numRuns: Number(count), seed: Number(seed) });
for (const [k, tree] of trees.entries()) {
  const disk = createFile(join(folder, `tree-${k}.h5`));
  const file = hdf5File(disk);
  const root = writeTree(file, tree);
  // Twice, because a file that was flushed before stores its groups in another place.
  if (k % 2 === 0) file.commit({ kind: "group", attributes: new Map(), links: new Map() });
  file.commit(root);
  disk.close();
  writeFileSync(join(folder, `tree-${k}.json`), JSON.stringify(describe(tree)));
}
