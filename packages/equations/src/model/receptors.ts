import type { InputRecord, OutputRecord, ReceptorRecord } from "@spikeloom/kernel";
import type { Dimension } from "@spikeloom/units";
import { readAssignments } from "./assignments.ts";
import { declare } from "./names.ts";
import type { ParsedInput, ParsedOutput, ParsedReceptor } from "./parsed.ts";
import { readExpression } from "./read-expression.ts";
import type { Reading } from "./reading.ts";
import { readUnit } from "./units.ts";

/** Read the receptors: the effect of an arriving weight on the state. */
export function readReceptors(
  reading: Reading,
  records: Readonly<Record<string, ReceptorRecord>>,
): ReadonlyMap<string, ParsedReceptor> {
  const parsed = new Map<string, ParsedReceptor>();
  for (const [name, record] of Object.entries(records)) {
    const dimension = readUnit(reading, record.unit, `receptors.${name}.unit`);
    if (dimension === undefined) continue;
    const on = readAssignments(reading, record.on, {
      path: `receptors.${name}.on`,
      extra: new Map<string, Dimension>([["weight", dimension]]),
    });
    parsed.set(name, { name, dimension, on, sign: record.sign });
  }
  return parsed;
}

/** Declare the continuous inputs. */
export function readInputs(
  reading: Reading,
  records: Readonly<Record<string, InputRecord>>,
  role: "input" | "modulator" = "input",
): ReadonlyMap<string, ParsedInput> {
  const parsed = new Map<string, ParsedInput>();
  for (const [name, record] of Object.entries(records)) {
    const dimension = readUnit(reading, record.unit, `${role}s.${name}.unit`);
    declare(reading, [`${role}s`, name], { role, dimension, boolean: false, shared: false });
    if (dimension !== undefined) parsed.set(name, { name, dimension });
  }
  return parsed;
}

/** Read the continuous outputs. */
export function readOutputs(
  reading: Reading,
  records: Readonly<Record<string, OutputRecord>>,
): ReadonlyMap<string, ParsedOutput> {
  const parsed = new Map<string, ParsedOutput>();
  for (const [name, record] of Object.entries(records)) {
    const dimension = readUnit(reading, record.unit, `outputs.${name}.unit`);
    if (dimension === undefined) continue;
    const value = readExpression(reading, record.value, {
      needs: dimension,
      path: `outputs.${name}.value`,
      what: `The output "${name}"`,
      draws: "never",
    });
    if (value !== undefined) parsed.set(name, { name, dimension, value });
  }
  return parsed;
}
