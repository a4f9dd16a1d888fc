import { defineIntegrator, defineNeuron } from "@spikeloom/kernel";
import { type LowerOptions, lowerNeuron, type StepProgram } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { splitting } from "../../../../tools/test/conventions.ts";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { type MachineOptions, machine } from "./run-kernels.ts";

const euler = defineIntegrator({
  name: "euler",
  about: "Euler.",
  handles: "any",
  noise: "additive",
  order: 1,
  update: "x + dt*f(x, t) + g(x, t)*dW",
});
const rough = defineNeuron({
  name: "rough",
  about: "Grows faster and faster, adapts, and rests after a spike.",
  parameters: { tau: { default: "10 ms", about: "time constant" } },
  receptors: {
    exc: { unit: "1", about: "jump", on: { v: "v + weight" } },
    slow: { unit: "1", about: "jump of what lasts", on: { w: "w + weight" } },
  },
  state: {
    v: { initial: 0, unit: "1", about: "potential" },
    w: { initial: 0, unit: "1", about: "adaptation" },
  },
  dynamics: {
    v: "(exp(v) - v*exprel(w) + log(1.5 + tanh(w)) + 0.1*i_in) / tau",
    w: "(v - w) / tau",
  },
  inputs: { i_in: { unit: "1", about: "input" } },
  spike: {
    when: "v >= 1",
    reset: { v: "-w", w: "w + 0.1" },
    refractory: { for: "1 ms", hold: ["v"] },
  },
});

function lower(more: Partial<LowerOptions> = {}): StepProgram {
  return lowerNeuron({
    model: rough,
    parameters: new Map([["tau", 10]]),
    dt: 0.5,
    convention: splitting,
    integrator: euler,
    subSteps: 1,
    inputs: new Set(),
    receptors: new Set(["exc", "slow"]),
    observed: [],
    zeroDelay: true,
    ...more,
  });
}

type Kind = Pick<MachineOptions, "precision" | "target">;
const kinds: readonly Kind[] = (["f64", "f32"] as const).flatMap((precision) =>
  (["wasm", "js"] as const).map((target) => ({ precision, target })),
);

const steps = 60;

/** All spikes and final arrays of a run whose weights arrive between the two kernels of a step. */
function simulate(program: StepProgram, { fused, ...kind }: Kind & { readonly fused: boolean }) {
  const size = 37;
  const [before, after] = program.kernels;
  const joined = program.fused;
  if (before === undefined || after === undefined || joined === undefined) throw new Error("one");
  const random = numbers(11);
  const kernels = [before, after, joined];
  const { run, array } = machine({ program, kernels, size, ...kind });
  for (const variable of ["v", "w"]) array(variable).set(Array.from({ length: size }, random));
  const spikes = [run(before, 0)];
  for (let step = 1; step < steps; step++) {
    for (const receptor of ["receptor:exc", "receptor:slow"]) {
      const weights = array(receptor);
      const add = (neuron: number, weight: number): void => {
        weights[neuron] = (weights[neuron] ?? 0) + weight;
      };
      add(Math.floor(size * random()), 2 * random() - 0.5);
      // So large that exp overflows: the rare code of a few lanes of a turn.
      if (step % 20 === 0) add(step % size, 1000);
    }
    if (!fused) run(after, (step - 1) * 0.5);
    spikes.push(run(fused ? joined : before, step * 0.5));
  }
  const arrays = [...program.slots.keys()].map((slot) => [slot, [...array(slot)]] as const);
  return { spikes, arrays };
}

describe("kernels", () => {
  it.each([1, 4, 12])("give the same bits on both targets, with %i sub-steps", (subSteps) => {
    for (const precision of ["f64", "f32"] as const) {
      const program = lower({ subSteps });
      const [a, b] = (["wasm", "js"] as const).map((target) =>
        simulate(program, { precision, target, fused: false }),
      );
      expect(a).toEqual(b);
      expect(a?.spikes.flat().length).toBeGreaterThan(20);
    }
  });
});

describe("a fused kernel", () => {
  it.each(kinds)("gives the bits of two in sequence: %o", (kind) => {
    const program = lower();
    expect(simulate(program, { ...kind, fused: true })).toEqual(
      simulate(program, { ...kind, fused: false }),
    );
  });

  it("exists only if steps are split and the second kernel does not depend on the step", () => {
    const reset = (value: string) =>
      defineNeuron({
        ...JSON.parse(JSON.stringify(rough)),
        spike: { when: "v >= 1", reset: { v: value } },
      });
    expect(lower().fused).toBeDefined();
    expect(lower({ zeroDelay: false }).fused).toBeUndefined();
    expect(lower({ model: reset("t / ms") }).fused).toBeUndefined();
    expect(lower({ model: reset("rand()") }).fused).toBeUndefined();
    const inputs = new Set(["i_in"]);
    expect(lower({ model: reset("i_in"), inputs }).fused).toBeUndefined();
    expect(lower({ model: reset("0"), inputs }).fused).toBeDefined();
  });
});
