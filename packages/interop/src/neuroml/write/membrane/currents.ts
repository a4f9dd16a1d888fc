import { type Expression, freeNames } from "@spikeloom/equations";
import { type Driving, drivingOf } from "./driving.ts";
import {
  calcium,
  constantOf,
  type NeuronEquations,
  readsOnly,
  surroundings,
  tidy,
  valueAt,
} from "./equations.ts";

/** A term of the potential's derivative. */
export interface Term {
  readonly value: Expression;
  readonly scale: number;
  /** Named expression that contains it: the name of a current. */
  readonly named: string | undefined;
  /** Whether it flows into the calcium pool. */
  readonly isCalcium?: boolean;
}

/** An ionic current: conductance, gating factors and driving force. */
export interface ChannelTerm {
  readonly named: string | undefined;
  /** Per capacitance, in 1/ms. */
  readonly conductance: number;
  readonly driving: Driving;
  /** Whether it flows into the calcium pool. */
  readonly isCalcium: boolean;
  readonly factors: readonly Factor[];
}

/** Factors of a conductance. */
export interface Factor {
  readonly value: Expression;
  readonly exponent: number;
}

const potential: ReadonlySet<string> = new Set(["v"]);

/** Split a derivative into terms, expanding named expressions and constant factors. */
export function termsOf(equations: NeuronEquations, derivative: Expression): readonly Term[] {
  const terms: Term[] = [];
  const { expressions } = equations.parsed;
  const add = (e: Expression, scale: number, named: string | undefined): void => {
    const constant = (part: Expression) => constantOf(equations.inlined(part));
    if (constant(e) !== undefined) {
      terms.push({ value: equations.inlined(e), scale, named });
    } else if (e.kind === "add" || e.kind === "subtract") {
      const isDriving = (part: Expression) => drivingOf(equations.inlined(part)) !== undefined;
      const whole = equations.inlined(e);
      // A sum may be a driving force, of channels that are always open; or contain one, next to a leak.
      if (isDriving(e) && !isDriving(e.left) && !isDriving(e.right)) {
        terms.push({ value: whole, scale, named });
        return;
      }
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
 * Find the ionic currents among terms; undefined if one of them is not a current.
 *
 * Leaks are currents without gates; constants are added to the first of them, where they shift the reversal potential.
 */
export function channelTerms(terms: readonly Term[]): readonly ChannelTerm[] | undefined {
  const leaks = new Map<string, Leak>();
  const found: ChannelTerm[] = [];
  let rest = 0;
  for (const { value, scale, named, isCalcium = false } of terms) {
    const line = lineOf(value);
    if (line === undefined) {
      const term = openedTerm({ value, scale, named, isCalcium });
      if (term === undefined) return undefined;
      found.push(term);
    } else if (line.slope === 0 && named === undefined) rest += scale * line.constant;
    else {
      const key = JSON.stringify([named ?? "", isCalcium]);
      const leak = leaks.get(key) ?? { named, isCalcium, slope: 0, constant: 0 };
      leak.slope += scale * line.slope;
      leak.constant += scale * line.constant;
      leaks.set(key, leak);
    }
  }
  const lines = [...leaks.values()];
  // A calcium current without gates and driving force is not a channel.
  if (lines.some(({ slope, isCalcium }) => slope === 0 && isCalcium)) return undefined;
  const first = lines.find(({ slope, isCalcium }) => slope !== 0 && !isCalcium);
  for (const line of lines) if (line.slope === 0) rest += line.constant;
  if (rest !== 0) {
    if (first === undefined) return undefined;
    first.constant += rest;
  }
  const passive = lines
    .filter(({ slope }) => slope !== 0)
    .map(({ named, isCalcium, slope, constant }) => ({
      named,
      isCalcium,
      conductance: tidy(-slope),
      factors: [],
      driving: { kind: "ohmic", reversal: tidy(constant / -slope) } as const,
    }));
  return [...passive, ...found];
}

/** An ungated current, as a linear function of the potential. */
interface Leak {
  readonly named: string | undefined;
  readonly isCalcium: boolean;
  slope: number;
  constant: number;
}

/** A linear function of the potential; undefined for others. */
function lineOf(e: Expression): { readonly slope: number; readonly constant: number } | undefined {
  if (!readsOnly(e, potential)) return undefined;
  const [at0, at1, at100] = [0, 1, 100].map((v) => valueAt(e, { v })) as [number, number, number];
  const slope = (at100 - at0) / 100;
  const size = Math.abs(at0) + Math.abs(at1) + Math.abs(at100);
  const isLine = Math.abs(at0 + slope - at1) <= 1e-12 * size && Number.isFinite(size);
  return isLine ? { slope, constant: at0 } : undefined;
}

function openedTerm({ value, scale, named, isCalcium = false }: Term): ChannelTerm | undefined {
  let conductance = scale;
  let driving: Driving | undefined;
  const factors: Factor[] = [];
  for (const factor of factorsOf(value, 1)) {
    const constant = constantOf(factor.value);
    const line = factor.exponent === 1 ? lineOf(factor.value) : undefined;
    if (constant !== undefined) conductance *= exactly(constant, factor.exponent);
    else if (line === undefined) factors.push(factor);
    else {
      if (driving !== undefined) return undefined;
      driving = { kind: "ohmic", reversal: tidy(-line.constant / line.slope) };
      conductance *= -line.slope;
    }
  }
  const concentrated = driving === undefined ? drivenBy(factors) : undefined;
  if (concentrated !== undefined) {
    driving = concentrated.driving;
    conductance *= concentrated.size;
    factors.splice(concentrated.place, 1);
  }
  const isWhole = factors.every(({ exponent }) => Number.isInteger(exponent) && exponent > 0);
  if (driving === undefined || !isWhole) return undefined;
  const term = { named, isCalcium, driving, conductance: tidy(conductance) };
  return { ...term, factors: joined(factors) };
}

/** Find the factor that is the driving force of a concentration. */
function drivenBy(factors: readonly Factor[]) {
  for (const [place, { value, exponent }] of factors.entries()) {
    const found = exponent === 1 ? drivingOf(value) : undefined;
    if (found !== undefined) return { place, ...found };
  }
  return undefined;
}

/** Combine powers of one state. */
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
      if (!readsOnly(e.right, potential) || constantOf(e.right) !== undefined) {
        return [...left, ...factorsOf(e.right, -exponent)];
      }
      // A driving force of a concentration is a quotient; gating factors are not part of it.
      const part = left.filter(({ value }) => constantOf(value) !== undefined || follows(value));
      if (part.some(({ value }) => follows(value))) {
        const others = left.filter((factor) => !part.includes(factor));
        return [...others, { value: overOf(part, exponent, e.right), exponent }];
      }
      if (!readsOnly(e, potential)) return [...left, ...factorsOf(e.right, -exponent)];
      // A quotient of functions of the potential is a single factor, unless its numerator contains a driving force.
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

/** Return whether a factor depends on the concentration, and otherwise only on the environment. */
function follows(e: Expression): boolean {
  return freeNames(e).has(calcium) && readsOnly(e, surroundings);
}

/** A quotient without the states in its numerator. */
function overOf(factors: readonly Factor[], whole: number, right: Expression): Expression {
  const above = factors.map(({ value, exponent }): Expression => {
    const power = { kind: "number", value: exponent / whole } as const;
    return exponent === whole ? value : { kind: "power", left: value, right: power };
  });
  const one: Expression = { kind: "number", value: 1 };
  const product = above.reduce((a, b) => ({ kind: "multiply", left: a, right: b }), one);
  return { kind: "divide", left: product, right };
}

function isDriving(e: Expression): boolean {
  return constantOf(e) === undefined && lineOf(e) !== undefined;
}

function exactly(value: number, exponent: number): number {
  let power = 1;
  for (let k = 0; k < Math.abs(exponent); k++) power *= value;
  return exponent < 0 ? 1 / power : power;
}
