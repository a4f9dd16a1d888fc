import {
  explainFaults,
  nearestName,
  pathText,
  type SchemaFault,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import { adviseName } from "../check/advise-name.ts";
import { NETWORK_SHAPE } from "../errors.ts";
import { fieldsAt } from "./fields.ts";

/** Turn the faults of the schema into errors: one per mistake, with its place in the file. */
export function explainShape(
  faults: readonly SchemaFault[],
  value: unknown,
): readonly SpikeLoomError[] {
  const whole = "the network";
  return explainFaults(faults, {
    value,
    place: whole,
    placeOf: (path) => (path.length === 0 ? whole : pathText(path)),
    fieldsAt: (path) => fieldsAt(value, path),
    nearest: nearestName,
    advise(name, known) {
      const advice = adviseName(name, known, "");
      return advice === "" ? undefined : advice;
    },
    error: NETWORK_SHAPE,
  });
}
