import { SpikeLoomError } from "@spikeloom/kernel";
import { formatDimension } from "@spikeloom/units";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { processorTime } from "../../../tools/test/processor-time.ts";
import type { Equation } from "../src/equation.ts";
import { formatExpression } from "../src/format-expression.ts";
import type { EquationContext } from "../src/identifiers.ts";
import { parseEquations, readEquations } from "../src/parse-equations.ts";
import { expandStatement, readStatements } from "../src/parse-statements.ts";
import { nearlyText } from "./arbitraries.ts";

function summary(e: Equation): string {
  const right = e.expression === undefined ? "" : ` = ${formatExpression(e.expression)}`;
  const flags = e.flags.length > 0 ? ` (${e.flags.join(", ")})` : "";
  return `${e.kind} ${e.name}${right} : ${formatDimension(e.unit.dimension)} ${e.unit.type}${flags}`;
}

describe("parseEquations", () => {
  it("reads every form of equation, with comments, continued lines and flags", () => {
    const equations = parseEquations(
      `
      # a leaky neuron
      dv/dt = (v_rest - v + r_m*i_total)/tau_m
              + sigma*xi*tau_m**-0.5 : volt (unless refractory)  # noisy: see below
      i_total = i_exc +
                i_inh : amp (constant over dt, shared)
      active = v > v_rest : boolean
      count : integer
      g_max : siemens/meter**2 (constant)
      tau_m : ms
      ratio : 1
        (shared,  constant)
      `,
    );
    expect(equations.map(summary)).toEqual([
      "differential v = (v_rest - v + r_m * i_total) / tau_m + sigma * xi * tau_m**-0.5 : V float (unless refractory)",
      "subexpression i_total = i_exc + i_inh : A float (constant over dt, shared)",
      "subexpression active = v > v_rest : 1 boolean",
      "parameter count : 1 integer",
      expect.stringMatching(/^parameter g_max : .+ float \(constant\)$/),
      "parameter tau_m : s float",
      "parameter ratio : 1 float (shared, constant)",
    ]);
    expect(equations.map(({ line, column }) => [line, column])).toEqual([
      [3, 7],
      [5, 7],
      [7, 7],
      [8, 7],
      [9, 7],
      [10, 7],
      [11, 7],
    ]);
  });

  it("reads the equations of a plastic synapse", () => {
    const text = `w : 1
      dapre/dt = -apre/taupre : 1 (event-driven)
      dg/dt = -g/tau : siemens (clock-driven)
      g_total_post = g : siemens (summed)`;
    expect(parseEquations(text, { context: "synapse" }).map(summary)).toEqual([
      "parameter w : 1 float",
      "differential apre = -apre / taupre : 1 float (event-driven)",
      "differential g = -g / tau : S float (clock-driven)",
      "subexpression g_total_post = g : S float (summed)",
    ]);
  });

  it("accepts an empty block", () => {
    expect(parseEquations(" \n # nothing\n")).toEqual([]);
  });

  it("counts offsets from the start of the block", () => {
    const text = "tau : second\ndv/dt = -v/tau : 1";
    const [, dv] = parseEquations(text);
    expect(dv?.expression).toMatchObject({ kind: "divide", at: text.indexOf("/tau") });
  });

  it.each<[string, string, string, EquationContext?]>([
    ["hello", "SL_EQUATION_SYNTAX", "column 1"],
    ["v == 1 : 1", "SL_EQUATION_SYNTAX", "column 1"],
    ["dv/dt = -v/tau", "SL_EQUATION_SYNTAX", "column 15"],
    ["dv/dt = -v/tau\nw : 1", "SL_EQUATION_SYNTAX", "line 1, column 15"],
    ["v : volt (constant", "SL_EQUATION_SYNTAX", "column 10"],
    ["v : volt (constant) w : 1", "SL_EQUATION_SYNTAX", "column 21"],
    ["dv/dt = -v/(tau : 1", "SL_EXPRESSION_SYNTAX", "column 12"],
    ["v : ", "SL_EQUATION_UNIT", "column 5"],
    ["v : bool", "SL_EQUATION_UNIT", "column 5"],
    ["v : foot", "SL_EQUATION_UNIT", "column 5"],
    ["v : volt w : 1", "SL_EQUATION_UNIT", "column 5"],
    ["dv/dt = -v : boolean", "SL_EQUATION_UNIT", "column 14"],
    ["v : 1 (quick)", "SL_EQUATION_FLAG", "column 8"],
    ["v : 1 ()", "SL_EQUATION_FLAG", "column 8"],
    ["v : 1 (constant, constant)", "SL_EQUATION_FLAG", "column 8"],
    ["v : 1 (constant, unless refractory)", "SL_EQUATION_FLAG", "column 18"],
    ["dv/dt = -v : 1 (event-driven)", "SL_EQUATION_FLAG", "column 17"],
    ["dv/dt = -v : 1 (event-driven, clock-driven)", "SL_EQUATION_FLAG", "column 17", "synapse"],
    ["dv/dt = -v : 1 (unless refractory)", "SL_EQUATION_FLAG", "column 17", "synapse"],
    ["a_post = v : 1 (summed, shared)", "SL_EQUATION_FLAG", "column 17", "synapse"],
    ["a = v : 1 (summed)", "SL_EQUATION_NAME", "column 1", "synapse"],
    ["delay_post = v : 1 (summed)", "SL_EQUATION_NAME", "column 1", "synapse"],
    ["v_post : 1", "SL_EQUATION_NAME", "column 1"],
    ["_v : 1", "SL_EQUATION_NAME", "column 1"],
    ["lambda : 1", "SL_EQUATION_NAME", "column 1"],
    ["xi_1 : 1", "SL_EQUATION_NAME", "column 1"],
    ["exp : 1", "SL_EQUATION_NAME", "column 1"],
    ["pi : 1", "SL_EQUATION_NAME", "column 1"],
    ["mV : 1", "SL_EQUATION_NAME", "column 1"],
    ["um2 : 1", "SL_EQUATION_NAME", "column 1"],
    ["mvolt2 : 1", "SL_EQUATION_NAME", "column 1"],
    ["dt : second", "SL_EQUATION_NAME", "column 1"],
    ["dN/dt = 1 : 1", "SL_EQUATION_NAME", "column 2"],
    ["lastspike : second", "SL_EQUATION_NAME", "column 1"],
    ["j : 1", "SL_EQUATION_NAME", "column 1", "synapse"],
    ["v : 1\nv : 1", "SL_EQUATION_DUPLICATE", "line 2, column 1"],
  ])("refuses %j with %s at %s", (text, code, place, context = "neuron") => {
    const { errors } = readEquations(text, { context });
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(errors[0]?.place).toBe(place);
    expect(errors[0]?.next).toContain("^");
  });

  it("allows the names of gating variables, which are units of one letter or rates", () => {
    const text = "m : 1\nh : 1\nn : 1\nam = 1/ms : hertz\nlastupdate : second";
    expect(parseEquations(text).map(({ name }) => name)).toEqual([
      "m",
      "h",
      "n",
      "am",
      "lastupdate",
    ]);
  });

  it("allows the names of units that a variable may hide", () => {
    const names = ["V2", "m3", "mV2", "GA", "kT", "uV", "pH", "nA2", "mS"];
    const text = names.map((name) => `${name} : 1`).join("\n");
    expect(parseEquations(text).map(({ name }) => name)).toEqual(names);
  });

  it("reports all errors of a block at once and keeps the correct parts", () => {
    const text = `dv/dt = (v_rest - v : volt
      w ; 1
      tau : second
      x = y[0] : 1
      u : parsec
      z : 1 (fast)`;
    const { equations, errors } = readEquations(text, { place: "model" });
    expect(equations.map(({ name }) => name)).toEqual(["tau"]);
    expect(errors.map(({ code, place }) => [code, place])).toEqual([
      ["SL_EXPRESSION_SYNTAX", "model, line 1, column 9"],
      ["SL_EQUATION_SYNTAX", "model, line 2, column 7"],
      ["SL_EXPRESSION_UNSUPPORTED", "model, line 4, column 12"],
      ["SL_EQUATION_UNIT", "model, line 5, column 11"],
      ["SL_EQUATION_FLAG", "model, line 6, column 14"],
    ]);
    expect(() => parseEquations(text)).toThrow(
      expect.objectContaining({ others: expect.objectContaining({ length: 4 }) }),
    );
  });
});

