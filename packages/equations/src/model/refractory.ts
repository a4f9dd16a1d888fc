import type { RefractoryRecord } from "@spikeloom/kernel";
import { dimensionless } from "@spikeloom/units";
import { timeDimension } from "../builtin-names.ts";
import { checkTarget, readAssignments } from "./assignments.ts";
import { MODEL_FIELDS } from "./errors.ts";
import { exactlyOne, notBoth } from "./fields.ts";
import type { ParsedRefractory } from "./parsed.ts";
import { readOptional } from "./read-expression.ts";
import { placeIn, type Reading } from "./reading.ts";

const path = "spike.refractory";

/** Read the refractory period and the variables it holds. */
export function readRefractory(reading: Reading, record: RefractoryRecord): ParsedRefractory {
  exactlyOne(reading, record, { path, fields: ["for", "steps", "while"] });
  notBoth(reading, record, {
    path,
    fields: ["while", "evaluate"],
    why: "a condition is tested at each step",
  });
  notBoth(reading, record, {
    path,
    fields: ["while", "subStep"],
    why: "a condition ends at a step",
  });
  notBoth(reading, record, { path, fields: ["steps", "subStep"], why: "steps end at a step" });
  const { hold = [], clamp = {} } = record;
  for (const name of hold) {
    checkTarget(reading, name, { path: `${path}.hold`, shared: true });
    if (!Object.hasOwn(clamp, name)) continue;
    const message = `"${name}" is both held and clamped.`;
    reading.errors.push(MODEL_FIELDS({ place: placeIn(reading, `${path}.hold`), message }));
  }
  return {
    for: readOptional(reading, record.for, {
      needs: timeDimension,
      path: `${path}.for`,
      what: `The refractory period of "${reading.name}"`,
      quantity: true,
    }),
    steps: readOptional(reading, record.steps, {
      needs: dimensionless,
      path: `${path}.steps`,
      what: `The number of refractory steps of "${reading.name}"`,
    }),
    while: readOptional(reading, record.while, { needs: "condition", path: `${path}.while` }),
    evaluate: record.evaluate ?? "at-spike",
    hold,
    clamp: readAssignments(reading, clamp, { path: `${path}.clamp` }),
    subStep: record.subStep ?? false,
  };
}
