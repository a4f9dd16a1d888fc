import {
  type Expression,
  evaluate,
  freeNames,
  type ParsedNeuron,
  parseNeuronModel,
  simplify,
  substitute,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { NeuronRecord } from "@spikeloom/kernel";

/** The equations of a neuron with numbers in the place of its parameters, in internal units. */
export interface NeuronEquations {
  readonly parsed: ParsedNeuron;
  /** Derivatives, in which states and inputs are the only names. */
  readonly dynamics: ReadonlyMap<string, Expression>;
  /** Put numbers for parameters, and named expressions where they are read. */
  inlined(e: Expression): Expression;
}

/** What curves of NeuroML call the concentration of calcium inside; models that are written have this name for it. */
export const calcium = "caConc";

/** What a gate follows: the potential, and the concentration of calcium. */
export const surroundings: ReadonlySet<string> = new Set(["v", calcium]);

/** Give the equations of a neuron for one set of parameters. */
export function equationsOf(
  model: NeuronRecord,
  parameters: ReadonlyMap<string, number>,
): NeuronEquations {
  const parsed = parseNeuronModel(model);
  const known = new Map<string, Expression>();
  for (const [name, { defaultValue }] of parsed.parameters) {
    known.set(name, { kind: "number", value: parameters.get(name) ?? defaultValue });
  }
  const inlined = (e: Expression) => simplify(substitute(e, known), { fold: "algebraic" });
  for (const [name, { value }] of parsed.expressions) known.set(name, inlined(value));
  const dynamics = new Map([...parsed.dynamics].map(([name, e]) => [name, inlined(e)]));
  return { parsed, dynamics, inlined };
}

/** Work out an expression; names that have no value make it no number. */
export function valueAt(e: Expression, values: Readonly<Record<string, number>>): number {
  const scope = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
  return evaluate(e, { scope, functions: hostFunctions });
}

/** Say whether an expression reads no other names than these. */
export function readsOnly(e: Expression, names: ReadonlySet<string>): boolean {
  return [...freeNames(e)].every((name) => names.has(name));
}

/** The value of an expression that reads no names; undefined for others. */
export function constantOf(e: Expression): number | undefined {
  return freeNames(e).size === 0 ? valueAt(e, {}) : undefined;
}

/** Potentials at which curves are compared, in mV: none is where a published curve has a hole. */
export const potentials: readonly number[] = [
  ...[-117.31, -97.37, -83.19, -71.13, -64.57, -58.83, -52.71, -46.29, -38.93],
  ...[-29.41, -20.17, -11.33, -3.77, 6.13, 14.71, 29.87, 43.19, 61.43],
];

/** A potential with a concentration, in mM, at which curves are compared: for each potential another one. */
export function surroundingsAt(v: number): Readonly<Record<string, number>> {
  return { v, [calcium]: 1e-4 + (((v * v) % 17) + 0.5) * 3e-4 };
}

/** Leave away digits that only rounding has made. */
export function tidy(value: number): number {
  const short = Number(value.toPrecision(12));
  return Math.abs(short - value) <= 1e-13 * Math.abs(value) ? short : value;
}
