import type { Column, Lists } from "../../session/session.ts";

/** Current parameters of a population: numbers, or a list of numbers per neuron. */
export type Stored = Column | readonly Float64Array[];

/** Return whether each neuron has a list. */
export function isSequences(stored: Stored): stored is readonly Float64Array[] {
  return Array.isArray(stored);
}

/** Change the values of some neurons; `update` has one value for all, or one for each of them. */
export function merged(
  stored: Stored,
  update: Stored,
  { neurons, size }: { readonly neurons: Uint32Array; readonly size: number },
): Stored {
  if (isSequences(update)) {
    const all = isSequences(stored) ? [...stored] : [];
    neurons.forEach((neuron, k) => {
      all[neuron] = update[k] as Float64Array;
    });
    return all;
  }
  if (typeof update === "number" && (neurons.length === size || update === stored)) return update;
  const column = expanded(stored as Column, size).slice();
  neurons.forEach((neuron, k) => {
    column[neuron] = typeof update === "number" ? update : (update[k] as number);
  });
  return column;
}

/** Expand to one number per neuron. */
function expanded(column: Column, size: number): Float64Array {
  return typeof column === "number" ? new Float64Array(size).fill(column) : column;
}

/** Convert values to the form that a session accepts. */
export function toSession(stored: Stored): Column | Lists {
  if (!isSequences(stored)) return stored;
  const isShared = stored.every((one) => one === stored[0]);
  const lists = isShared ? stored.slice(0, 1) : stored;
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, k) => {
    offsets[k + 1] = (offsets[k] as number) + list.length;
  });
  const values = new Float64Array(offsets[lists.length] as number);
  lists.forEach((list, k) => {
    values.set(list, offsets[k]);
  });
  return { values, offsets };
}

/** Result of `get`: a single value if all neurons are equal. */
export type Got = number | Float64Array | readonly Float64Array[];

/** Select the values of some neurons; a single value if all are equal. */
export function picked(stored: Stored, neurons: Uint32Array, simplify: boolean): Got {
  if (isSequences(stored)) {
    const lists = Array.from(neurons, (neuron) => stored[neuron] as Float64Array);
    const [first] = lists;
    const isSame = first !== undefined && lists.every((one) => sameList(one, first));
    return simplify && isSame ? first : lists;
  }
  if (typeof stored === "number") {
    return simplify ? stored : new Float64Array(neurons.length).fill(stored);
  }
  const column = Float64Array.from(neurons, (neuron) => stored[neuron] as number);
  const [first] = column;
  return simplify && first !== undefined && column.every((one) => one === first) ? first : column;
}

function sameList(a: Float64Array, b: Float64Array): boolean {
  return a === b || (a.length === b.length && a.every((value, k) => value === b[k]));
}
