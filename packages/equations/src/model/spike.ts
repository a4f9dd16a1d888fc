import type { SpikeRecord } from "@spikeloom/kernel";
import { type Dimension, dimensionless, powerDimension } from "@spikeloom/units";
import { timeDimension } from "../builtin-names.ts";
import { dimensionOf } from "../dimensions.ts";
import type { Expression } from "../expression.ts";
import { readAssignments } from "./assignments.ts";
import { MODEL_FIELDS } from "./errors.ts";
import { exactlyOne } from "./fields.ts";
import type { ParsedSpike } from "./parsed.ts";
import { rateDimension, readExpression, readOptional } from "./read-expression.ts";
import { attempt, placeIn, type Reading } from "./reading.ts";
import { readRefractory } from "./refractory.ts";

/** Read when a neuron spikes and what follows. */
export function readSpike(reading: Reading, record: SpikeRecord): ParsedSpike {
  exactlyOne(reading, record, { path: "spike", fields: ["when", "rate", "count"] });
  const { when, rate, count, offset } = record;
  const parsed: ParsedSpike = {
    when: readOptional(reading, when, { needs: "condition", path: "spike.when" }),
    edge: record.edge ?? "level",
    rate: readOptional(reading, rate, {
      needs: rateDimension,
      path: "spike.rate",
      what: `The escape rate of "${reading.name}"`,
      draws: "never",
    }),
    count: readOptional(reading, count, {
      needs: dimensionless,
      path: "spike.count",
      what: `The number of spikes of "${reading.name}"`,
    }),
    offset: readOptional(reading, offset, {
      needs: timeDimension,
      path: "spike.offset",
      what: `The offset of a spike of "${reading.name}"`,
    }),
    reset: readAssignments(reading, record.reset, { path: "spike.reset" }),
    refractory: record.refractory && readRefractory(reading, record.refractory),
    surrogate: undefined,
  };
  if (record.edge !== undefined && when === undefined) {
    const message = '"edge" belongs to a condition, and there is no "when".';
    reading.errors.push(MODEL_FIELDS({ place: placeIn(reading, "spike.edge"), message }));
  }
  if (record.within !== undefined && when === undefined) {
    const message = '"within" belongs to a condition, and there is no "when".';
    reading.errors.push(MODEL_FIELDS({ place: placeIn(reading, "spike.within"), message }));
  }
  return { ...parsed, surrogate: readSurrogate(reading, record, parsed.when) };
}

const comparisons: ReadonlySet<string> = new Set([
  "less",
  "less_equal",
  "greater",
  "greater_equal",
]);

function readSurrogate(
  reading: Reading,
  { surrogate }: SpikeRecord,
  when: Expression | undefined,
): ParsedSpike["surrogate"] {
  if (surrogate === undefined) return undefined;
  const place = placeIn(reading, "spike.surrogate");
  if (when === undefined || !comparisons.has(when.kind)) {
    const message = "A surrogate needs a condition that compares two numbers.";
    const next = 'Write "when" as "v >= v_threshold", for example.';
    reading.errors.push(MODEL_FIELDS({ place, message, next }));
    return undefined;
  }
  const excess = excessDimension(reading, when);
  if (excess === undefined) return undefined;
  const derivative = readExpression(reading, surrogate.derivative, {
    needs: powerDimension(excess, -1),
    path: "spike.surrogate.derivative",
    what: "The derivative of a spike with respect to the excess",
    extra: new Map([["excess", excess]]),
    draws: "never",
  });
  return derivative && { derivative, reset: surrogate.reset ?? "detached" };
}

// Units in `when` are numbers by now, so the dimension comes from the side that still has names.
function excessDimension(reading: Reading, when: Expression): Dimension | undefined {
  if (!("left" in when)) return undefined;
  const scope = (name: string): Dimension | undefined => reading.names.get(name)?.dimension;
  const sides = [when.left, when.right].map((side) =>
    attempt(reading, () => dimensionOf(side, scope)),
  );
  const withDimension = sides.find((side) => side?.some((power) => power !== 0));
  return withDimension ?? sides[0];
}
