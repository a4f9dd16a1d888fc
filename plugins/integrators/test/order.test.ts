import type { IntegratorRecord } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { integrators } from "../src/index.ts";
import { evaluateScheme, type Scalar } from "./evaluate-scheme.ts";

/** dx = -x/2 dt + x o dW in the Stratonovich sense: x = exp(-t/2 + W). */
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

/** Slope of log2(error) over halvings of the step. */
function orderOf(errors: readonly number[]): number {
  const first = errors[0]!;
  const last = errors[errors.length - 1]!;
  return Math.log2(first / last) / (errors.length - 1);
}

/** Sums of `coarse` consecutive increments of a Brownian path. */
function coarsen(path: readonly number[], by: number): readonly number[] {
  return Array.from({ length: path.length / by }, (_, k) => {
    let sum = 0;
    for (let j = 0; j < by; j++) sum += path[k * by + j]!;
    return sum;
  });
}

/** Normal numbers by Box and Muller from a small multiplicative generator; fixed, so that the test is deterministic. */
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
  "%s converges to the Stratonovich solution with its strong order",
  (_, scheme) => {
    const errors = strongErrors(scheme, geometric, (w) => Math.exp(-0.5 + w));
    expect(Math.abs(orderOf(errors) - scheme.strongOrder!)).toBeLessThan(0.15);
    // An Ito solution would differ by a factor exp(-1/2), however small the step.
    expect(errors[2]).toBeLessThan(0.05);
  },
);

it("adds noise with the correct variance", () => {
  const euler = integrators.find((scheme) => scheme.name === "euler")!;
  const step = evaluateScheme(euler, { ...additive, f: () => 0, g: () => 2 });
  expect(step({ x: 1, t: 0, dt: 0.1, dW: 0.3 })).toBeCloseTo(1.6, 12);
});
