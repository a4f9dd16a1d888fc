import { type ParameterRecord, SpikeLoomError } from "@spikeloom/kernel";
import {
  type Dimension,
  dimensionless,
  parseQuantity,
  parseUnit,
  type Quantity,
  sameDimension,
  toInternal,
} from "@spikeloom/units";
import { show, VALUE, VALUE_DIMENSION, VALUE_NUMBER } from "../errors.ts";
import { describeDimension, usualUnit } from "./describe-dimension.ts";
import { type InPieces, overRanges, whole } from "./in-pieces.ts";

/** Requirements for a value, and its place. */
export interface Wanted {
  readonly dimension: Dimension;
  readonly place: string;
  /** The most common unit of the value. */
  readonly unit?: string | undefined;
  /** The parameter to which the value belongs. */
  readonly parameter?: ParameterRecord | undefined;
}

/**
 * Read a quantity in internal units.
 *
 * A plain number is dimensionless, but 0 is compatible with any dimension: `0` is also a voltage.
 */
export function readScalar(input: unknown, wanted: Wanted): number {
  const { dimension, place, unit } = wanted;
  if (typeof input !== "string" && typeof input !== "number") {
    const expected = 'a quantity such as "20 ms"';
    throw VALUE({ place, message: "This is not a quantity.", expected, got: show(input) });
  }
  if (Number.isNaN(input)) throw VALUE_NUMBER({ place, got: "NaN" });
  const quantity = withPlace(place, () => parseQuantity(input));
  if (quantity.value === 0 && typeof input === "number") return 0;
  if (sameDimension(quantity.unit.dimension, dimension)) {
    return withPlace(place, () => toInternal(quantity));
  }
  throw VALUE_DIMENSION({
    place,
    expected: describeDimension(dimension, unit),
    got: isPlain(quantity) ? show(input) : `${show(input)}, ${nameDimension(quantity)}`,
    next: adviseUnit(quantity, wanted),
  });
}

function isPlain({ unit }: Quantity): boolean {
  return sameDimension(unit.dimension, dimensionless);
}

function nameDimension({ unit }: Quantity): string {
  return describeDimension(unit.dimension).replace(/,.*/, "");
}

function adviseUnit(quantity: Quantity, { dimension, unit, parameter }: Wanted): string {
  if (sameDimension(dimension, dimensionless)) return "Write a plain number, without a unit.";
  const own = unit ?? unitOf(parameter) ?? usualUnit(dimension);
  return isPlain(quantity)
    ? `Write it with its unit, such as "${quantity.value} ${own}".`
    : `Write it in units of ${own}.`;
}

/** Return the unit of a parameter's default; undefined if it has none. */
function unitOf(parameter: ParameterRecord | undefined): string | undefined {
  if (typeof parameter?.default !== "string") return undefined;
  return /^\S+ (\S+)$/.exec(parameter.default)?.[1];
}

/** Read plain numbers that share one unit, in internal units. */
export function readNumbers(
  values: ArrayLike<unknown>,
  unit: string | undefined,
  wanted: Wanted,
): Float64Array {
  return whole(readNumbersInPieces(values, unit, wanted));
}

/** The same in pieces. */
export function* readNumbersInPieces(
  values: ArrayLike<unknown>,
  unit: string | undefined,
  wanted: Wanted,
): InPieces<Float64Array> {
  const { dimension, place } = wanted;
  const given = withPlace(`${place}.unit`, () => parseUnit(unit ?? "1"));
  if (!sameDimension(given.dimension, dimension)) {
    const got = unit === undefined ? "numbers without a unit" : given.symbol;
    const expected = describeDimension(dimension, wanted.unit);
    const next = `Set "unit" to "${wanted.unit ?? usualUnit(dimension)}".`;
    throw VALUE_DIMENSION({ place: `${place}.unit`, expected, got, next });
  }
  const numbers = new Float64Array(values.length);
  // Long lists are usually in internal units already.
  const isInternal = toInternal({ value: 1, unit: given }) === 1;
  // Arrays of numbers usually contain no invalid values.
  const copied = values instanceof Float64Array && isInternal ? values : undefined;
  yield* overRanges(values.length, (from, until) => {
    if (copied !== undefined && areNumbers(copied, from, until)) {
      numbers.set(copied.subarray(from, until), from);
      return true;
    }
    for (let k = from; k < until; k++) {
      const value = values[k];
      if (typeof value !== "number" || Number.isNaN(value)) {
        throw VALUE_NUMBER({ place: `${place}.values[${k}]`, got: show(value) });
      }
      numbers[k] = isInternal ? value : toInternal({ value, unit: given });
    }
    return true;
  });
  return numbers;
}

function areNumbers(values: Float64Array, from: number, until: number): boolean {
  let invalid = 0;
  for (let k = from; k < until; k++) invalid += Number.isNaN(values[k] as number) ? 1 : 0;
  return invalid === 0;
}

/** Run a reader, and prefix the place of any coded error it throws. */
export function withPlace<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof SpikeLoomError ? placed(error, place) : error;
  }
}

function placed(error: SpikeLoomError, place: string): SpikeLoomError {
  if (error.place?.startsWith(place)) return error;
  const { code, summary: message, expected, got, next } = error;
  const where = error.place === undefined ? place : `${place}, ${error.place}`;
  return new SpikeLoomError(code, { message, place: where, expected, got, next });
}
