import { allocate } from "../allocate.ts";

/** Indices that a shard has room for between its two passes: 4 MiB. */
const mostKept = 2 ** 20;

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
    let kept = new Uint32Array(0);
    let ends: number[] = [];
    let row = 0;
    let isFull = false;
    return {
      keep(partners) {
        const start = ends.at(-1) ?? 0;
        const { length } = partners;
        isFull ||= length > room;
        if (isFull) return;
        room -= length;
        if (start + length > kept.length) kept = grown(kept, start + length);
        kept.set(partners, start);
        ends.push(start + length);
      },
      take() {
        const end = ends[row];
        if (end === undefined) {
          // A pass after this one draws all rows.
          [kept, ends] = [new Uint32Array(0), []];
          return undefined;
        }
        const start = row === 0 ? 0 : (ends[row - 1] as number);
        row++;
        return kept.subarray(start, end);
      },
    };
  };
}

function grown(kept: Uint32Array, least: number): Uint32Array<ArrayBuffer> {
  const length = Math.max(4096, least, 2 * kept.length);
  const larger = allocate(4 * length, () => new Uint32Array(length));
  larger.set(kept);
  return larger;
}
