import { SELECTION } from "../errors.ts";
import { show } from "../show.ts";

/** Selection of neurons: indices, or a boolean per neuron. */
export type Selector = readonly number[] | readonly boolean[] | Uint32Array;

/** Read an index; negative ones count from the end, as in Python. */
export function readIndex(index: number, size: number, place: string): number {
  const found = index < 0 ? index + size : index;
  if (Number.isInteger(index) && found >= 0 && found < size) return found;
  const expected = `an integer from ${-size} to ${size - 1}`;
  throw SELECTION({ place, message: "There is no such neuron.", expected, got: String(index) });
}

/** Convert a selector to ascending indices without duplicates, as PyNN does. */
export function readSelector(selector: Selector, size: number, place: string): Uint32Array {
  if (!Array.isArray(selector) && !ArrayBuffer.isView(selector)) {
    const [message, expected] = ["Neurons are selected by a list.", "indices, or booleans"];
    throw SELECTION({ place, message, expected, got: show(selector) });
  }
  const isMask = Array.isArray(selector) && typeof selector[0] === "boolean";
  if (isMask && selector.length !== size) {
    const message = "A mask needs one boolean per neuron.";
    throw SELECTION({ place, message, expected: String(size), got: String(selector.length) });
  }
  const indices = new Set<number>();
  selector.forEach((one: unknown, k: number) => {
    if (isMask && one === true) indices.add(k);
    else if (!isMask)
      indices.add(readIndex(typeof one === "number" ? one : Number.NaN, size, place));
  });
  if (indices.size > 0) return Uint32Array.from(indices).sort();
  throw SELECTION({ place, message: "The selection is empty.", got: show(selector) });
}

/** Convert Python's `[start:stop:step]` to indices. */
export function readSlice(
  { start, stop, step }: { readonly start: number; readonly stop: number; readonly step: number },
  size: number,
  place: string,
): Uint32Array {
  if (!(Number.isInteger(step) && step > 0)) {
    const message = "A slice needs a positive integer step.";
    throw SELECTION({ place, message, expected: "an integer above 0", got: String(step) });
  }
  const [from, to] = [clamp(start, size), clamp(stop, size)];
  const indices: number[] = [];
  for (let k = from; k < to; k += step) indices.push(k);
  if (indices.length > 0) return Uint32Array.from(indices);
  const got = `${start}:${stop} of ${size} neurons`;
  throw SELECTION({ place, message: "The selection is empty.", got });
}

function clamp(end: number, size: number): number {
  const counted = end < 0 ? end + size : end;
  return Math.max(0, Math.min(Number.isNaN(counted) ? 0 : counted, size));
}
