import type { ResolvedPopulation } from "@spikeloom/network";
import type { Row } from "../rows.ts";
import { numberOut, quantityOut } from "./quantity-out.ts";
import type { Writing } from "./writing.ts";

/** A population whose parameters become attributes. */
export interface Attributed {
  /** Name in the network. */
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  /** Name of a row's parameter in the model. */
  readonly named: (name: string) => string;
}

/** Write the attributes of a table's rows, with the values of a population. */
export function attributesOf(
  writing: Pick<Writing, "varied">,
  rows: readonly Row[],
  { name, resolved, named }: Attributed,
): Readonly<Record<string, string>> {
  const entries = rows.map(([attribute, own, unit, , plain]) => {
    const field = own === "v_init" ? "initial.v" : `parameters.${named(own)}`;
    const place = `populations.${name}.${field}`;
    const value = oneOf(writing, parameterOf(writing, { name, resolved }, named(own)), place);
    const write = plain === undefined ? quantityOut : numberOut;
    return [attribute, write(value, unit, place)];
  });
  return Object.fromEntries(entries);
}

/** A parameter, or the equivalent of one that a NeuroML cell has but the model lacks. */
function parameterOf(
  writing: Pick<Writing, "varied">,
  { name: population, resolved }: Pick<Attributed, "name" | "resolved">,
  name: string,
): number | Float64Array {
  const { parameters, initial } = resolved;
  // The initial value may be given separately from the parameter of that name.
  if (name === "v_init") return initial.get("v")?.value ?? 0;
  const found = parameters.get(name)?.value;
  if (found !== undefined) return found;
  // Unused parameters must not cause a division by zero in simulators that evaluate them anyway.
  if (name !== "tau_m") return name.startsWith("tau_") ? 1 : 0;
  const [capacitance, leak] = ["c_m", "g_l"].map((own) => {
    const value = parameters.get(own)?.value;
    return value && oneOf(writing, value, `populations.${population}.parameters.${own}`);
  });
  // The membrane time constant, if the model has a leak conductance instead.
  return capacitance === undefined || leak === undefined ? 0 : capacitance / leak;
}

/** The common value of all neurons; if they differ, that of the first, noted in `varied`. */
export function oneOf(
  { varied }: Pick<Writing, "varied">,
  value: number | Float64Array,
  place: string,
): number {
  if (typeof value === "number") return value;
  const first = value[0] ?? 0;
  if (value.some((other) => other !== first)) varied.add(place);
  return first;
}
