import type { Disk } from "../../files/disk.ts";
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

/** An HDF5 file that is written piece by piece and whole after every commit. */
export interface Hdf5File {
  /** Bytes that the file has as of the last commit. */
  readonly end: number;
  /** Write texts: a list, a single one, or as many as a shape has, row after row. */
  texts(values: string | readonly string[], shape?: readonly number[]): DatasetNode;
  /** Write numbers of any type and shape, row after row. */
  array(values: NumberArray, options: ArrayOptions): DatasetNode;
  /** Write numbers in one piece. */
  numbers(values: Numbers, options: GrowingOptions): DatasetNode;
  /** Start a dataset to which rows are added. */
  growing(options: GrowingOptions): GrowingDataset;
  /** Make a tree, with all rows so far, what a reader finds. */
  commit(root: GroupNode): void;
}

const pageBytes = 4096;

/**
 * Write an HDF5 file to an empty disk.
 *
 * At every moment the disk holds the file of the last commit, whole: groups and headers go to the one
 * of two places that the superblock does not refer to, and writing the superblock is what commits them.
 * Faults of the disk are thrown as they come; the last commit then stays.
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
    numbers(values, { type, columns, attributes = new Map<string, AttributeValue>() }) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      const rows = columns === 0 ? 0 : values.length / (columns ?? 1);
      return {
        kind: "dataset",
        type,
        shape: columns === undefined ? [rows] : [rows, columns],
        storage: { kind: "contiguous", address: place(bytes), bytes: bytes.length },
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
      // Where there is no area yet, the tree is encoded for the place that the area is about to take.
      let encoded = encodeTree(root, area.bytes === 0 ? space.end : area.address);
      if (encoded.bytes.length > area.bytes) {
        // A fifth to spare, as trees grow little between commits.
        const bytes = roundUp(encoded.bytes.length * 1.2, pageBytes);
        area = { address: space.take(bytes), bytes };
        areas[next] = area;
        if (encoded.base !== area.address) encoded = encodeTree(root, area.address);
      }
      if (space.end > (committed?.end ?? 0)) {
        disk.resize(space.end);
        // Nodes that are written over below may refer to what has been added.
        if (committed !== undefined) point(committed.root);
      }
      for (const dataset of growing) dataset.writeTree();
      disk.write(encoded.bytes, area.address);
      point(encoded.root);
      current = next;
    },
  };
}

interface Area {
  readonly address: number;
  readonly bytes: number;
}

const noArea = (): Area => ({ address: 0, bytes: 0 });
