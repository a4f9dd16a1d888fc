import { evaluate, inlineUnits, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { NeuronRecord } from "@spikeloom/kernel";
import { type DriveProgram, lowerStimulus } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { compileRates } from "../../src/routines/drives/rate-kernel.ts";

const neurons = Uint32Array.of(3, 0, 17, 99, 4, 5, 6, 40, 41);
const names = new Set(["t", "i", "N", "pi", "e", "inf"]);

const model: NeuronRecord = {
  kind: "neuron",
  contract: 1,
  name: "driven",
  about: "Sums what it receives.",
  parameters: {},
  state: { v: { initial: 0, unit: "1", about: "sum" } },
  receptors: { r: { unit: "1", about: "a receptor", on: { v: "v + weight" } } },
};
const population = { name: "A", model, size: 100 };

describe("a compiled rate", () => {
  it.each([
    "1*kHz + i * t * 2*Hz / ms",
    "10*kHz * (1 + sin(2*pi*t*8*Hz + i / N))",
    "5 kHz * exp(-(i - t/ms)**2 / 50)",
    "int(t > 2*ms and i < 10) * i**3 * 1*Hz / e",
    "max(0*Hz, (i - 10 + t/ms) * kHz) // (3*Hz) * 1*Hz",
    "i % 7 * sqrt(t/ms) * Hz",
  ])("%s has the bits of the evaluated one", (formula) => {
    const record = {
      kind: "poisson",
      into: "A",
      receptor: "r",
      weight: 1,
      rate: { formula },
    } as const;
    const drive = lowerStimulus(record, { index: 0, population, dt: 0.1, seed: 1 }) as DriveProgram;
    const { rate } = drive;
    if (rate.kind !== "changing") throw new Error("The rate does not change.");
    const ratesAt = compileRates(rate.value, neurons);
    const e = parseExpression(formula, { juxtaposition: true });
    const expression = inlineUnits(e, (name) => names.has(name));
    for (const t of [0, 0.1, 2.1, 17.3, 1e6]) {
      const expected = Array.from(neurons, (i) => {
        const scope = (name: string): number | undefined => ({ t, i, N: 100 })[name];
        return evaluate(expression, { scope, functions: hostFunctions });
      });
      expect([...ratesAt(t)]).toEqual(expected);
    }
  });

  it("of no neurons is empty", () => {
    const value = parseExpression("i");
    expect(compileRates(value, new Uint32Array(0))(0)).toHaveLength(0);
  });
});
