import { type EncoderRecord, type LearningRecord, OPTION } from "@spikeloom/kernel";
import { parseQuantity } from "@spikeloom/units";
import { adviseName } from "../check/advise-name.ts";
import { checkBounds } from "../plan/check-bounds.ts";
import { readScalar } from "./scalar.ts";

/**
 * Read the parameters of an encoder or a learning algorithm in internal units.
 *
 * Missing ones have their defaults. Throws SL_OPTION for unknown names, and any error of `readScalar`.
 */
export function pluginParameters(
  { kind, name: own, parameters }: EncoderRecord | LearningRecord,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, number>> {
  const place = `${kind} "${own}"`;
  const known = Object.keys(parameters);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const message = `"${name}" is not a parameter here.`;
    const next = adviseName(name, known, "Remove it.");
    throw OPTION({ place, message, expected: known.join(", "), got: `"${name}"`, next });
  }
  const entries = Object.entries(parameters).map(([name, parameter]) => {
    const at = `${place} ${name}`;
    const { dimension } = parseQuantity(parameter.default).unit;
    const value = readScalar(given[name] ?? parameter.default, { dimension, place: at, parameter });
    checkBounds(parameter, value, at);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}
