import { evaluate, inlineUnits, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { resolveConvention } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { compileRates } from "../src/drives/rate-kernel.ts";

const neurons = Uint32Array.of(3, 0, 17, 99, 4, 5, 6, 40, 41);
const names = new Set(["t", "i", "N", "pi", "e", "inf"]);

describe("a compiled rate", () => {
  it.each([
    "1*kHz + i * 2*Hz",
    "10*kHz * (1 + sin(2*pi*t*8*Hz + i / N))",
    "5 kHz * exp(-(i - t/ms)**2 / 50)",
    "int(t > 2*ms and i < 10) * i**3 * 1*Hz / e",
    "max(0*Hz, (i - 10) * kHz) // (3*Hz) * 1*Hz",
    "i % 7 * sqrt(t/ms) * Hz",
  ])("%s has the bits of the evaluated one", (formula) => {
    const convention = resolveConvention("nest");
    const ratesAt = compileRates({ formula, dt: 0.1, convention, neurons, size: 100 });
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
    const convention = resolveConvention("nest");
    const none = { formula: "i*Hz", dt: 0.1, convention, neurons: new Uint32Array(0), size: 3 };
    expect(compileRates(none)(0)).toHaveLength(0);
  });
});
