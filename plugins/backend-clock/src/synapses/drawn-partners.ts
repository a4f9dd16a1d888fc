import { allocate } from "../allocate.ts";

/** Number of indices that a shard can store between its two passes: 2 MiB. */
const mostKept = 2 ** 19;
/** Number of indices allocated at a time. */
const blockSize = 2 ** 14;

/**
 * Partners drawn while synapses were counted, stored until the synapses are placed.
 *
 * Rows are drawn twice, because all of them would take more memory than the tables themselves. The first rows of a
 * shard, and thus all rows of a small network, are drawn only once.
 */
export interface DrawnPartners {
  /** Store the partners of the next row, unless there is no room for them or for a row before. */
  keep(partners: Uint32Array): void;
  /** Take the first stored row; undefined once they are used up, and this row must be drawn. */
  take(): Uint32Array | undefined;
}

/** Rows stored contiguously: a separate array would be larger than a short row. */
interface Block {
  readonly partners: Uint32Array;
  readonly lengths: number[];
  filled: number;
}

/** Stored rows of a shard's projections, with the space that they share. */
export function drawnPartners(): () => DrawnPartners {
  let room = mostKept;
  return () => {
    const blocks: Block[] = [];
    let isFull = false;
    // The next row to take: its index in the first block, and its start.
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
        // Any further pass draws all rows.
        if (block === undefined) return undefined;
        const until = from + (block.lengths[row++] as number);
        const taken = block.partners.subarray(from, until);
        from = until;
        return taken;
      },
    };
  };
}

/** Several blocks, because replacing them by larger ones would leave the smaller ones as garbage. */
function newBlock(length: number): Block {
  const size = Math.max(blockSize, length);
  return {
    partners: allocate(4 * size, () => new Uint32Array(size)),
    lengths: [],
    filled: 0,
  };
}
