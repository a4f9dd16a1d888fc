import type { Disk } from "../../files/disk.ts";
import { chunkTree } from "./chunk-tree.ts";
import { type ElementType, elementBytes } from "./datatypes.ts";
import type { Space } from "./space.ts";
import type { AttributeValue, DatasetNode } from "./tree.ts";

/** Numbers as a dataset holds them. */
export type Numbers = Float64Array | Uint32Array;

/** What a dataset is that gets rows as time goes on. */
export interface GrowingOptions {
  readonly type: Extract<ElementType, "float64" | "uint32">;
  /** Elements in a row; a plain list where it is not given. */
  readonly columns?: number | undefined;
  readonly attributes?: ReadonlyMap<string, AttributeValue>;
}

/** A dataset that grows at its end. */
export interface GrowingDataset {
  /** Rows so far. */
  readonly rows: number;
  /** Write whole rows; they belong to the file from the next commit on. */
  append(values: Numbers): void;
  node(): DatasetNode;
  /** Write the nodes of its tree that have changed. */
  writeTree(): void;
}

const [leastChunk, mostChunk] = [1 << 14, 1 << 20];
/** Least chunk of datasets of which there are very many, and what the least chunks of all may take together. */
const [leastOfMany, together] = [1 << 9, 1 << 20];

/**
 * Start a dataset without rows.
 *
 * Rows are written straight to their final place. Those beyond the number that the last commit states
 * are not part of the file, so nothing has to be written twice.
 */
export function growingDataset(
  place: {
    readonly disk: Disk;
    readonly space: Space /** Growing datasets so far. */;
    readonly others: number;
  },
  { type, columns, attributes = new Map() }: GrowingOptions,
): GrowingDataset {
  const rowBytes = (columns ?? 1) * elementBytes[type];
  const shapeOf = (length: number): readonly number[] =>
    columns === undefined ? [length] : [length, columns];
  let rows = 0;
  let chunks: ReturnType<typeof startChunks> | undefined;
  return {
    get rows() {
      return rows;
    },
    append(values) {
      if (values.length === 0) return;
      const count = values.byteLength / rowBytes;
      chunks ??= startChunks({ ...place, rowBytes, shapeOf, first: count });
      chunks.append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      rows += count;
    },
    node: () => ({
      kind: "dataset",
      type,
      shape: shapeOf(rows),
      storage: chunks?.storage() ?? { kind: "contiguous", address: 0, bytes: 0 },
      attributes,
    }),
    writeTree() {
      for (const { address, bytes } of chunks?.changed() ?? []) place.disk.write(bytes, address);
    },
  };
}

interface ChunksOptions {
  readonly disk: Disk;
  readonly space: Space;
  readonly others: number;
  readonly rowBytes: number;
  readonly shapeOf: (length: number) => readonly number[];
  /** Rows of the first piece, which tells how large chunks should be. */
  readonly first: number;
}

function startChunks({ disk, space, others, rowBytes, shapeOf, first }: ChunksOptions): {
  append(bytes: Uint8Array): void;
  storage(): DatasetNode["storage"];
  changed(): ReturnType<ReturnType<typeof chunkTree>["changed"]>;
} {
  const least = Math.max(leastOfMany, Math.min(leastChunk, together / (others + 1)));
  const chunkRows = chooseRows({ first, rowBytes, least });
  const chunkBytes = chunkRows * rowBytes;
  const chunk = shapeOf(chunkRows);
  let tree: ReturnType<typeof chunkTree> | undefined;
  let [free, left] = [0, 0];
  const open = (): void => {
    free = space.take(chunkBytes);
    left = chunkBytes;
    if (tree === undefined) tree = chunkTree(free, { space, chunk, chunkBytes });
    else tree.add(free);
  };
  return {
    append(bytes) {
      for (let done = 0; done < bytes.length; ) {
        if (left === 0) open();
        const part = bytes.subarray(done, done + left);
        disk.write(part, free);
        free += part.length;
        left -= part.length;
        done += part.length;
      }
    },
    storage: () => ({ kind: "chunked", tree: tree?.root ?? 0, chunk }),
    changed: () => tree?.changed() ?? [],
  };
}

/** About as much as one piece brings, so that few recordings stay small and large ones have few chunks. */
function chooseRows({
  first,
  rowBytes,
  least,
}: {
  first: number;
  rowBytes: number;
  least: number;
}): number {
  let rows = 1;
  while (2 * rows * rowBytes <= mostChunk && (rows < first || rows * rowBytes < least)) {
    rows *= 2;
  }
  return rows;
}
