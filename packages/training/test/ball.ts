import type { Expression } from "@spikeloom/equations";
import { isLoop, type Kernel } from "@spikeloom/program";

/**
 * An interval that holds every number which single precision may compute in place of an exact one.
 *
 * Its centre is computed in float64, whose roundings the radius covers by a factor of 1 + 2^-20.
 */
export interface Ball {
  readonly mid: number;
  readonly rad: number;
}

/** Unit roundoff of single precision, and its smallest positive number. */
const [unit, tiny] = [2 ** -24, 2 ** -149];

/** Roundings of a division: at most 2.5 units in the last place in WGSL, and half of one where it is correctly rounded. */
const ofDivision = 5;

/** A comparison whose result depends on rounding. */
export class Undecided extends Error {}

export const exact = (value: number): Ball => ({ mid: Math.fround(value), rad: 0 });
export const zero: Ball = { mid: 0, rad: 0 };

const largest = ({ mid, rad }: Ball): number => Math.abs(mid) + rad;

function rounded(mid: number, rad: number, roundings = 1): Ball {
  const error = roundings * (unit * (Math.abs(mid) + rad) + tiny);
  return { mid, rad: (1 + 2 ** -20) * (rad + error) };
}

/** The result of an operation: both processors round it in the same way where its operands are the same. */
function operated(mid: number, rad: number): Ball {
  return rad === 0 ? exact(mid) : rounded(mid, rad);
}

const add = (x: Ball, y: Ball): Ball => operated(x.mid + y.mid, x.rad + y.rad);
const negate = ({ mid, rad }: Ball): Ball => ({ mid: -mid, rad });

function multiply(x: Ball, y: Ball): Ball {
  return operated(x.mid * y.mid, Math.abs(x.mid) * y.rad + x.rad * largest(y));
}

function divide(x: Ball, y: Ball): Ball {
  const least = Math.abs(y.mid) - y.rad;
  if (!(least > 0)) throw new Undecided();
  const mid = x.mid / y.mid;
  return rounded(mid, (x.rad + Math.abs(mid) * y.rad) / least, ofDivision);
}

/**
 * Bound a sum of products in any order.
 *
 * With n products, each has at most n roundings: its own and n - 1 additions (Higham 2002, section 3.1). Weights of spikes are
 * products with 1, which are exact.
 */
export function sumOf(terms: readonly (readonly [Ball, Ball])[]): Ball {
  let [mid, rad, size, count] = [0, 0, 0, 0];
  let isRounded = false;
  for (const [x, y] of terms) {
    if (largest(x) === 0 || largest(y) === 0) continue;
    count++;
    mid += x.mid * y.mid;
    rad += Math.abs(x.mid) * y.rad + x.rad * largest(y);
    size += largest(x) * largest(y);
    if (largest(x) !== 1 && largest(y) !== 1) isRounded = true;
  }
  const roundings = count - (isRounded ? 0 : 1);
  // The sum of two has one order only.
  if (rad === 0 && roundings <= 1 && !isRounded) return exact(mid);
  const gamma = (roundings * unit) / (1 - roundings * unit);
  return { mid, rad: (1 + 2 ** -20) * (rad + gamma * size + count * tiny) };
}

/** Whether a number lies in a ball. */
export function holds({ mid, rad }: Ball, value: number): boolean {
  return Math.abs(value - mid) <= rad;
}

type Result = Ball | boolean;

const comparisons: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  less: (x, y) => x < y,
  less_equal: (x, y) => x <= y,
  greater: (x, y) => x > y,
  greater_equal: (x, y) => x >= y,
  equal: (x, y) => x === y,
  not_equal: (x, y) => x !== y,
};

const arithmetic: Readonly<Record<string, (x: Ball, y: Ball) => Ball>> = {
  add,
  subtract: (x, y) => add(x, negate(y)),
  multiply,
  divide,
};

const asBall = (value: Result): Ball => (typeof value === "boolean" ? exact(value ? 1 : 0) : value);

function resultOf(e: Expression, names: ReadonlyMap<string, Result>): Result {
  const ball = (one: Expression): Ball => asBall(resultOf(one, names));
  const isTrue = (one: Expression): boolean => resultOf(one, names) === true;
  switch (e.kind) {
    case "number":
      return exact(e.value);
    case "name": {
      const found = names.get(e.name);
      if (found === undefined) throw new Error(`A kernel reads ${e.name}, which has no value.`);
      return found;
    }
    case "negate":
      return negate(ball(e.of));
    case "not":
      return !isTrue(e.of);
    case "and":
      return isTrue(e.left) && isTrue(e.right);
    case "or":
      return isTrue(e.left) || isTrue(e.right);
    case "select":
      return resultOf(isTrue(e.condition) ? e.then : e.otherwise, names);
    case "call": {
      if (e.name !== "abs") throw new Error(`No ball is known of ${e.name}.`);
      const [{ mid, rad }] = e.args.map(ball) as [Ball];
      return { mid: Math.abs(mid), rad };
    }
    default: {
      const [x, y] = [ball(e.left), ball(e.right)];
      const compare = comparisons[e.kind];
      if (compare !== undefined) {
        const overlap = x.rad + y.rad;
        if (overlap > 0 && Math.abs(x.mid - y.mid) <= overlap) throw new Undecided();
        return compare(x.mid, y.mid);
      }
      const operate = arithmetic[e.kind];
      if (operate === undefined) throw new Error(`No ball is known of ${e.kind}.`);
      return operate(x, y);
    }
  }
}

/** Run a kernel for a neuron; returns what it stores, and whether the neuron spikes. */
export function runKernel(
  { statements, stores, spikes }: Kernel,
  slots: ReadonlyMap<string, Ball>,
): { readonly stored: ReadonlyMap<string, Ball>; readonly spiked: boolean } {
  const names = new Map<string, Result>(slots);
  for (const one of statements) {
    if (isLoop(one)) throw new Error("No ball is known of a loop.");
    names.set(one[0], resultOf(one[1], names));
  }
  return {
    stored: new Map(stores.map(([slot, value]) => [slot, asBall(resultOf(value, names))])),
    spiked: spikes !== undefined && resultOf(spikes, names) === true,
  };
}
