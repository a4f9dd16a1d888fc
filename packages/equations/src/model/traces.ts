import type { TraceRecord } from "@spikeloom/kernel";
import { timeDimension } from "../builtin-names.ts";
import { declare } from "./names.ts";
import type { ParsedTrace } from "./parsed.ts";
import { readExpression, readOptional } from "./read-expression.ts";
import type { Reading } from "./reading.ts";
import { readUnit } from "./units.ts";

type Traces = Readonly<Record<string, TraceRecord>>;

/** Declare the traces of a plasticity rule. */
export function declareTraces(reading: Reading, records: Traces): void {
  for (const [name, record] of Object.entries(records)) {
    declare(reading, ["traces", name], {
      role: "trace",
      dimension: readUnit(reading, record.unit ?? "1", `traces.${name}.unit`),
      boolean: false,
      shared: false,
    });
  }
}

/** Read the traces: a decay is a time, an input has the unit of its trace. */
export function readTraces(reading: Reading, records: Traces): ReadonlyMap<string, ParsedTrace> {
  const parsed = new Map<string, ParsedTrace>();
  for (const [name, record] of Object.entries(records)) {
    const dimension = reading.names.get(name)?.dimension;
    const decay = readExpression(reading, record.decay, {
      needs: timeDimension,
      path: `traces.${name}.decay`,
      what: `The decay of "${name}"`,
      constant: true,
      quantity: true,
    });
    if (dimension === undefined || decay === undefined) continue;
    const input = readOptional(reading, record.input, {
      needs: dimension,
      path: `traces.${name}.input`,
      what: `The input of "${name}"`,
      draws: "never",
    });
    const initial = readExpression(reading, record.initial ?? 0, {
      needs: dimension,
      path: `traces.${name}.initial`,
      what: `The initial value of "${name}"`,
      constant: true,
      quantity: true,
    });
    if (initial !== undefined) {
      parsed.set(name, { name, of: record.of, dimension, decay, input, initial });
    }
  }
  return parsed;
}
