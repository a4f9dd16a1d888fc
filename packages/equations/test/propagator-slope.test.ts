import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../tools/test/draws.ts";
import { propagator } from "../src/propagator.ts";
import { propagatorSlope } from "../src/propagator-slope.ts";

const entry = fc.double({ min: -1, max: 1, noNaN: true });
const list = (length: number) =>
  fc.array(entry, { minLength: length, maxLength: length }).map((all) => Float64Array.from(all));

describe("the slope of a propagator", () => {
  it("is that of a leak in closed form", () => {
    // dv/dt = (v_rest - v) / tau: p = exp(-dt / tau), q = (1 - p) v_rest.
    const [tau, rest, dt] = [20, -65, 0.1];
    const system = {
      states: 1,
      inputs: 1,
      a: Float64Array.of(-1 / tau),
      b: Float64Array.of(rest / tau),
    };
    const along = { a: Float64Array.of(1 / tau ** 2), b: Float64Array.of(-rest / tau ** 2) };
    const { p, q } = propagatorSlope(system, along, dt);
    const slope = (Math.exp(-dt / tau) * dt) / tau ** 2;
    expect(Math.abs((p[0] as number) / slope - 1)).toBeLessThan(1e-14);
    expect(Math.abs((q[0] as number) / (-slope * rest) - 1)).toBeLessThan(1e-14);
  });

  it("equals that of differences, for equal and unequal time constants", () => {
    const systems = fc.record({ a: list(9), b: list(6), da: list(9), db: list(6) });
    fc.assert(
      fc.property(systems, ({ a, b, da, db }) => {
        const at = (h: number) =>
          propagator(
            {
              states: 3,
              inputs: 2,
              a: a.map((one, k) => one + h * (da[k] as number)),
              b: b.map((one, k) => one + h * (db[k] as number)),
            },
            1,
          );
        const found = propagatorSlope({ states: 3, inputs: 2, a, b }, { a: da, b: db }, 1);
        // Third derivatives are below 100 here: h^2 of them is 1e-8, and roundings over h are 1e-11.
        const h = 1e-5;
        const [more, less] = [at(h), at(-h)];
        for (const part of ["p", "q"] as const) {
          found[part].forEach((one, k) => {
            const wanted = ((more[part][k] as number) - (less[part][k] as number)) / (2 * h);
            expect(Math.abs(one - wanted)).toBeLessThan(1e-7);
          });
        }
      }),
      { numRuns: draws({ ci: 50, long: 2000 }), seed: drawSeed },
    );
  });
});
