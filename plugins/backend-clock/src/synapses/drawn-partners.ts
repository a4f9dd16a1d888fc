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

/** Rows one after the other: an array for each would be larger than a short row. */
interface Block {
  readonly partners: Uint32Array;
  readonly lengths: number[];
  filled: number;
}

/** What a shard keeps of its projections, with the room that they share. */
export function drawnPartners(): () => DrawnPartners {
  let room = mostKept;
  return () => {
    const blocks: Block[] = [];
    let isFull = false;
    // The next row to be taken: its number in the first block, and where it begins.
    let row = 0;
    let from = 0;
    return {
      keep(partners) {
        const { length } = partners;
        isFull ||= length > room;
        if (isFull) return;
        room -= length;
        let block = blocks.at(-1);
        if (block === undefined || block.filled + length > block.partners.length) {
          block = newBlock(length);
          blocks.push(block);
        }
        block.partners.set(partners, block.filled);
        block.lengths.push(length);
        block.filled += length;
      },
      take() {
        let block = blocks[0];
        if (block !== undefined && row === block.lengths.length) {
          blocks.shift();
          block = blocks[0];
          row = 0;
          from = 0;
        }
        // A pass after this one draws all rows.
        if (block === undefined) return undefined;
        const until = from + (block.lengths[row++] as number);
        const taken = block.partners.subarray(from, until);
        from = until;
        return taken;
      },
    };
  };
}

/** One block after the other, as larger ones in their place would leave the smaller ones behind. */
function newBlock(length: number): Block {
  const size = Math.max(blockSize, length);
  return {
    partners: allocate(4 * size, () => new Uint32Array(size)),
    lengths: [],
    filled: 0,
  };
}
