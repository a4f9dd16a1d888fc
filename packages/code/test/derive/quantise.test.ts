import { defineNeuron } from "@spikeloom/kernel";
import { lowerNeuron, type StepProgram } from "@spikeloom/program";
import { type Quantisation, quantiseStep } from "@spikeloom/program/derive";
import { describe, expect, it } from "vitest";
import { together } from "../../../../tools/test/conventions.ts";
import { euler, steppedModels } from "../../../../tools/test/stepped-models.ts";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { interpret } from "../../src/index.ts";
import { kernelRoutine } from "../../src/kernel/kernel-routine.ts";
import { machine } from "../targets/run-kernels.ts";

const size = 11;
const quantisation: Quantisation = {
  state: { bits: 24, fraction: 14 },
  values: { bits: 26, fraction: 15 },
  weights: { bits: 12, fraction: 6 },
  rounding: "nearest",
  overflow: "saturate",
};

interface Ran {
  readonly spikes: readonly (readonly number[])[];
  readonly values: Readonly<Record<string, readonly number[]>>;
}

/** Run a program on drawn starts, with weights that arrive in some steps. */
function simulate(
  program: StepProgram,
  drawn: Drawn,
  { target, steps = 200 }: { readonly target: "wasm" | "js"; readonly steps?: number },
): Ran {
  const [kernel] = program.kernels;
  if (kernel === undefined) throw new Error("none");
  const made = machine({ program, kernels: [kernel], size, precision: "f64", target });
  const random = numbers(7);
  for (const [slot, [low, high]] of Object.entries(drawn)) {
    made.array(slot).set(Array.from({ length: size }, () => low + (high - low) * random()));
  }
  const spikes = Array.from({ length: steps }, (_, k) => {
    for (const { name, role } of program.slots.values()) {
      if (role === "receptor") made.array(name)[k % size] = 2 * random();
    }
    return made.run(kernel, k * 0.5);
  });
  const values = [...program.slots.keys()].map((slot) => [slot, [...made.array(slot)]] as const);
  return { spikes, values: Object.fromEntries(values) };
}

type Drawn = Readonly<Record<string, readonly [low: number, high: number]>>;

const decay = defineNeuron({
  name: "decay",
  about: "Decays, jumps, and rests after a spike.",
  parameters: { tau: { default: "10 ms", about: "time constant" } },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + 2*weight" } } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  dynamics: { v: "-v/tau" },
  spike: { when: "v >= 10*mV", reset: { v: "0*mV" }, refractory: { for: "2 ms", hold: ["v"] } },
});

function lowered(threshold: string): StepProgram {
  const model = {
    ...JSON.parse(JSON.stringify(decay)),
    spike: { ...decay.spike, when: threshold },
  };
  return lowerNeuron({
    model,
    dt: 0.5,
    convention: together,
    integrator: euler,
    subSteps: 1,
    observed: [],
    parameters: new Map([["tau", 10]]),
    inputs: new Set(),
    receptors: new Set(["delta"]),
    zeroDelay: false,
  });
}

describe("a step in fixed point", () => {
  it.each(steppedModels)("has the same bits in all targets: $name", ({ program, drawn }) => {
    const fixed = quantiseStep(program, quantisation);
    const [ours, walked] = (["wasm", "js"] as const).map((target) =>
      simulate(fixed, drawn, { target, steps: 15 }),
    );
    expect(ours).toEqual(walked);
  });

  it("equals the interpreter of the form", () => {
    const program = quantiseStep(lowered("v >= 10*mV"), quantisation);
    const [kernel] = program.kernels;
    if (kernel === undefined) throw new Error("none");
    const { spikes, values } = simulate(program, { v: [-5, 9] }, { target: "js" });
    const names = [...program.slots.keys()];
    const memory = { buffer: new ArrayBuffer(8 * size * names.length) };
    const array = (slot: string) =>
      new Float64Array(memory.buffer, 8 * size * names.indexOf(slot), size);
    const step = interpret(kernelRoutine(kernel, { slots: program.slots, type: "f64" }), {
      memory,
      addressOf: ({ name }) => 8 * size * names.indexOf(name),
    });
    const random = numbers(7);
    array("v").set(Array.from({ length: size }, () => -5 + 14 * random()));
    for (let k = 0; k < 200; k++) {
      array("receptor:delta")[k % size] = 2 * random();
      const sent = Array.from({ length: size }, (_, n) => n).filter(
        (n) => step([], [n, k * 0.5])[0],
      );
      expect(sent).toEqual(spikes[k]);
    }
    for (const slot of names) expect([...array(slot)]).toEqual(values[slot]);
  });

  it("holds multiples within its range", () => {
    const small = { ...quantisation, state: { v: { bits: 6, fraction: 2 } } };
    const { values } = simulate(
      quantiseStep(lowered("v >= 100*mV"), small),
      { v: [-30, 30] },
      { target: "wasm" },
    );
    for (const v of values["v"] ?? []) {
      expect(Number.isInteger(4 * v)).toBe(true);
      expect(v).toBeGreaterThanOrEqual(-8);
      expect(v).toBeLessThanOrEqual(7.75);
    }
    const type = quantiseStep(lowered("v >= 100*mV"), small).slots.get("v")?.type;
    expect(type).toEqual({
      kind: "fixed",
      width: { bits: 6, signed: true, overflow: "saturate" },
      fraction: 2,
    });
  });

  // A step is v + 0.5 * (-v / 10) + 2 w. Every rounding has an error of half of 2^-15: v and w when read, and
  // four results, of which the jump counts its weight twice; the state has an error of half of 2^-14. The state decays
  // by 0.95 in each step, so errors sum up to 20 times those of one.
  it("stays within the bound on the sum of its roundings", () => {
    const bound = 20 * (7 * 2 ** -16 + 2 ** -15);
    const program = lowered("v >= 1000*mV");
    const [exact, fixed] = [program, quantiseStep(program, quantisation)].map((one) =>
      simulate(one, { v: [-5, 9] }, { target: "wasm" }),
    );
    const errors = (exact?.values["v"] ?? []).map((v, n) =>
      Math.abs(v - (fixed?.values["v"]?.[n] ?? Number.NaN)),
    );
    expect(Math.max(...errors)).toBeLessThan(bound);
    expect(Math.max(...errors)).toBeGreaterThan(0);
  });

  it("counts refractory steps as they are", () => {
    const program = lowered("v >= 3*mV");
    const fixed = simulate(
      quantiseStep(program, quantisation),
      { v: [0, 4.9] },
      { target: "wasm" },
    );
    const exact = simulate(program, { v: [0, 4.9] }, { target: "wasm" });
    expect(fixed.values["refractory:steps"]).toEqual(exact.values["refractory:steps"]);
    expect(exact.spikes.flat().length).toBeGreaterThan(10);
    expect(fixed.spikes).toEqual(exact.spikes);
  });

  it("is refused where products would not be exact", () => {
    const wide = { ...quantisation, values: { bits: 32, fraction: 16 } };
    expect(() => quantiseStep(lowered("v >= 5*mV"), wide)).toThrow("SL_NOT_DERIVED");
  });
});
