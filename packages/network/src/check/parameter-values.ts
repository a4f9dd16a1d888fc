import type { NeuronRecord, Value } from "@spikeloom/kernel";
import { parseUnit } from "@spikeloom/units";
import { unitOfParameter } from "../plan/model-values.ts";
import { readScalar } from "../values/scalar.ts";

/** Parameters as given in a population. */
export type GivenValues = Readonly<Record<string, Value>>;

/** Read the parameters that are one number for all neurons, or one number each. */
export function parameterValues(
  model: Pick<NeuronRecord, "parameters">,
  {
    given,
    used,
    place,
  }: { readonly given: GivenValues; readonly used: readonly string[]; readonly place: string },
): ReadonlyMap<string, readonly number[]> {
  const values = new Map<string, readonly number[]>();
  for (const name of used) {
    const parameter = Object.hasOwn(model.parameters, name) ? model.parameters[name] : undefined;
    if (parameter === undefined) continue;
    const unit = unitOfParameter(parameter);
    const wanted = { unit, dimension: parseUnit(unit).dimension, place };
    const value = given[name] ?? parameter.default;
    if (typeof value === "string" || typeof value === "number") {
      values.set(name, [readScalar(value, wanted)]);
    } else if (Array.isArray(value)) {
      values.set(
        name,
        value.map((one) => readScalar(one, wanted)),
      );
    }
  }
  return values;
}
