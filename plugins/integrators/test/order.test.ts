import type { IntegratorRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { integrators } from "../src/index.ts";
import { evaluateScheme, type Scalar } from "./evaluate-scheme.ts";

/** x' = -x + sin t from x(0) = 1: linear in x, with a drive that the schemes must time rightly. */
const driven: Scalar = {
  f: (x, t) => -x + Math.sin(t),
  g: () => 0,
  slope: () => -1,
  offset: (_, t) => Math.sin(t),
};
const drivenEnd = 1.5 * Math.exp(-2) + 0.5 * (Math.sin(2) - Math.cos(2));

/** x' = x (1 - x), logistic growth. */
const logistic: Scalar = {
  f: (x) => x * (1 - x),
  g: () => 0,
  slope: (x) => 1 - x,
  offset: () => 0,
};
const logisticEnd = 1 / (1 + 9 * Math.exp(-2));

/** dx = -x/2 dt + x o dW in the sense of Stratonovich: x = exp(-t/2 + W). */
const geometric: Scalar = {
  f: (x) => -0.5 * x,
  g: (x) => x,
  slope: () => 0,
  offset: () => 0,
};

/** dx = -x dt + cos(t) dW: additive noise. */
const additive: Scalar = {
  f: (x) => -x,
  g: (_, t) => Math.cos(t),
  slope: () => -1,
  offset: () => 0,
};

const staged = integrators.filter((scheme) => scheme.update !== undefined);
const stochastic = staged.filter((scheme) => scheme.noise !== "none");

function solve(scheme: IntegratorRecord, system: Scalar, from: number, steps: number): number {
  const step = evaluateScheme(scheme, system);
  const dt = 2 / steps;
  let x = from;
  for (let k = 0; k < steps; k++) x = step({ x, t: k * dt, dt, dW: 0 });
  return x;
}

/** Slope of log2(error) over halvings of the step. */
function orderOf(errors: readonly number[]): number {
  const first = errors[0]!;
  const last = errors[errors.length - 1]!;
  return Math.log2(first / last) / (errors.length - 1);
}

describe.each(staged.map((scheme) => [scheme.name, scheme] as const))("%s", (_, scheme) => {
  it.each([
    ["a driven linear equation", driven, 1, drivenEnd],
    ["logistic growth", logistic, 0.1, logisticEnd],
  ] as const)("converges with its order on %s", (_name, system, from, end) => {
    const errors = [64, 128, 256, 512].map((n) => Math.abs(solve(scheme, system, from, n) - end));
    // At dt = 1/256 the next term of the error expansion is below a tenth of the leading one.
    expect(Math.abs(orderOf(errors) - scheme.order)).toBeLessThan(0.1);
  });
});

/** Sums of `coarse` consecutive increments of a Brownian path. */
function coarsen(path: readonly number[], by: number): readonly number[] {
  return Array.from({ length: path.length / by }, (_, k) => {
    let sum = 0;
    for (let j = 0; j < by; j++) sum += path[k * by + j]!;
    return sum;
  });
}

/** Normal numbers by Box and Muller from a small multiplicative generator; fixed, so the test is too. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function strongErrors(
  scheme: IntegratorRecord,
  system: Scalar,
  exact?: (w: number) => number,
): readonly number[] {
  const finest = 4096;
  const paths = 200;
  const step = evaluateScheme(scheme, system);
  const run = (path: readonly number[]): number => {
    const dt = 1 / path.length;
    let x = 1;
    path.forEach((dW, k) => {
      x = step({ x, t: k * dt, dt, dW });
    });
    return x;
  };
  const draw = normals(12345);
  const sums = [0, 0, 0];
  for (let p = 0; p < paths; p++) {
    const path = Array.from({ length: finest }, () => draw() / Math.sqrt(finest));
    const end = exact ? exact(path.reduce((a, b) => a + b, 0)) : run(path);
    [128, 64, 32].forEach((by, k) => {
      sums[k] = sums[k]! + Math.abs(run(coarsen(path, by)) - end);
    });
  }
  return sums.map((sum) => sum / paths);
}

it.each(stochastic.map((scheme) => [scheme.name, scheme] as const))(
  "%s converges strongly with additive noise",
  (_, scheme) => {
    // The reference is the same scheme 32 times finer: its own error changes the slope by 0.05 at most.
    // 200 paths leave a standard error near 0.03 in each mean error, so 0.15 in the slope.
    const order = orderOf(strongErrors(scheme, additive));
    expect(order).toBeGreaterThan(scheme.strongOrder! - 0.15);
  },
);

const multiplicative = stochastic.filter((scheme) => scheme.noise !== "additive");

it.each(multiplicative.map((scheme) => [scheme.name, scheme] as const))(
  "%s solves in the sense of Stratonovich with its strong order",
  (_, scheme) => {
    const errors = strongErrors(scheme, geometric, (w) => Math.exp(-0.5 + w));
    expect(Math.abs(orderOf(errors) - scheme.strongOrder!)).toBeLessThan(0.15);
    // An Ito solution would be off by a factor exp(-1/2) however fine the step.
    expect(errors[2]).toBeLessThan(0.05);
  },
);

it("adds noise of the right variance", () => {
  const euler = integrators.find((scheme) => scheme.name === "euler")!;
  const step = evaluateScheme(euler, { ...additive, f: () => 0, g: () => 2 });
  expect(step({ x: 1, t: 0, dt: 0.1, dW: 0.3 })).toBeCloseTo(1.6, 12);
});
