import type { ResolvedPopulation } from "@spikeloom/network";
import type { Row } from "../rows.ts";
import { numberOut, quantityOut } from "./quantity-out.ts";
import type { Writing } from "./writing.ts";

/** A population whose parameters become attributes. */
export interface Attributed {
  /** Its name in the network. */
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  /** The name of a row's parameter in the model. */
  readonly named: (name: string) => string;
}

/** Write the attributes that rows of a table are, with the values of a population. */
export function attributesOf(
  writing: Pick<Writing, "lose">,
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

/** A parameter, or what stands for one that a cell of NeuroML has and the model has not. */
function parameterOf(
  writing: Pick<Writing, "lose">,
  { name: population, resolved }: Pick<Attributed, "name" | "resolved">,
  name: string,
): number | Float64Array {
  const { parameters, initial } = resolved;
  // Where a neuron starts may be given apart from the parameter that says it by itself.
  if (name === "v_init") return initial.get("v")?.value ?? 0;
  const found = parameters.get(name)?.value;
  if (found !== undefined) return found;
  // What the equations do not read must not divide by zero in a simulator that looks at it all the same.
  if (name !== "tau_m") return name.startsWith("tau_") ? 1 : 0;
  const [capacitance, leak] = ["c_m", "g_l"].map((own) => {
    const value = parameters.get(own)?.value;
    return value && oneOf(writing, value, `populations.${population}.parameters.${own}`);
  });
  // A membrane's time constant, where the model has a leak conductance instead.
  return capacitance === undefined || leak === undefined ? 0 : capacitance / leak;
}

/** The value of all neurons; where they differ that of the first, which is a loss. */
export function oneOf(
  { lose }: Pick<Writing, "lose">,
  value: number | Float64Array,
  place: string,
): number {
  if (typeof value === "number") return value;
  const first = value[0] ?? 0;
  if (value.some((other) => other !== first)) {
    lose("varied", place, "It differs between neurons; all have the value of the first.");
  }
  return first;
}
