import type { Disk } from "@spikeloom/files";
import type { NumberArray } from "./datatypes.ts";
import { encodeTree } from "./encode-tree.ts";
import {
  type GrowingDataset,
  type GrowingOptions,
  growingDataset,
  type Numbers,
} from "./growing-dataset.ts";
import { roundUp } from "./little-endian.ts";
import { type ArrayOptions, placeArray, placeTexts } from "./place-array.ts";
import { newSpace } from "./space.ts";
import { encodeSuperblock } from "./superblock.ts";
import type { AttributeValue, DatasetNode, GroupNode } from "./tree.ts";

/** An HDF5 file written incrementally and complete after every commit. */
export interface Hdf5File {
  /** Length of the file as of the last commit. */
  readonly end: number;
  /** Write strings: a list, a scalar, or a given shape in row-major order. */
  texts(values: string | readonly string[], shape?: readonly number[]): DatasetNode;
  /** Write numbers of any type and shape in row-major order. */
  array(values: NumberArray, options: ArrayOptions): DatasetNode;
  /** Write numbers contiguously. */
  numbers(values: Numbers, options: GrowingOptions): DatasetNode;
  /** Create a dataset to which rows can be appended. */
  growing(options: GrowingOptions): GrowingDataset;
  /** Commit a tree with all rows so far; readers see it from now on. */
  commit(root: GroupNode): void;
}

const pageBytes = 4096;

/**
 * Write an HDF5 file to an empty disk.
 *
 * The disk always contains the complete file of the last commit: groups and headers go to the one of two areas that the
 * superblock does not refer to, and writing the superblock commits them.
 * Disk errors are thrown unchanged; the last commit then remains valid.
 */
export function hdf5File(disk: Disk): Hdf5File {
  const space = newSpace();
  const growing: GrowingDataset[] = [];
  const areas = [noArea(), noArea()];
  let current = 0;
  let committed: { readonly root: number; readonly end: number } | undefined;
  const place = (bytes: Uint8Array): number => {
    const address = space.take(bytes.length);
    disk.write(bytes, address);
    return address;
  };
  const point = (root: number): void => {
    const next = { root, end: space.end };
    disk.write(encodeSuperblock(next), 0);
    committed = next;
  };
  return {
    get end() {
      return committed?.end ?? 0;
    },
    texts(values, shape = typeof values === "string" ? [] : [values.length]) {
      return placeTexts({ disk, space }, typeof values === "string" ? [values] : values, shape);
    },
    numbers(values, { type, columns, attributes = noAttributes }) {
      const address = values.length === 0 ? space.end : place(bytesOf(values));
      const rows = columns === 0 ? 0 : values.length / (columns ?? 1);
      return {
        kind: "dataset",
        type,
        shape: columns === undefined ? [rows] : [rows, columns],
        storage: { kind: "contiguous", address, bytes: values.byteLength },
        attributes,
      };
    },
    array: (values, options) => placeArray({ disk, space }, values, options),
    growing(options) {
      const dataset = growingDataset({ disk, space, others: growing.length }, options);
      growing.push(dataset);
      return dataset;
    },
    commit(root) {
      const next = 1 - current;
      let area = areas[next] ?? noArea();
      // If there is no area yet, the tree is encoded for the address that it will get.
      let encoded = encodeTree(root, area.bytes === 0 ? space.end : area.address);
      if (encoded.bytes.length > area.bytes) {
        // One fifth spare, because trees grow little between commits.
        const bytes = roundUp(encoded.bytes.length * 1.2, pageBytes);
        area = { address: space.take(bytes), bytes };
        areas[next] = area;
        if (encoded.base !== area.address) encoded = encodeTree(root, area.address);
      }
      if (space.end > (committed?.end ?? 0)) {
        disk.resize(space.end);
        // Nodes overwritten below may refer to newly added ones.
        if (committed !== undefined) point(committed.root);
      }
      for (const dataset of growing) dataset.writeTree();
      disk.write(encoded.bytes, area.address);
      point(encoded.root);
      current = next;
    },
  };
}

function bytesOf(values: Numbers): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

interface Area {
  readonly address: number;
  readonly bytes: number;
}

const noAttributes: ReadonlyMap<string, AttributeValue> = new Map();

const noArea = (): Area => ({ address: 0, bytes: 0 });
