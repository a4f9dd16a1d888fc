import { ENCODER_PARAMETERS, ENCODER_VALUE } from "./errors.ts";

/** Count one neuron per value of a shape. */
export function oneEach(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Refuse values that are not numbers; encoders of changes accept any others. */
export function checkFinite(values: Float64Array, encoder: string): void {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  const [expected, next] = ["a finite number", "Replace missing values, or remove the sample."];
  throw ENCODER_VALUE({ encoder, index, expected, got: values[index] ?? Number.NaN, next });
}

/** Refuse two parameters, given by name, unless the first is below the second, or equal to it if allowed. */
export function checkOrder(
  encoder: string,
  parameters: Readonly<Record<string, number>>,
  { mayBeEqual = false }: { readonly mayBeEqual?: boolean } = {},
): void {
  const [[low, least], [high, greatest]] = Object.entries(parameters) as [Named, Named];
  if (least < greatest || (mayBeEqual && least === greatest)) return;
  const expected = `"${low}" below "${high}"${mayBeEqual ? " or at it" : ""}`;
  throw ENCODER_PARAMETERS({ encoder, expected, got: `${least} and ${greatest}` });
}

type Named = [name: string, value: number];

/** Refuse values outside 0 to 1. */
export function checkUnit(values: Float64Array, encoder: string): void {
  checkRange(values, { encoder, low: 0, high: 1 });
}

/** Refuse values outside a range. */
export function checkRange(
  values: Float64Array,
  range: { readonly encoder: string; readonly low: number; readonly high: number },
): void {
  const { encoder, low, high } = range;
  const index = values.findIndex((value) => !(value >= low && value <= high));
  if (index < 0) return;
  throw ENCODER_VALUE({
    encoder,
    index,
    expected: `a value from ${low} to ${high}`,
    got: values[index] ?? Number.NaN,
    next: 'Scale the values: "range": [0, 255] maps 255 to 1.',
  });
}
