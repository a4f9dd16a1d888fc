import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AffineForm, affineIn } from "../src/affine.ts";
import { add, multiply, name } from "../src/build.ts";
import { conditionallyLinear } from "../src/conditionally-linear.ts";
import { evaluate } from "../src/evaluate.ts";
import type { Expression } from "../src/expression.ts";
import { formatExpression } from "../src/format-expression.ts";
import { linearBlocks, linearSystems, mostSolved } from "../src/linear-blocks.ts";
import { type LinearSystem, linearSystem, numericSystem } from "../src/linear-system.ts";
import { orderSubexpressions } from "../src/order-subexpressions.ts";
import { parseExpression } from "../src/parse-expression.ts";
import { propagator } from "../src/propagator.ts";
import { numeric, variableNames } from "./arbitraries.ts";

function parsed(texts: Readonly<Record<string, string>>): Map<string, Expression> {
  return new Map(Object.entries(texts).map(([of, text]) => [of, parseExpression(text)]));
}

const texts = (matrix: readonly (readonly Expression[])[]): string[][] =>
  matrix.map((row) => row.map(formatExpression));

const fromAffine = ({ coefficients, constant }: AffineForm): Expression =>
  [...coefficients].reduce((sum, [of, part]) => add(sum, multiply(part, name(of))), constant);

const small = fc.integer({ min: -100, max: 100 }).map((k) => k / 128);

describe("linearSystem", () => {
  it("reads the leaky neuron with exponential current as matrices of parameters", () => {
    const odes = parsed({
      i_syn: "-i_syn/tau_syn",
      v: "(v_rest - v)/tau_m + (i_syn + i_ext)/c_m",
    });
    const system = linearSystem(odes, ["i_ext", "unused"]);
    expect(system?.states).toEqual(["i_syn", "v"]);
    expect(texts(system?.matrix ?? [])).toEqual([
      ["-1 / tau_syn", "0"],
      ["1 / c_m", "-1 / tau_m"],
    ]);
    expect(system?.inputs).toEqual(["i_ext"]);
    expect(texts(system?.inputMatrix ?? [])).toEqual([["0"], ["1 / c_m"]]);
    expect(system?.constant.map(formatExpression)).toEqual(["0", "v_rest / tau_m"]);
  });

  it("returns a separate column of numbers for the constant", () => {
    const odes = parsed({ v: "(v_rest - v)/tau + 2*u" });
    const system = linearSystem(odes, ["u"]);
    if (system === undefined) throw new Error("not linear");
    const scope = (name: string): number | undefined => ({ v_rest: -70, tau: 20 })[name];
    expect(numericSystem(system, { scope })).toEqual({
      states: 1,
      inputs: 2,
      a: Float64Array.of(-1 / 20),
      b: Float64Array.of(2, -70 / 20),
    });
  });

  it.each([
    ["a product of states", { x: "-x*y", y: "-y" }],
    ["a product of state and input", { x: "-u*x" }],
    ["a square", { x: "x**2" }],
    ["time in a coefficient", { x: "-x*t" }],
    ["time in the constant", { x: "-x + sin(t)" }],
    ["noise", { x: "-x + xi" }],
    ["a draw", { x: "-x + rand()" }],
    ["a function of a state", { x: "exp(x)" }],
    ["a state in a condition", { x: "where(x > 0, -x, x)" }],
    ["a state in a denominator", { x: "1/x" }],
  ])("refuses %s", (_, odes) => {
    expect(linearSystem(parsed(odes), ["u"])).toBeUndefined();
  });

  it("takes a choice between parameters", () => {
    const system = linearSystem(parsed({ x: "where(a > 0, -x/b, 0)" }), []);
    expect(texts(system?.matrix ?? [])).toEqual([["where(a > 0, -1 / b, 0)"]]);
  });
});

describe("linearBlocks", () => {
  it("keeps variables that depend on nothing nonlinear, in order of reading", () => {
    const { blocks, rest } = linearBlocks(
      parsed({
        v: "(-v + exp(v) + g - w)/tau", // AdEx-like: nonlinear
        w: "a*v - w", // linear, but it reads v
        g: "h - g/tau_s",
        h: "-h/tau_s",
        ca: "-ca/tau_ca",
      }),
      [],
    );
    expect(rest).toEqual(["v", "w"]);
    expect(blocks.map((block) => block.states)).toEqual([["h", "g"], ["ca"]]);
  });

  it("joins chains that feed a common state, and does not split loops", () => {
    const { blocks, rest } = linearBlocks(
      parsed({
        v: "-v + g_e + g_i + u",
        g_e: "-g_e/2",
        g_i: "-g_i/3",
        x: "y",
        y: "-x",
        alone: "1",
      }),
      ["u"],
    );
    expect(rest).toEqual([]);
    expect(blocks.map((block) => block.states)).toEqual([
      ["g_e", "g_i", "v"],
      ["alone"],
      ["x", "y"],
    ]);
    expect(blocks.map((block) => block.inputs)).toEqual([["u"], [], []]);
  });
});

