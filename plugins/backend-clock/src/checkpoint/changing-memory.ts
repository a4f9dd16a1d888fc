import type { ByteRange } from "../arena.ts";
import { STATE_DAMAGED } from "../errors.ts";
import { unsignedOf } from "../placed.ts";
import type { SpikeRing } from "../spike-rings.ts";
import type { StateBound } from "./state-bounds.ts";

/** Locations of the changing state in the memory of a shard. */
export interface ChangingMemory {
  readonly ranges: readonly ByteRange[];
  /** In each list, as much changes as its count covers; the counts themselves are in the ranges. */
  readonly rings: readonly SpikeRing[];
  /** Values that code uses as a count, an index, a step or a time. */
  readonly bounds: readonly StateBound[];
}

/** Copy the changing state: ranges one after another, then the lists of the rings. */
export function readChanging(buffer: ArrayBufferLike, memory: ChangingMemory): Uint8Array {
  const lists = listsOf(buffer, memory);
  const out = new Uint8Array(rangeBytes(memory) + lists.reduce((sum, { bytes }) => sum + bytes, 0));
  copyRanges([...memory.ranges, ...lists], (from, range) => {
    out.set(new Uint8Array(buffer, range.address, range.bytes), from);
  });
  return out;
}

/** Write it back; `part` names the bytes in errors if they do not match. */
export function writeChanging(
  buffer: ArrayBufferLike,
  memory: ChangingMemory,
  { bytes, part }: { readonly bytes: Uint8Array; readonly part: string },
): void {
  const least = rangeBytes(memory);
  if (bytes.length < least) {
    const [expected, got] = [`at least ${least} bytes`, `${bytes.length} bytes`];
    throw STATE_DAMAGED({ place: part, expected, got });
  }
  const memoryBytes = new Uint8Array(buffer);
  const write = (from: number, { address, bytes: length }: ByteRange): void => {
    memoryBytes.set(bytes.subarray(from, from + length), address);
  };
  copyRanges(memory.ranges, write);
  // The counts that determine the lengths of the lists are only available now.
  const lists = listsOf(buffer, memory, part);
  const whole = least + lists.reduce((sum, list) => sum + list.bytes, 0);
  if (bytes.length !== whole) {
    const [expected, got] = [`${whole} bytes`, `${bytes.length} bytes`];
    throw STATE_DAMAGED({ place: part, expected, got });
  }
  copyRanges(lists, (from, list) => write(least + from, list));
  for (const ring of memory.rings) checkSpikes(buffer, ring, part);
}

/** Reject spikes of non-existent neurons: their targets could be anywhere. */
function checkSpikes(
  buffer: ArrayBufferLike,
  { population, neurons, capacity, length, lists, counts }: SpikeRing,
  part: string,
): void {
  const taken = unsignedOf(buffer, counts);
  for (let slot = 0; slot < length; slot++) {
    const spikes = new Uint32Array(
      buffer,
      lists.address + 4 * slot * capacity,
      taken[slot] as number,
    );
    const wrong = spikes.find((neuron) => neuron >= neurons);
    if (wrong === undefined) continue;
    const expected = `neurons of "${population}", 0 to ${neurons - 1}`;
    throw STATE_DAMAGED({ place: part, expected, got: String(wrong) });
  }
}

/** Describe the memory layout as a text, equal for equal layouts. */
export function layoutText({ ranges, rings }: ChangingMemory): string {
  const shapes = rings.map(({ population, capacity, length }) => [population, capacity, length]);
  return JSON.stringify([ranges.map(({ address, bytes }) => [address, bytes]), shapes]);
}

function rangeBytes({ ranges }: ChangingMemory): number {
  return ranges.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Spikes in transit, list by list. */
function listsOf(
  buffer: ArrayBufferLike,
  { rings }: ChangingMemory,
  part = "memory",
): readonly ByteRange[] {
  return rings.flatMap(({ population, capacity, lists, counts }) =>
    Array.from(unsignedOf(buffer, counts), (count, slot) => {
      if (count > capacity) {
        const [expected, got] = [`at most ${capacity} spikes of "${population}"`, String(count)];
        throw STATE_DAMAGED({ place: part, expected, got });
      }
      return { address: lists.address + 4 * slot * capacity, bytes: 4 * count };
    }),
  );
}

/** Visit ranges with the offset of each if they are stored one after another. */
function copyRanges(
  ranges: readonly ByteRange[],
  visit: (from: number, range: ByteRange) => void,
): void {
  let from = 0;
  for (const range of ranges) {
    visit(from, range);
    from += range.bytes;
  }
}
