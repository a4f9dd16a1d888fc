import fc from "fast-check";
import type { Hdf5File } from "../../src/hdf5/write/hdf5-file.ts";
import type { AttributeValue, GroupNode, TreeNode } from "../../src/hdf5/write/tree.ts";

/** Anything that a tree can express. */
export interface RandomTree {
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  readonly data: ReadonlyMap<string, Float64Array | Uint32Array | readonly string[] | string>;
  readonly groups: ReadonlyMap<string, RandomTree>;
}

// HDF5 ends names and, in h5wasm, texts with a zero byte; "/" and "." separate and mean this group.
const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((one) => !one.includes("\0"));
const name = text.filter((one) => !/^$|\/|^\.+$/u.test(one) && one.isWellFormed());
const numbers = fc
  .array(fc.nat(0xffffffff), { minLength: 1, maxLength: 4 })
  .map((list) => ({ values: Uint32Array.from(list), isOne: list.length === 1 }));
const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const texts = fc.array(text, { minLength: 1, maxLength: 4 });
const value = fc.oneof(text, fc.double(), integer, numbers, texts);
const data = fc.oneof(
  fc.array(fc.double(), { maxLength: 300 }).map((list) => Float64Array.from(list)),
  fc.array(fc.nat(0xffffffff), { maxLength: 300 }).map((list) => Uint32Array.from(list)),
  fc.array(text, { minLength: 1, maxLength: 5 }),
  text,
);
/** Trees with this many levels of groups below the root. */
export function randomTrees(levels: number): fc.Arbitrary<RandomTree> {
  const below: fc.Arbitrary<readonly (readonly [string, RandomTree])[]> =
    levels === 0
      ? fc.constant([])
      : fc.array(fc.tuple(name, randomTrees(levels - 1)), { maxLength: 3 });
  const parts = fc.record({
    attributes: fc.array(fc.tuple(name, value), { maxLength: 12 }),
    data: fc.array(fc.tuple(name, data), { maxLength: 4 }),
    groups: below,
  });
  return parts.map((made) => {
    const groups = new Map(made.groups);
    const sets = made.data.filter(([key]) => !groups.has(key));
    return { attributes: new Map(made.attributes), data: new Map(sets), groups };
  });
}

/** Write the datasets of a tree and describe its groups. */
export function writeTree(
  file: Hdf5File,
  { attributes, data: sets, groups }: RandomTree,
): GroupNode {
  const node = (values: Float64Array | Uint32Array | readonly string[] | string): TreeNode => {
    if (values instanceof Float64Array) return file.numbers(values, { type: "float64" });
    if (values instanceof Uint32Array) return file.numbers(values, { type: "uint32" });
    return file.texts(values);
  };
  const links = [
    ...[...sets].map(([key, values]) => [key, node(values)] as const),
    ...[...groups].map(([key, group]) => [key, writeTree(file, group)] as const),
  ];
  return { kind: "group", attributes, links: new Map<string, TreeNode>(links) };
}
