import { heldFile } from "@spikeloom/files";
import type { NumberArray } from "../../hdf5/write/datatypes.ts";
import { type Hdf5File, hdf5File } from "../../hdf5/write/hdf5-file.ts";
import type { AttributeValue, DatasetNode, GroupNode, TreeNode } from "../../hdf5/write/tree.ts";

/** Create a group from members by name; an object with two names becomes a hard link. */
export function groupOf(
  links: Readonly<Record<string, TreeNode | undefined>>,
  attributes: Readonly<Record<string, AttributeValue>> = {},
): GroupNode {
  const held = Object.entries(links).filter((link): link is [string, TreeNode] => !!link[1]);
  return {
    kind: "group",
    attributes: new Map(Object.entries(attributes)),
    links: new Map(held),
  };
}

/** Write a list, or rows with several columns. */
export function listOf(
  file: Hdf5File,
  values: NumberArray,
  {
    columns,
    attributes = {},
  }: {
    readonly columns?: number;
    readonly attributes?: Readonly<Record<string, AttributeValue>>;
  } = {},
): DatasetNode {
  const shape = columns === undefined ? [values.length] : [values.length / columns, columns];
  return file.array(values, { shape, attributes: new Map(Object.entries(attributes)) });
}

/** Write a SONATA file, with the format version at its root. */
export function sonataFile(
  fill: (file: Hdf5File) => Readonly<Record<string, TreeNode>>,
): Uint8Array {
  const disk = heldFile();
  const file = hdf5File(disk);
  file.commit(
    groupOf(fill(file), {
      magic: { values: Uint32Array.of(0x0a7a), isOne: true },
      version: { values: Uint32Array.of(0, 1) },
    }),
  );
  return disk.bytes();
}

/** Integers as 64-bit ones, which SONATA uses for node ids. */
export function wide(values: ArrayLike<number>): BigUint64Array {
  const out = new BigUint64Array(values.length);
  // Halves are faster to write than BigInts.
  const words = new Uint32Array(out.buffer);
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    words[2 * k] = value;
    words[2 * k + 1] = value / 2 ** 32;
  }
  return out;
}
