import type { SpikeRecord } from "@spikeloom/kernel";
import { dimensionless } from "@spikeloom/units";
import { timeDimension } from "../builtin-names.ts";
import { readAssignments } from "./assignments.ts";
import { MODEL_FIELDS } from "./errors.ts";
import { exactlyOne } from "./fields.ts";
import type { ParsedSpike } from "./parsed.ts";
import { rateDimension, readOptional } from "./read-expression.ts";
import { placeIn, type Reading } from "./reading.ts";
import { readRefractory } from "./refractory.ts";

/** Read the spike condition and its effects. */
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
  };
  if (record.edge !== undefined && when === undefined) {
    const message = '"edge" requires a condition ("when").';
    reading.errors.push(MODEL_FIELDS({ place: placeIn(reading, "spike.edge"), message }));
  }
  if (record.within !== undefined && when === undefined) {
    const message = '"within" requires a condition ("when").';
    reading.errors.push(MODEL_FIELDS({ place: placeIn(reading, "spike.within"), message }));
  }
  return parsed;
}
