import type { StateRecord } from "@spikeloom/kernel";
import { type Dimension, dimensionless, sameDimension } from "@spikeloom/units";
import { MODEL_FIELDS } from "./errors.ts";
import { declare } from "./names.ts";
import type { ParsedState } from "./parsed.ts";
import { readExpression } from "./read-expression.ts";
import { placeIn, type Reading } from "./reading.ts";
import { readUnit } from "./units.ts";

type States = Readonly<Record<string, StateRecord>>;

/** Declare the state variables; their initial values are read once all names are known. */
export function declareStates(reading: Reading, records: States): void {
  for (const [name, record] of Object.entries(records)) {
    declare(reading, ["state", name], {
      role: "state",
      dimension: readUnit(reading, record.unit, `state.${name}.unit`),
      boolean: record.type === "boolean",
      shared: record.shared ?? false,
    });
    if (record.type !== "integer") continue;
    reading.wholeNumbers.set(name, record.signed === false ? 0 : Number.NEGATIVE_INFINITY);
  }
}

/** Read the state variables with their initial values. */
export function readStates(reading: Reading, records: States): ReadonlyMap<string, ParsedState> {
  const parsed = new Map<string, ParsedState>();
  for (const [name, record] of Object.entries(records)) {
    checkWidth(reading, name, record);
    const dimension = reading.names.get(name)?.dimension;
    if (dimension === undefined) continue;
    checkPure(reading, name, { record, dimension });
    const initial = readExpression(reading, record.initial, {
      needs: record.type === "boolean" ? "condition" : dimension,
      path: `state.${name}.initial`,
      what: `The initial value of "${name}"`,
      constant: true,
      quantity: record.type !== "boolean",
      wholeNumber: record.type === "integer",
    });
    if (initial === undefined) continue;
    const { type = "float", shared = false, bits, signed = true, overflow = "saturate" } = record;
    const width = bits === undefined ? undefined : { bits, signed, overflow };
    parsed.set(name, { name, dimension, initial, type, shared, width });
  }
  return parsed;
}

function checkPure(
  reading: Reading,
  name: string,
  { record, dimension }: { readonly record: StateRecord; readonly dimension: Dimension },
): void {
  if ((record.type ?? "float") === "float" || sameDimension(dimension, dimensionless)) return;
  reading.errors.push(
    MODEL_FIELDS({
      place: placeIn(reading, `state.${name}.unit`),
      message: `The ${record.type} variable "${name}" has a unit.`,
      expected: "1",
      got: record.unit,
    }),
  );
}

function checkWidth(reading: Reading, name: string, record: StateRecord): void {
  const given = (["bits", "signed", "overflow"] as const).filter(
    (key) => record[key] !== undefined,
  );
  const [first] = given;
  if (first === undefined) return;
  const place = placeIn(reading, `state.${name}.${first}`);
  if (record.type !== "integer") {
    const message = `"${first}" applies to integer variables only.`;
    reading.errors.push(MODEL_FIELDS({ place, message, next: 'Set "type" to "integer".' }));
  } else if (record.bits === undefined) {
    const message = `"${first}" needs a width.`;
    reading.errors.push(MODEL_FIELDS({ place, message, next: 'Give "bits".' }));
  }
}
