import { describe, expect, it } from "vitest";
import { steppedModels } from "../../../tools/test/stepped-models.ts";
import { adjointStep, type Quantisation, quantiseStep, tangentStep } from "../src/derive/index.ts";
import type { StepProgram } from "../src/index.ts";

const quantisation: Quantisation = {
  state: { bits: 24, fraction: 14 },
  values: { bits: 26, fraction: 14 },
  weights: { bits: 8, fraction: 5 },
  rounding: "nearest",
  overflow: "saturate",
};
const quantised = (step: StepProgram): StepProgram => quantiseStep(step, quantisation);
const lif = steppedModels.find(({ name }) => name === "lif")?.program as StepProgram;

describe("derivations of a step", () => {
  it.each([
    ["the quantised adjoint", () => quantised(adjointStep(lif))],
    ["the quantised tangent", () => quantised(tangentStep(lif))],
    ["the adjoint of an adjoint", () => adjointStep(adjointStep(lif))],
    ["the tangent of an adjoint", () => tangentStep(adjointStep(lif))],
    ["the adjoint of a tangent", () => adjointStep(tangentStep(lif))],
    ["a step quantised twice", () => quantised(quantised(lif))],
  ])("refuse %s", (_, derive) => {
    expect(derive).toThrow("SL_NOT_DERIVED");
  });

  it.each([
    ["adjoint", adjointStep],
    ["tangent", tangentStep],
  ])("make the %s of a quantised step, which reads what that step computes", (_, derive) => {
    const fixed = quantised(lif);
    const [statements] = [fixed.kernels[0]?.statements ?? []];
    const written = derive(fixed).kernels[0]?.statements ?? [];
    for (const one of statements) expect(written).toContainEqual(one);
  });
});
