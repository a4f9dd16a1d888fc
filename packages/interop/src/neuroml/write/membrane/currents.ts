import { type Expression, freeNames } from "@spikeloom/equations";
import { constantOf, type NeuronEquations, readsOnly, tidy, valueAt } from "./equations.ts";

/** One summand of the change of a potential. */
export interface Term {
  readonly value: Expression;
  readonly scale: number;
  /** The named expression that it stands in: the name of a current. */
  readonly named: string | undefined;
}

/** A current that ions carry: a conductance, factors that open it, and the potential it vanishes at. */
export interface ChannelTerm {
  readonly named: string | undefined;
  /** Per capacitance, in 1/ms. */
  readonly conductance: number;
  readonly reversal: number;
  readonly factors: readonly Factor[];
}

/** What a conductance is multiplied with. */
export interface Factor {
  readonly value: Expression;
  readonly exponent: number;
}

const potential: ReadonlySet<string> = new Set(["v"]);

/** Split a derivative into summands, looking into named expressions and behind constant factors. */
export function termsOf(equations: NeuronEquations, derivative: Expression): readonly Term[] {
  const terms: Term[] = [];
  const { expressions } = equations.parsed;
  const add = (e: Expression, scale: number, named: string | undefined): void => {
    const constant = (part: Expression) => constantOf(equations.inlined(part));
    if (constant(e) !== undefined) {
      terms.push({ value: equations.inlined(e), scale, named });
    } else if (e.kind === "add" || e.kind === "subtract") {
      add(e.left, scale, named);
      add(e.right, e.kind === "add" ? scale : -scale, named);
    } else if (e.kind === "negate") add(e.of, -scale, named);
    else if (e.kind === "name" && expressions.has(e.name)) {
      add((expressions.get(e.name) as { value: Expression }).value, scale, e.name);
    } else if (e.kind === "multiply" || e.kind === "divide") {
      const [left, right] = [constant(e.left), constant(e.right)];
      if (right !== undefined) {
        add(e.left, e.kind === "multiply" ? scale * right : scale / right, named);
      } else if (left !== undefined && e.kind === "multiply") add(e.right, scale * left, named);
      else terms.push({ value: equations.inlined(e), scale, named });
    } else terms.push({ value: equations.inlined(e), scale, named });
  };
  add(derivative, 1, undefined);
  return terms;
}

/**
 * Find the currents of ions in summands; undefined where one of them is none.
 *
 * Leaks are those that no state opens; constants are put into the first of them, where they shift the reversal.
 */
export function channelTerms(terms: readonly Term[]): readonly ChannelTerm[] | undefined {
  const leaks = new Map<string, { slope: number; constant: number }>();
  const found: ChannelTerm[] = [];
  let rest = 0;
  for (const { value, scale, named } of terms) {
    const line = lineOf(value);
    if (line === undefined) {
      const term = openedTerm({ value, scale, named });
      if (term === undefined) return undefined;
      found.push(term);
    } else if (line.slope === 0 && named === undefined) rest += scale * line.constant;
    else {
      const leak = leaks.get(named ?? "") ?? { slope: 0, constant: 0 };
      leak.slope += scale * line.slope;
      leak.constant += scale * line.constant;
      leaks.set(named ?? "", leak);
    }
  }
  const lines = [...leaks].map(([named, line]) => ({ named: named || undefined, ...line }));
  const first = lines.find(({ slope }) => slope !== 0);
  for (const line of lines) if (line.slope === 0) rest += line.constant;
  if (rest !== 0) {
    if (first === undefined) return undefined;
    first.constant += rest;
  }
  const passive = lines
    .filter(({ slope }) => slope !== 0)
    .map(({ named, slope, constant }) => ({
      ...{ named, conductance: tidy(-slope), reversal: tidy(constant / -slope), factors: [] },
    }));
  return [...passive, ...found];
}

/** A line over the potential; undefined for what is none. */
function lineOf(e: Expression): { readonly slope: number; readonly constant: number } | undefined {
  if (!readsOnly(e, potential)) return undefined;
  const [at0, at1, at100] = [0, 1, 100].map((v) => valueAt(e, { v })) as [number, number, number];
  const slope = (at100 - at0) / 100;
  const size = Math.abs(at0) + Math.abs(at1) + Math.abs(at100);
  const isLine = Math.abs(at0 + slope - at1) <= 1e-12 * size && Number.isFinite(size);
  return isLine ? { slope, constant: at0 } : undefined;
}

function openedTerm({ value, scale, named }: Term): ChannelTerm | undefined {
  let conductance = scale;
  let reversal: number | undefined;
  const factors: Factor[] = [];
  for (const factor of factorsOf(value, 1)) {
    const constant = constantOf(factor.value);
    const line = factor.exponent === 1 ? lineOf(factor.value) : undefined;
    if (constant !== undefined) conductance *= exactly(constant, factor.exponent);
    else if (line === undefined) factors.push(factor);
    else {
      if (reversal !== undefined) return undefined;
      reversal = -line.constant / line.slope;
      conductance *= -line.slope;
    }
  }
  const isWhole = factors.every(({ exponent }) => Number.isInteger(exponent) && exponent > 0);
  if (reversal === undefined || !isWhole) return undefined;
  return {
    named,
    conductance: tidy(conductance),
    reversal: tidy(reversal),
    factors: joined(factors),
  };
}

/** Powers of one state as one. */
function joined(factors: readonly Factor[]): readonly Factor[] {
  const byName = new Map<string, Factor>();
  for (const factor of factors) {
    const names = [...freeNames(factor.value)];
    const key = factor.value.kind === "name" ? factor.value.name : `${byName.size} ${names}`;
    const before = byName.get(key)?.exponent ?? 0;
    byName.set(key, { ...factor, exponent: before + factor.exponent });
  }
  return [...byName.values()];
}

function factorsOf(e: Expression, exponent: number): readonly Factor[] {
  switch (e.kind) {
    case "multiply":
      return [...factorsOf(e.left, exponent), ...factorsOf(e.right, exponent)];
    case "divide": {
      const left = factorsOf(e.left, exponent);
      if (!readsOnly(e, potential) || constantOf(e.right) !== undefined) {
        return [...left, ...factorsOf(e.right, -exponent)];
      }
      // A quotient of functions of the potential is one of them, but for a driving force above it.
      if (left.every(({ value }) => !isDriving(value))) return [{ value: e, exponent }];
      const one = { kind: "number", value: 1 } as const;
      return [...left, { value: { kind: "divide", left: one, right: e.right }, exponent }];
    }
    case "negate":
      return [{ value: { kind: "number", value: -1 }, exponent: 1 }, ...factorsOf(e.of, exponent)];
    case "power": {
      const power = constantOf(e.right);
      return power === undefined ? [{ value: e, exponent }] : factorsOf(e.left, exponent * power);
    }
    default:
      return [{ value: e, exponent }];
  }
}

function isDriving(e: Expression): boolean {
  return constantOf(e) === undefined && lineOf(e) !== undefined;
}

function exactly(value: number, exponent: number): number {
  let power = 1;
  for (let k = 0; k < Math.abs(exponent); k++) power *= value;
  return exponent < 0 ? 1 / power : power;
}