describe("readStatements", () => {
  it("reads lines, semicolons, comments and continued parentheses", () => {
    const text = `v = v_reset; w += b  # spike; adapt
      x_post **= 2
      y //= max(1,
                z) ; u%=3;`;
    const { statements } = readStatements(text);
    expect(statements.map(({ target, operator, line }) => [target, operator, line])).toEqual([
      ["v", "=", 1],
      ["w", "+=", 1],
      ["x_post", "**=", 2],
      ["y", "//=", 3],
      ["u", "%=", 4],
    ]);
    expect(
      statements.map(expandStatement).map(({ expression }) => formatExpression(expression)),
    ).toEqual(["v_reset", "w + b", "x_post**2", "y // max(1, z)", "u % 3"]);
  });

  it("multiplies by a sum as a whole", () => {
    const [scale] = readStatements("w *= a + b").statements.map(expandStatement);
    expect(scale && formatExpression(scale.expression)).toBe("w * (a + b)");
  });

  it.each([
    ["v", "SL_STATEMENT_SYNTAX", "column 1"],
    ["if v > 1: w = 2", "SL_STATEMENT_SYNTAX", "column 1"],
    ["v == 1", "SL_STATEMENT_SYNTAX", "column 1"],
    ["v =", "SL_EXPRESSION_SYNTAX", "column 4"],
    ["v = w = 1", "SL_EXPRESSION_UNSUPPORTED", "column 7"],
    ["v ^= 2", "SL_STATEMENT_SYNTAX", "column 1"],
    ["1 = v", "SL_STATEMENT_SYNTAX", "column 1"],
    ["t = 1", "SL_STATEMENT_TARGET", "column 1"],
    ["j = 1", "SL_STATEMENT_TARGET", "column 1"],
    ["mV = 1", "SL_STATEMENT_TARGET", "column 1"],
    ["xi += 1", "SL_STATEMENT_TARGET", "column 1"],
  ])("refuses %j with %s at %s", (text, code, place) => {
    const { errors } = readStatements(text);
    expect(errors.map((error) => [error.code, error.place])).toEqual([[code, place]]);
  });
});

