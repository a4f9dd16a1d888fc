import { ENCODER_VALUE } from "./errors.ts";

/** Count one neuron for each value of a shape. */
export function oneEach(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Refuse values outside of 0 to 1, which a code of shares has no spikes for. */
export function checkUnit(values: Float64Array, encoder: string): void {
  const index = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (index < 0) return;
  throw ENCODER_VALUE({
    ...{ encoder, index, expected: "a value from 0 to 1", got: values[index] ?? Number.NaN },
    next: 'Scale the values: "range": [0, 255] lets 255 count as 1.',
  });
}
