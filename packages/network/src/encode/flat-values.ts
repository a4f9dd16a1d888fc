import type { EncodedTimes, NestedNumbers } from "@spikeloom/kernel";
import { SpikeLoomError } from "@spikeloom/kernel";
import { ENCODED_TIMES, show } from "../errors.ts";

/** Flattened numbers, and the sizes of the nested lists that held them. */
export interface FlatValues {
  readonly numbers: ArrayLike<number>;
  /** A single size if the numbers were not nested. */
  readonly shape: readonly number[];
}

/** Test whether values are given inline rather than by a file. */
export function isList(
  values: EncodedTimes["values"],
): values is readonly NestedNumbers[] | Float64Array {
  return Array.isArray(values) || ArrayBuffer.isView(values);
}

/** Flatten nested lists of numbers; lists of the same depth must have the same length. */
export function flatValues(
  values: readonly NestedNumbers[] | Float64Array,
  place: string,
): FlatValues {
  if (ArrayBuffer.isView(values)) return { numbers: values, shape: [values.length] };
  const shape: number[] = [];
  for (let inner: unknown = values; Array.isArray(inner); inner = inner[0]) {
    shape.push(inner.length);
  }
  if (shape.length === 1 && values.every((value) => !Array.isArray(value))) {
    return { numbers: values as readonly number[], shape };
  }
  const numbers: number[] = [];
  const visit = (value: unknown, depth: number, where: string): void => {
    const size = shape[depth];
    if (size === undefined && !Array.isArray(value)) {
      numbers.push(value as number);
    } else if (Array.isArray(value) && value.length === size) {
      value.forEach((inner, k) => {
        visit(inner, depth + 1, `${where}[${k}]`);
      });
    } else {
      const message = "Nested lists must have equal lengths at each depth.";
      const expected = size === undefined ? "a number" : `a list of ${size}`;
      const got = Array.isArray(value) ? `a list of ${value.length}` : show(value);
      throw ENCODED_TIMES({ place: where, message, expected, got });
    }
  };
  visit(values, 0, `${place}.values`);
  return { numbers, shape };
}

/** Position of a sample among the values of a population. */
interface SamplePlace {
  readonly place: string;
  /** Index of its first number. */
  readonly at: number;
  readonly shape: readonly number[];
}

/** Encode a sample; if the encoder rejects a value, the error names its index among all values. */
export function withPlaces<T>({ place, at, shape }: SamplePlace, encode: () => T): T {
  try {
    return encode();
  } catch (fault) {
    const index = fault instanceof SpikeLoomError ? /^value (\d+)$/.exec(fault.place ?? "") : null;
    if (!(fault instanceof SpikeLoomError) || index === null) throw fault;
    const { code, summary: message, expected, got, next } = fault;
    const inside = `${place}.values${indicesOf(at + Number(index[1]), shape)}`;
    throw new SpikeLoomError(code, { message, place: inside, expected, got, next });
  }
}

/** Format the position of a number in the nested lists that it came from: `[2][5]`. */
function indicesOf(flat: number, shape: readonly number[]): string {
  let rest = flat;
  return [...shape]
    .reverse()
    .map((size, k) => {
      const index = k === shape.length - 1 ? rest : rest % size;
      rest = Math.floor(rest / size);
      return `[${index}]`;
    })
    .reverse()
    .join("");
}