describe("linearSystems", () => {
  const many = (n: number, text: (k: number) => string): Map<string, Expression> =>
    parsed(Object.fromEntries(Array.from({ length: n }, (_, k) => [`x${k}`, text(k)])));

  it("have as many entries as mutually dependent variables need, in the order of the equations", () => {
    const systems = linearSystems(parsed({ v: "g - v + u", alone: "-alone", g: "-g" }), ["u"]);
    expect(systems?.map(({ states }) => states)).toEqual([["v", "g"], ["alone"]]);
    expect(systems?.map(({ inputs }) => inputs)).toEqual([["u"], []]);
    const apart = linearSystems(
      many(2000, (k) => `-x${k} / tau`),
      [],
    );
    expect(apart?.flatMap(({ matrix }) => matrix.flat())).toHaveLength(2000);
  });

  it("are undefined if one is not linear or too many depend on each other", () => {
    const ring = (n: number): Map<string, Expression> =>
      many(n, (k) => `x${(k + 1) % n} - x${k} + u`);
    expect(linearSystems(parsed({ x: "-x", y: "y * y" }), [])).toBeUndefined();
    expect(linearSystems(ring(mostSolved), ["u"])).toHaveLength(1);
    expect(linearSystems(ring(mostSolved + 1), ["u"])).toBeUndefined();
    const { blocks, rest } = linearBlocks(
      ring(mostSolved + 1).set("own", parseExpression("1")),
      [],
    );
    expect(blocks.map(({ states }) => states)).toEqual([["own"]]);
    expect(rest).toHaveLength(mostSolved + 1);
  });

  // Numbers below 1 in rows of at most 6: the norm needs no squarings, which would differ between whole and part.
  it("advance with the same bits as the whole", () => {
    const place = fc.record({ group: fc.nat({ max: 2 }), own: fc.array(small, { minLength: 8 }) });
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 6 }), (places) => {
        const odes = parsed(
          Object.fromEntries(
            places.map(({ group, own }, i) => [
              `x${i}`,
              [
                ...places.flatMap((other, j) =>
                  other.group === group ? [`${own[j]} * x${j}`] : [],
                ),
                `${own[6]} * u + ${own[7]}`,
              ].join(" + "),
            ]),
          ),
        );
        const step = (system: LinearSystem): ReadonlyMap<string, ReadonlyMap<string, number>> => {
          const { p, q } = propagator(numericSystem(system, { scope: () => undefined }), 0.5);
          const { states, inputs } = system;
          // Effects of other states, the input and the constant on each state; values that are not read have none.
          const row = (i: number): ReadonlyMap<string, number> => {
            const columns = [...states, ...inputs, "1"];
            const values = [
              ...p.subarray(i * states.length, (i + 1) * states.length),
              ...q.subarray(i * (inputs.length + 1), (i + 1) * (inputs.length + 1)),
            ];
            return new Map(columns.flatMap((of, j) => (values[j] ? [[of, values[j]]] : [])));
          };
          return new Map(states.map((state, i) => [state, row(i)]));
        };
        const whole = step(linearSystem(odes, ["u"]) as LinearSystem);
        const parts = linearSystems(odes, ["u"])?.flatMap((system) => [...step(system)]);
        for (const [state, row] of parts ?? []) expect(row).toEqual(whole.get(state));
        expect(parts).toHaveLength(places.length);
      }),
    );
  });
});

describe("conditionallyLinear", () => {
  it("splits a gating variable", () => {
    const split = conditionallyLinear(parseExpression("alpha*(1 - m) - beta*m"), "m");
    expect(split && formatExpression(split.slope)).toBe("-alpha - beta");
    expect(split && formatExpression(split.offset)).toBe("alpha");
  });

  it("returns a slope of 0 if the variable is not read, and undefined if it is not read linearly", () => {
    expect(conditionallyLinear(parseExpression("a"), "x")?.slope).toMatchObject({ value: 0 });
    expect(conditionallyLinear(parseExpression("a*x + exp(x)"), "x")).toBeUndefined();
  });

  it("returns parts that add up to the expression", () => {
    const scope = (name: string): number | undefined =>
      new Map<string, number>(
        variableNames.map((known, k) => [known, [0.7, -1.3, 2.1][k] ?? 0]),
      ).get(name);
    fc.assert(
      fc.property(numeric, (e) => {
        const form = affineIn(e, new Set(["x", "y"]));
        if (form === undefined) return;
        const functions = { power: Math.pow };
        const [whole, parts] = [e, fromAffine(form)].map((each) =>
          evaluate(each, { scope, functions }),
        );
        if (!Number.isFinite(whole) || !Number.isFinite(parts)) return;
        // Sums in another order: a few roundings of the largest term, and terms here stay below 1e30.
        const size = Math.max(1, Math.abs(whole ?? 0));
        if (size < 1e6) expect(Math.abs((whole ?? 0) - (parts ?? 0))).toBeLessThan(1e-6 * size);
      }),
      { numRuns: 500 },
    );
  });
});

describe("orderSubexpressions", () => {
  it("names the cycle", () => {
    const definitions = parsed({ z: "a", a: "b + 1", b: "2*c", c: "a" });
    expect(() => orderSubexpressions(definitions)).toThrow("a -> b -> c -> a");
    expect(() => orderSubexpressions(parsed({ a: "a" }))).toThrow("SL_SUBEXPRESSION_CYCLE");
  });

  it("orders a chain that is longer than the stack", () => {
    const definitions = new Map<string, Expression>();
    for (let k = 0; k < 20_000; k++) definitions.set(`a${k}`, parseExpression(`a${k + 1}`));
    expect(orderSubexpressions(definitions)[0]).toBe("a19999");
  });
});
