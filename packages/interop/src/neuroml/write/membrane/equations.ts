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

/** Equations of a neuron with numbers instead of parameters, in internal units. */
export interface NeuronEquations {
  readonly parsed: ParsedNeuron;
  /** Derivatives in which states and inputs are the only names. */
  readonly dynamics: ReadonlyMap<string, Expression>;
  /** Substitute parameters by numbers, and expand named expressions. */
  inlined(e: Expression): Expression;
}

/** Name of the intracellular calcium concentration in NeuroML's curves, used in models to be written. */
export const calcium = "caConc";

/** Arguments of a gate: potential and calcium concentration. */
export const surroundings: ReadonlySet<string> = new Set(["v", calcium]);

/** Return the equations of a neuron for one set of parameters. */
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

/** Evaluate an expression; unknown names make the result NaN. */
export function valueAt(e: Expression, values: Readonly<Record<string, number>>): number {
  const scope = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
  return evaluate(e, { scope, functions: hostFunctions });
}

/** Return whether an expression reads only these names. */
export function readsOnly(e: Expression, names: ReadonlySet<string>): boolean {
  return [...freeNames(e)].every((name) => names.has(name));
}

/** Value of an expression without names; undefined for others. */
export function constantOf(e: Expression): number | undefined {
  return freeNames(e).size === 0 ? valueAt(e, {}) : undefined;
}

/** Potentials in mV at which curves are compared; none is a removable singularity of a published curve. */
export const potentials: readonly number[] = [
  ...[-117.31, -97.37, -83.19, -71.13, -64.57, -58.83, -52.71, -46.29, -38.93],
  ...[-29.41, -20.17, -11.33, -3.77, 6.13, 14.71, 29.87, 43.19, 61.43],
];

/** A potential with a concentration in mM at which curves are compared, a different one for each potential. */
export function surroundingsAt(v: number): Readonly<Record<string, number>> {
  return { v, [calcium]: 1e-4 + (((v * v) % 17) + 0.5) * 3e-4 };
}

/** Drop digits that stem from rounding. */
export function tidy(value: number): number {
  const short = Number(value.toPrecision(12));
  return Math.abs(short - value) <= 1e-13 * Math.abs(value) ? short : value;
}
