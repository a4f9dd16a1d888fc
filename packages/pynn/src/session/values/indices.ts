import { SESSION_VALUE } from "../../errors.ts";

/** Check indices of neurons and copy them. */
export function keepIndices(indices: Uint32Array, size: number, place: string): Uint32Array {
  if (!(indices instanceof Uint32Array)) {
    const message = "This is not a list of neurons.";
    throw SESSION_VALUE({ place, message, expected: "a Uint32Array", got: typeof indices });
  }
  const outside = indices.findIndex((index) => index >= size);
  if (outside >= 0) {
    const message = "The population has no such neuron.";
    const got = String(indices[outside]);
    throw SESSION_VALUE({
      place: `${place}[${outside}]`,
      message,
      expected: `0 to ${size - 1}`,
      got,
    });
  }
  return indices.slice();
}

/** Check a count of neurons. */
export function checkSize(size: number, place: string): number {
  if (Number.isSafeInteger(size) && size > 0 && size < 2 ** 31) return size;
  const message = "A population must have neurons.";
  throw SESSION_VALUE({ place, message, expected: "an integer of at least 1", got: String(size) });
}
