import { propagator } from "@spikeloom/equations";
import { describe, expect, it } from "vitest";
import { drawSeed, draws as drawsOf, newDraw } from "../../../../tools/test/draws.ts";
import { type Coefficients, type LinearFlow, solveFlow } from "../../src/events/closed-form.ts";
import { flowSteps } from "../../src/events/event-neurons.ts";

const count = drawsOf({ ci: 60, long: 1500 });

/** Equations of a few variables, each driven by earlier ones and the constant; some rates are equal, some are 0. */
function drawnSystem(which: number): readonly ReadonlyMap<number, number>[] {
  const draw = newDraw(drawSeed, which);
  const uniform = (): number => draw(1 << 20) / (1 << 20);
  const states = 1 + draw(4);
  const rates = [0, -0.05, -0.2, -0.5, -1.3];
  const rows = Array.from({ length: states }, (_, k) => {
    const row = new Map([[k, rates[draw(rates.length)] as number]]);
    for (let from = 0; from < k; from++) if (draw(3) > 0) row.set(from, 4 * uniform() - 2);
    if (draw(2) > 0) row.set(states, uniform() - 0.5);
    return row;
  });
  return [...rows, new Map()];
}

function columns(rows: readonly ReadonlyMap<number, number>[]): Coefficients {
  return rows.map((row) => new Map([...row].map(([k, value]) => [k, Float64Array.of(value)])));
}

function solved(rows: readonly ReadonlyMap<number, number>[]): LinearFlow {
  const found = solveFlow(columns(rows), 1);
  if ("kind" in found) throw new Error(found.kind);
  return found;
}

describe("the solution of linear equations", () => {
  it("agrees with the matrix exponential", () => {
    for (let which = 0; which < count; which++) {
      const rows = drawnSystem(which);
      const n = rows.length;
      const a = Float64Array.from(rows.flatMap((row) => rows.map((_, k) => row.get(k) ?? 0)));
      const steps = flowSteps(solved(rows));
      for (const s of [1e-3, 0.7, 9]) {
        const { p } = propagator({ states: n, inputs: 0, a, b: new Float64Array(0) }, s);
        const start = Float64Array.from(rows, (_, k) =>
          k === n - 1 ? 1 : Math.cos(3 * k + which),
        );
        const x = Float64Array.of(...start, 7);
        steps.advance(0, s, x, 0);
        // The adjoint of each variable in turn is a row of the matrix.
        for (let row = 0; row < n - 1; row++) {
          const terms = start.map((one, k) => one * (p[row * n + k] as number));
          const size = terms.reduce((sum, one) => sum + Math.abs(one), 1e-3);
          const wanted = terms.reduce((sum, one) => sum + one, 0);
          expect(Math.abs((x[row] as number) - wanted)).toBeLessThan(1e-9 * size);
          const adjoint = new Float64Array(n);
          adjoint[row] = 1;
          steps.retreat(0, s, { adjoint, at: 0, variable: -1, steady: 0 });
          for (let k = 0; k < n - 1; k++) {
            const error = Math.abs((adjoint[k] as number) - (p[row * n + k] as number));
            expect(error).toBeLessThan(1e-9 * Math.max(1, Math.abs(p[row * n + k] as number)));
          }
        }
        expect([x[n - 1], x[n]]).toEqual([1, 7]);
      }
    }
  });

  it("computes the adjoint of an integral", () => {
    for (let which = 0; which < count; which++) {
      const rows = drawnSystem(which);
      const variable = rows.length - 2;
      const steps = flowSteps(solved(rows));
      const [s, panels] = [4, 200];
      const adjoint = new Float64Array(rows.length);
      steps.retreat(0, s, { adjoint, at: 0, variable, steady: 1 });
      for (let k = 0; k <= variable; k++) {
        const responseAt = (time: number): number => {
          const x = new Float64Array(rows.length);
          x[k] = 1;
          if (time > 0) steps.advance(0, time, x, 0);
          return x[variable] as number;
        };
        // Simpson's rule.
        let wanted = responseAt(0) + responseAt(s);
        for (let p = 1; p < panels; p++) wanted += (2 + 2 * (p % 2)) * responseAt((p * s) / panels);
        wanted *= s / panels / 3;
        expect(Math.abs((adjoint[k] as number) - wanted)).toBeLessThan(
          1e-7 * (1 + Math.abs(wanted)),
        );
      }
    }
  });

  it("has a row for each neuron only if their numbers differ", () => {
    const row = (rate: readonly number[]) => new Map([[0, Float64Array.from(rate)]]);
    const flowOf = (rate: readonly number[]) => solveFlow([row(rate), new Map()], 3) as LinearFlow;
    expect(flowOf([-1]).terms).toMatchObject({ stride: 0, values: Float64Array.of(1) });
    expect(flowOf([-1]).rates.values).toEqual(Float64Array.of(0, -1));
    expect(flowOf([-1, -2, -3]).rates).toMatchObject({
      stride: 2,
      values: Float64Array.of(0, -1, 0, -2, 0, -3),
    });
  });

  it.each([
    ["a loop", [new Map([[1, 1]]), new Map([[0, -1]]), new Map()], { kind: "loop", variable: 0 }],
    ["growth", [new Map([[0, 0.1]]), new Map()], { kind: "growth", variable: 0 }],
    [
      "rates that are nearly equal",
      [new Map([[0, -1]]), new Map([[0, 1] as const, [1, -1.00001] as const]), new Map()],
      { kind: "close", variable: 1, rates: [-1, -1.00001] },
    ],
  ])("does not exist for %s", (_, rows, fault) => {
    expect(solveFlow(columns(rows), 1)).toEqual(fault);
  });
});
