import { number, power } from "../build.ts";
import { evaluate } from "../evaluate.ts";
import { hostFunctions } from "../functions/host.ts";
import { numberOf } from "./sum-of-products.ts";

/** Names and numbers, each with an integer power. */
export interface Monomial {
  readonly names: ReadonlyMap<string, number>;
  readonly numbers: ReadonlyMap<number, number>;
}

/** An equation between powers of unknowns and powers of known names and numbers. */
export interface ProductEquation {
  readonly unknowns: ReadonlyMap<string, number>;
  readonly known: Monomial;
}

/** A row that is solved for one unknown, whose power in it is 1. */
interface SolvedRow extends ProductEquation {
  readonly pivot: string;
}

/** Equations between products, solved for some of their unknowns; adding one returns a new system. */
export interface ProductSystem {
  readonly rows: readonly SolvedRow[];
  /** Equations that can only be solved by taking a root; they are solved last. */
  readonly open: readonly ProductEquation[];
}

/** Tolerance for numbers: a few rounding errors of the user's own computation. */
const tolerance = 1e-12;

/** The empty system. */
export const noEquations: ProductSystem = { rows: [], open: [] };

/** Add an equation; undefined if it contradicts the others. */
export function addEquation(
  system: ProductSystem,
  equation: ProductEquation,
): ProductSystem | undefined {
  let rest = equation;
  for (const row of system.rows) rest = without(rest, row);
  const pivot = [...rest.unknowns].find(([, times]) => Math.abs(times) === 1);
  if (pivot === undefined) {
    if (rest.unknowns.size > 0) return { ...system, open: [...system.open, rest] };
    return isOne(rest.known) ? system : undefined;
  }
  const [name, times] = pivot;
  const solved = { ...(times === 1 ? rest : toPower(rest, -1)), pivot: name };
  // Earlier rows no longer contain this unknown: the system stays as far solved as possible at all times.
  const rows = system.rows.map((row) => ({ ...without(row, solved), pivot: row.pivot }));
  // Open equations solved by this one need no root.
  return addAll({ rows: [...rows, solved], open: [] }, system.open);
}

function addAll(
  system: ProductSystem,
  equations: readonly ProductEquation[],
): ProductSystem | undefined {
  let next: ProductSystem | undefined = system;
  for (const equation of equations) next = next && addEquation(next, equation);
  return next;
}

/**
 * Solve the remaining equations that need a root, choosing the positive one: `x**4 == y**4`, `x**2 == 9`.
 *
 * Undefined if a known name has no integer root, or a number no root at all.
 */
export function withRoots(system: ProductSystem): ProductSystem | undefined {
  const [first, ...open] = system.open;
  if (first === undefined) return system;
  const root = rootOf(first);
  const next = root && addEquation({ ...system, open }, root);
  return next && withRoots(next);
}

function rootOf({ unknowns, known }: ProductEquation): ProductEquation | undefined {
  const degree = [...unknowns.values()].reduce(commonDivisor, 0);
  const powers = [...known.names.values()];
  const value = numberOf(known.numbers);
  if (degree < 2 || value <= 0 || powers.some((each) => each % degree !== 0)) return undefined;
  const asPower = power(number(value), number(1 / degree));
  const root = evaluate(asPower, { scope: () => undefined, functions: hostFunctions });
  const near = Math.round(root);
  // The root of a power of a whole number is that number, to the last bit.
  const isWhole = Math.abs(near - root) <= tolerance * root;
  const amount = isWhole ? near : root;
  return {
    unknowns: scaled(unknowns, 1 / degree),
    known: {
      names: scaled(known.names, 1 / degree),
      numbers: new Map(amount === 1 ? [] : [[amount, 1]]),
    },
  };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : commonDivisor(b, a % b);
}

/** Return each solved unknown as powers of other unknowns and names. */
export function solutions(system: ProductSystem): ReadonlyMap<string, Monomial> {
  return new Map(
    system.rows.map(({ pivot, unknowns, known }) => {
      const others = [...unknowns].filter(([name]) => name !== pivot);
      const names = new Map(known.names);
      for (const [name, power] of others) names.set(unknownName(name), -power);
      return [pivot, { names, numbers: known.numbers }] as const;
    }),
  );
}

/** Name used in a solution for an unknown that no equation determines. */
export function unknownName(name: string): string {
  return `?${name}`;
}

function without(equation: ProductEquation, row: SolvedRow): ProductEquation {
  const power = equation.unknowns.get(row.pivot) ?? 0;
  return power === 0 ? equation : joinedEquations(equation, toPower(row, -power));
}

function toPower({ unknowns, known }: ProductEquation, power: number): ProductEquation {
  return {
    unknowns: scaled(unknowns, power),
    known: { names: scaled(known.names, power), numbers: scaled(known.numbers, power) },
  };
}

function joinedEquations(a: ProductEquation, b: ProductEquation): ProductEquation {
  return {
    unknowns: summed(a.unknowns, b.unknowns),
    known: {
      names: summed(a.known.names, b.known.names),
      numbers: summed(a.known.numbers, b.known.numbers),
    },
  };
}

function isOne({ names, numbers }: Monomial): boolean {
  return names.size === 0 && Math.abs(numberOf(numbers) - 1) <= tolerance;
}

function scaled<Key>(powers: ReadonlyMap<Key, number>, by: number): ReadonlyMap<Key, number> {
  return new Map([...powers].map(([key, power]) => [key, power * by] as const));
}

function summed<Key>(
  a: ReadonlyMap<Key, number>,
  b: ReadonlyMap<Key, number>,
): ReadonlyMap<Key, number> {
  const powers = new Map(a);
  for (const [key, power] of b) {
    const sum = (powers.get(key) ?? 0) + power;
    if (sum === 0) powers.delete(key);
    else powers.set(key, sum);
  }
  return powers;
}
