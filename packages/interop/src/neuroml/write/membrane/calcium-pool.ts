import { type Expression, freeNames, simplify, substitute } from "@spikeloom/equations";
import { parseUnit, sameDimension } from "@spikeloom/units";
import { type Term, termsOf } from "./currents.ts";
import {
  calcium,
  constantOf,
  type NeuronEquations,
  readsOnly,
  tidy,
  valueAt,
} from "./equations.ts";

/** A calcium concentration that increases with currents and decays. */
export interface CalciumPool {
  /** Name of the state. */
  readonly state: string;
  /** In mM. */
  readonly resting: number;
  /** In ms. */
  readonly decay: number;
  /** In mM, increase per mV change of the potential by its currents; 0 without such currents. */
  readonly perMillivolt: number;
  /** Whether it is bounded below by zero, like NeuroML's pools. */
  readonly isGuarded: boolean;
  /** Terms of the potential's derivative that are currents into the pool. */
  fills(term: Term): boolean;
}

/** States that are concentrations. */
export function concentrationsOf({ parsed }: NeuronEquations): readonly string[] {
  const { dimension } = parseUnit("mM");
  return [...parsed.state].flatMap(([name, state]) =>
    sameDimension(state.dimension, dimension) ? [name] : [],
  );
}

/** Equations in which a concentration has the name used in NeuroML's curves. */
export function withCalcium(equations: NeuronEquations, state: string): NeuronEquations {
  const names = new Map([[state, { kind: "name", name: calcium } as const]]);
  const renamed = (e: Expression) => substitute(e, names);
  return {
    ...equations,
    dynamics: new Map([...equations.dynamics].map(([name, e]) => [name, renamed(e)])),
    inlined: (e) => renamed(equations.inlined(e)),
  };
}

/** Find the pool of a concentration, in renamed equations; undefined if it is not one. */
export function calciumPool(
  equations: NeuronEquations,
  state: string,
  currents: readonly Term[],
): CalciumPool | undefined {
  const derivative = equations.parsed.dynamics.get(state);
  const change = derivative && unguarded(equations, derivative);
  if (change === undefined) return undefined;
  const scales = scalesOf(currents);
  const filling: Term[] = [];
  const own = new Set([calcium]);
  let [atZero, atOne] = [0, 0];
  for (const term of termsOf(equations, change)) {
    const { value, scale } = term;
    if (scales.has(keyOf(term))) filling.push(term);
    else if (readsOnly(value, own) && isLine(value)) {
      atZero += scale * valueAt(value, { [calcium]: 0 });
      atOne += scale * valueAt(value, { [calcium]: 1 });
    } else return undefined;
  }
  const ratios = new Map(
    [...scalesOf(filling)].map(([key, scale]) => [key, scale / (scales.get(key) ?? 0)]),
  );
  const [perMillivolt = 0] = ratios.values();
  const isOne = [...ratios.values()].every(
    (ratio) => Math.abs(ratio - perMillivolt) <= 1e-12 * Math.abs(perMillivolt),
  );
  const rate = atZero - atOne;
  if (!isOne || !(rate > 0)) return undefined;
  const [decay, resting] = [tidy(1 / rate), tidy(atZero / rate)];
  const isGuarded = change !== derivative;
  const fills = (term: Term): boolean => ratios.has(keyOf(term));
  return { state, decay, resting, perMillivolt, isGuarded, fills };
}

/** Factors of terms, with equal terms combined. */
function scalesOf(terms: readonly Term[]): ReadonlyMap<string, number> {
  const scales = new Map<string, number>();
  for (const term of terms) {
    const key = keyOf(term);
    scales.set(key, (scales.get(key) ?? 0) + term.scale);
  }
  return scales;
}

/** A term without its factor. */
function keyOf({ value, named }: Term): string {
  return JSON.stringify([named, value]);
}

function isLine(value: Expression): boolean {
  const [at0, at1, at3] = [0, 1, 3].map((inside) => valueAt(value, { [calcium]: inside })) as [
    number,
    number,
    number,
  ];
  return Math.abs(at3 - at0 - 3 * (at1 - at0)) <= 1e-12 * (Math.abs(at0) + Math.abs(at3));
}

/** A derivative without the lower bound at zero, which every NeuroML pool has. */
function unguarded(equations: NeuronEquations, derivative: Expression): Expression | undefined {
  if (derivative.kind !== "select") return derivative;
  const { condition, then, otherwise } = derivative;
  if (condition.kind !== "less_equal" && condition.kind !== "less") return undefined;
  const [concentration, zero] = [condition.left, condition.right].map(equations.inlined);
  const isBelow = concentration?.kind === "name" && concentration.name === calcium;
  const isZero = zero !== undefined && constantOf(zero) === 0;
  return isBelow && isZero && isPositivePart(equations, then, otherwise) ? otherwise : undefined;
}

function isPositivePart(equations: NeuronEquations, then: Expression, of: Expression): boolean {
  if (then.kind !== "call" || then.name !== "max") return false;
  const parts = then.args.map((arg) => equations.inlined(arg));
  const whole = JSON.stringify(equations.inlined(of));
  const isThere = parts.some((part) => JSON.stringify(part) === whole);
  return (
    isThere && parts.some((part) => freeNames(simplify(part)).size === 0 && constantOf(part) === 0)
  );
}
