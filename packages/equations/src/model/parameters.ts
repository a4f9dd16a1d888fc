import type { ParameterRecord } from "@spikeloom/kernel";
import {
  type Dimension,
  dimensionless,
  formatDimension,
  formatQuantity,
  parseQuantity,
  type Quantity,
  sameDimension,
  toInternal,
} from "@spikeloom/units";
import { dimensionMismatch } from "../errors.ts";
import { MODEL_BOUNDS } from "./errors.ts";
import { declare } from "./names.ts";
import type { ParsedParameter } from "./parsed.ts";
import { attempt, placed, placeIn, type Reading } from "./reading.ts";

type Parameters = Readonly<Record<string, ParameterRecord>>;

/** Read the parameters and declare their names. */
export function readParameters(
  reading: Reading,
  records: Parameters,
): ReadonlyMap<string, ParsedParameter> {
  const parsed = new Map<string, ParsedParameter>();
  for (const [name, record] of Object.entries(records)) {
    const one = readParameter(reading, name, record);
    const boolean = record.type === "boolean";
    declare(reading, ["parameters", name], {
      role: "parameter",
      dimension: one?.dimension,
      boolean,
      shared: true,
    });
    if (record.type === "integer")
      reading.wholeNumbers.set(name, one?.min ?? Number.NEGATIVE_INFINITY);
    if (one !== undefined) parsed.set(name, one);
  }
  return parsed;
}

function readParameter(
  reading: Reading,
  name: string,
  record: ParameterRecord,
): ParsedParameter | undefined {
  const path = `parameters.${name}`;
  const given = readBound(reading, record.default, `${path}.default`);
  if (given === undefined) return undefined;
  const { dimension } = given.unit;
  const bound = (side: "min" | "max"): number | undefined => {
    const value = record[side];
    if (value === undefined) return undefined;
    const quantity = readBound(reading, value, `${path}.${side}`);
    return quantity && matching(reading, quantity, { dimension, path: `${path}.${side}` });
  };
  const parsed: ParsedParameter = {
    name,
    dimension,
    defaultValue: toInternal(given),
    min: bound("min"),
    max: bound("max"),
    exclusive: record.exclusive ?? false,
    type: record.type ?? "float",
  };
  checkBounds(reading, parsed, record);
  checkNumberType(reading, parsed, path);
  return parsed;
}

function readBound(reading: Reading, value: string | number, path: string): Quantity | undefined {
  return attempt(reading, () => placed(placeIn(reading, path), () => parseQuantity(value)));
}

function matching(
  reading: Reading,
  quantity: Quantity,
  { dimension, path }: { readonly dimension: Dimension; readonly path: string },
): number | undefined {
  if (sameDimension(quantity.unit.dimension, dimension)) return toInternal(quantity);
  reading.errors.push(
    dimensionMismatch({
      text: formatQuantity(quantity),
      at: 0,
      place: placeIn(reading, path),
      message: "A bound has a different dimension from the default.",
      expected: formatDimension(dimension),
      got: formatDimension(quantity.unit.dimension),
    }),
  );
  return undefined;
}

function checkBounds(reading: Reading, parsed: ParsedParameter, record: ParameterRecord): void {
  const { defaultValue: value, min = -Infinity, max = Infinity, exclusive } = parsed;
  const isInside = exclusive ? value > min && value < max : value >= min && value <= max;
  if (isInside) return;
  const open = exclusive ? ", both excluded" : "";
  reading.errors.push(
    MODEL_BOUNDS({
      place: placeIn(reading, `parameters.${parsed.name}.default`),
      message: `The default of "${parsed.name}" is outside its own bounds.`,
      expected: `${record.min ?? "-inf"} to ${record.max ?? "inf"}${open}`,
      got: String(record.default),
    }),
  );
}

function checkNumberType(reading: Reading, parsed: ParsedParameter, path: string): void {
  if (parsed.type === "float") return;
  const place = placeIn(reading, `${path}.type`);
  const isPure = sameDimension(parsed.dimension, dimensionless);
  const isWhole = Number.isInteger(parsed.defaultValue);
  const isTruth = parsed.defaultValue === 0 || parsed.defaultValue === 1;
  if (isPure && isWhole && (parsed.type === "integer" || isTruth)) return;
  reading.errors.push(
    MODEL_BOUNDS({
      place,
      message: `"${parsed.name}" cannot be ${parsed.type} with this default.`,
      expected: parsed.type === "integer" ? "a whole number without a unit" : "0 or 1",
      got: String(parsed.defaultValue),
    }),
  );
}