describe("hostile blocks", () => {
  const anything = fc.oneof(
    nearlyText,
    fc.string({ unit: "binary" }),
    fc.array(nearlyText, { maxLength: 6 }).map((lines) => lines.join("\n")),
  );

  it("give equations and coded errors, never anything else", () => {
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom("neuron" as const, "synapse" as const),
        (text, context) => {
          const { errors } = readEquations(text, { context });
          expect(errors.every((error) => error instanceof SpikeLoomError)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("give statements and coded errors, never anything else", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { errors } = readStatements(text);
        expect(errors.every((error) => error instanceof SpikeLoomError)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("survive changes to a text that is right", () => {
    const text = "dv/dt = (v_rest - v)/tau : volt (unless refractory)\ntau : second (constant)\n";
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(6), nearlyText, (at, length, put) => {
        const mutated = text.slice(0, at) + put + text.slice(at + length);
        const { errors } = readEquations(mutated);
        expect(errors.every((error) => error instanceof SpikeLoomError)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["equations", "x0123456 = a + b : volt\n", (text: string) => readEquations(text)],
    ["invalid lines", "hello world, hello\n", (text: string) => readEquations(text)],
    ["equations without unit", "x0123456 = a + b\n", (text: string) => readEquations(text)],
    ["colons", ":", (text: string) => readEquations(text)],
    ["names", "a\n", (text: string) => readEquations(text)],
    ["blanks", " \n", (text: string) => readEquations(text)],
    ["statements", "x += a + b; ", (text: string) => readStatements(text)],
  ])("read 100 kB of %s without time that grows as the square", (_, piece, read) => {
    const text = piece.repeat(Math.floor(100_000 / piece.length));
    const started = processorTime();
    read(text);
    expect(processorTime() - started).toBeLessThan(8000);
  });

  it("refuse more than 100 kB", () => {
    const text = "v : 1\n".repeat(20_000);
    expect(readEquations(text).errors.map(({ code }) => code)).toEqual(["SL_EXPRESSION_SIZE"]);
    expect(readStatements(text).errors.map(({ code }) => code)).toEqual(["SL_EXPRESSION_SIZE"]);
  });
});
