import { allocate } from "../allocate.ts";

/** Indices that a shard has room for between its two passes: 2 MiB. */
const mostKept = 2 ** 19;
/** Indices for which room is taken at once. */
const blockSize = 2 ** 14;

/**
 * Partners that were drawn when synapses were counted, kept until they are laid down.
 *
 * Rows are drawn twice, as all of them would take more memory than the tables themselves. The first rows of a
 * shard, and with them all rows of a small network, are drawn once.
 */
export interface DrawnPartners {
  /** Keep the partners of the next row, unless there is no room for them or for a row before. */
  keep(partners: Uint32Array): void;
  /** Take the row that was kept first; undefined once they are taken, and this row is to be drawn. */
  take(): Uint32Array | undefined;
}

/** What a shard keeps of its projections, with the room that they share. */
export function drawnPartners(): () => DrawnPartners {
  let room = mostKept;
  return () => {
    const rows: Uint32Array[] = [];
    let block = new Uint32Array(0);
    let filled = 0;
    let taken = 0;
    let isFull = false;
    return {
      keep(partners) {
        const { length } = partners;
        isFull ||= length > room;
        if (isFull) return;
        room -= length;
        if (filled + length > block.length) {
          // One block after the other, as larger ones in their place would leave the smaller ones behind.
          const size = Math.max(blockSize, length);
          block = allocate(4 * size, () => new Uint32Array(size));
          filled = 0;
        }
        block.set(partners, filled);
        rows.push(block.subarray(filled, filled + length));
        filled += length;
      },
      take() {
        const row = rows[taken++];
        // A pass after this one draws all rows.
        if (row === undefined) rows.length = 0;
        return row;
      },
    };
  };
}
