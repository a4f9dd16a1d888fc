import type { Disk } from "@spikeloom/files";
import { chunkTree } from "./chunk-tree.ts";
import { type ElementType, elementBytes } from "./datatypes.ts";
import type { Space } from "./space.ts";
import type { AttributeValue, DatasetNode } from "./tree.ts";

/** Numbers as stored in a dataset. */
export type Numbers = Float64Array | Uint32Array;

/** Parameters of a dataset that grows during the run. */
export interface GrowingOptions {
  readonly type: Extract<ElementType, "float64" | "uint32">;
  /** Elements per row; one-dimensional if missing. */
  readonly columns?: number | undefined;
  readonly attributes?: ReadonlyMap<string, AttributeValue>;
}

/** A dataset to which rows are appended. */
export interface GrowingDataset {
  /** Number of rows so far. */
  readonly rows: number;
  /** Write whole rows; they belong to the file from the next commit on. */
  append(values: Numbers): void;
  node(): DatasetNode;
  /** Write the changed nodes of its tree. */
  writeTree(): void;
}

const [leastChunk, mostChunk] = [1 << 14, 1 << 20];
/** Minimum chunk size with very many datasets, and limit on the total of minimum chunks. */
const [leastOfMany, together] = [1 << 9, 1 << 20];

/**
 * Create a dataset without rows.
 *
 * Rows are written directly to their final position. Rows beyond the number stated by the last commit do not belong to
 * the file, so no data is written twice.
 */
export function growingDataset(
  place: {
    readonly disk: Disk;
    readonly space: Space /** Number of growing datasets so far. */;
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
  /** Rows of the first piece, from which the chunk size is chosen. */
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

/** Roughly the size of one piece, so that short recordings stay small and long ones have few chunks. */
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
