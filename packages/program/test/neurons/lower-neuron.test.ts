import { formatExpression } from "@spikeloom/equations";
import { defineIntegrator, defineNeuron } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { splitting, together } from "../../../../tools/test/conventions.ts";
import { type LowerOptions, lowerNeuron } from "../../src/index.ts";

const euler = defineIntegrator({
  name: "euler",
  about: "Euler.",
  handles: "any",
  noise: "additive",
  order: 1,
  update: "x + dt*f(x, t) + g(x, t)*dW",
});
const decay = defineNeuron({
  name: "decay",
  about: "Decays and jumps.",
  parameters: { tau: { default: "10 ms", about: "time constant" } },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + 2*weight" } } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  dynamics: { v: "-v/tau" },
  spike: { when: "v >= 1*mV", reset: { v: "0*mV" } },
});

function options(more: Partial<LowerOptions> = {}): LowerOptions {
  return {
    model: decay,
    parameters: new Map([["tau", 10]]),
    dt: 0.5,
    convention: together,
    integrator: euler,
    subSteps: 1,
    inputs: new Set(),
    receptors: new Set(["delta"]),
    observed: [],
    zeroDelay: false,
    ...more,
  };
}

function text(options: LowerOptions): readonly string[] {
  return lowerNeuron(options).kernels.flatMap(({ name, statements, stores, spikes }) => [
    `${name}:`,
    ...statements.flatMap((one) =>
      "turns" in one ? [] : [`${one[0]} = ${formatExpression(one[1])}`],
    ),
    ...stores.map(([slot, value]) => `${slot} <- ${formatExpression(value)}`),
    ...(spikes ? [`spikes: ${formatExpression(spikes)}`] : []),
  ]);
}

describe("a step program", () => {
  it("follows the order of the convention", () => {
    expect(text(options())).toEqual([
      "step:",
      "v.0 = v + 0.5 * (-v / 10)",
      "v.1 = v.0 + 2 * receptor:delta",
      "spiked.2 = v.1 >= 1",
      "v.3 = where(spiked.2, 0, v.1)",
      "v <- v.3",
      "receptor:delta <- 0",
      "spikes: spiked.2",
    ]);
  });

  it("splits if spikes can act within the step that sends them", () => {
    expect(text(options({ convention: splitting, zeroDelay: true }))).toEqual([
      "before:",
      "v.0 = v + 0.5 * (-v / 10)",
      "spiked.1 = v.0 >= 1",
      "carried:spiked <- spiked.1",
      "v <- v.0",
      "spikes: spiked.1",
      "after:",
      "v.0 = v + 2 * receptor:delta",
      "v.1 = where(carried:spiked, 0, v.0)",
      "v <- v.1",
      "receptor:delta <- 0",
    ]);
  });

  it("keeps a parameter of each neuron in memory", () => {
    const program = lowerNeuron(
      options({ parameters: new Map([["tau", Float64Array.of(5, 10)]]) }),
    );
    expect(program.slots.get("tau")?.role).toBe("parameter");
    expect(program.arrays.get("tau")).toEqual(Float64Array.of(5, 10));
  });

  it("refuses a receptor whose weights cannot be summed", () => {
    const model = defineNeuron({
      ...JSON.parse(JSON.stringify(decay)),
      receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight * v / mV" } } },
    });
    expect(() => lowerNeuron(options({ model }))).toThrow("SL_NONLINEAR_RECEPTOR");
  });

  it("types stored values", () => {
    const model = defineNeuron({
      ...JSON.parse(JSON.stringify(decay)),
      parameters: {
        ...decay.parameters,
        k: { default: 2, about: "factor", type: "integer" },
      },
      receptors: {
        ...decay.receptors,
        count: { unit: "1", about: "jump", on: { n: "n + k * weight" } },
      },
      state: {
        ...decay.state,
        n: { initial: 0, unit: "1", about: "count", type: "integer", bits: 4, overflow: "wrap" },
        all: { initial: 0, unit: "1", about: "count", type: "integer" },
        on: { initial: "True", unit: "1", about: "flag", type: "boolean" },
      },
    });
    const parameters = new Map<string, number | Float64Array>([
      ["tau", 10],
      ["k", Float64Array.of(1, 2)],
    ]);
    const given = { model, parameters, receptors: new Set(["count"]) };
    const { slots } = lowerNeuron(options(given));
    expect([...slots.values()].map(({ name, role, of, type }) => [name, role, of, type])).toEqual([
      ["k", "parameter", "k", { kind: "integer", width: undefined }],
      ["v", "state", "v", { kind: "float" }],
      ["n", "state", "n", { kind: "integer", width: { bits: 4, signed: true, overflow: "wrap" } }],
      ["all", "state", "all", { kind: "integer", width: undefined }],
      ["on", "state", "on", { kind: "boolean" }],
      ["receptor:count", "receptor", "count", { kind: "float" }],
    ]);
    expect(text(options(given))).toEqual(
      expect.arrayContaining([
        "n.rest.1 = (n + k * int(receptor:count)) % 16",
        "n.2 = where(n.rest.1 < 8, n.rest.1, n.rest.1 - 16)",
      ]),
    );
  });

  it("refuses an expression that reads itself", () => {
    const model = defineNeuron({
      ...JSON.parse(JSON.stringify(decay)),
      expressions: {
        a: { value: "b + 1", unit: "1", about: "a" },
        b: { value: "a + 1", unit: "1", about: "b" },
      },
      dynamics: { v: "-v * a / tau" },
    });
    expect(() => lowerNeuron(options({ model }))).toThrow("SL_SUBEXPRESSION_CYCLE");
  });
});
