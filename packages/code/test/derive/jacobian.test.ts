import type { Expression } from "@spikeloom/equations";
import { defineNeuron, type NeuronRecord } from "@spikeloom/kernel";
import { type Kernel, lowerNeuron, type StepProgram, slotName } from "@spikeloom/program";
import { jacobianStep, tangentStep } from "@spikeloom/program/derive";
import { describe, expect, it } from "vitest";
import { together } from "../../../../tools/test/conventions.ts";
import { lif, plainParameters, rk4 } from "../../../../tools/test/stepped-models.ts";
import { machine } from "../targets/run-kernels.ts";

const size = 3;
const adaptive = defineNeuron({
  name: "adaptive",
  about: "Has a threshold that jumps at spikes.",
  parameters: {
    beta: { default: "1 mV", about: "increase of the threshold per unit of w" },
    v_threshold: { default: "-51 mV", about: "threshold" },
    tau_m: { default: "20 ms", about: "membrane time constant" },
    tau_w: { default: "100 ms", about: "time constant of the adaptation" },
  },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  state: {
    v: { initial: "0 mV", unit: "mV", about: "potential" },
    w: { initial: "0", unit: "1", about: "adaptation" },
  },
  dynamics: { v: "-v / tau_m", w: "-w / tau_w" },
  spike: { when: "v >= v_threshold + beta * w", reset: { v: "v + v_threshold", w: "w + 1" } },
});
const surrogate = (excess: Expression): Expression => ({
  kind: "call",
  name: "exp",
  args: [{ kind: "negate", of: { kind: "call", name: "abs", args: [excess] } }],
});
const starts: Readonly<Record<string, readonly number[]>> = {
  v: [-70, -52, -50.2],
  i_syn: [100, 900, 300],
  i_inj: [0, 300, 500],
  w: [0, 20, 50],
  tau_m: [20, 15, 30],
  tau_w: [144, 100, 60],
};

/** Values of all slots after the step, from given initial values. */
function stepped(program: StepProgram, more: Readonly<Record<string, number>> = {}) {
  const [kernel] = program.kernels as readonly [Kernel];
  const made = machine({ program, kernels: [kernel], size, precision: "f64", target: "js" });
  for (const slot of program.slots.keys()) made.array(slot).set(starts[slot] ?? [0, 0, 0]);
  for (const [slot, values] of program.arrays)
    made.array(slot).set([0, 1, 2].map((n) => values[n] ?? values[0] ?? 0));
  for (const [slot, value] of Object.entries(more)) made.array(slot).fill(value);
  made.run(kernel, 0);
  return made.array;
}

describe("the Jacobian of a step", () => {
  it.each([
    { model: lif, by: ["tau_m"], reset: "detached" as const },
    { model: lif, by: ["tau_m"], reset: "attached" as const },
    { model: adaptive, by: ["beta"], reset: ["w"] },
  ])("has the tangents of all directions: $model.name, $reset", ({ model, by, reset }) => {
    const step = lowerNeuron({
      model: model as NeuronRecord,
      dt: 0.1,
      integrator: rk4,
      subSteps: 1,
      convention: together,
      observed: [],
      zeroDelay: false,
      parameters: plainParameters(model),
      asSlots: new Set(by),
      inputs: new Set(Object.keys(model.inputs ?? {})),
      receptors: new Set(Object.keys(model.receptors ?? {})),
    });
    const options = { by, surrogate, reset };
    const { program, entries } = jacobianStep(step, options);
    const found = stepped(program);
    const directions = new Set(entries.map((entry) => entry.by));
    expect([...directions]).toEqual(expect.arrayContaining(["v", ...by]));
    for (const direction of directions) {
      const moved = stepped(tangentStep(step, options), { [slotName("tangent", direction)]: 1 });
      for (const variable of ["v", "w", "spikes"].filter(
        (one) => one === "spikes" || step.slots.has(one),
      )) {
        const entry = entries.find(({ of, by: one }) => of === variable && one === direction);
        const wanted = [...moved(slotName("tangent", variable))];
        const own = entry === undefined ? [0, 0, 0] : [...found(entry.slot)];
        own.forEach((one, n) => {
          expect(one, `${variable} by ${direction}`).toBeCloseTo(wanted[n] ?? Number.NaN, 11);
        });
      }
    }
    // A reset that moves with spikes moves w, but not v.
    const byV = (of: string) => [...found(slotName("tangent", `${of} by v`))];
    expect(byV("spikes").every((one) => one > 0)).toBe(true);
  });

  it("refuses resets of unknown variables", () => {
    const step = lowerNeuron({
      model: lif,
      dt: 0.1,
      integrator: rk4,
      subSteps: 1,
      convention: together,
      observed: [],
      zeroDelay: false,
      parameters: plainParameters(lif),
      asSlots: new Set<string>(),
      inputs: new Set<string>(),
      receptors: new Set<string>(),
    });
    expect(() => jacobianStep(step, { reset: ["u"] })).toThrow("SL_NOT_DERIVED");
  });
});
