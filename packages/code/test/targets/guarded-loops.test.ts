import {
  defineIntegrator,
  defineNeuron,
  type IntegratorRecord,
  type NeuronRecord,
} from "@spikeloom/kernel";
import { lowerNeuron, type StepProgram } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { splitting } from "../../../../tools/test/conventions.ts";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { type MachineOptions, machine } from "./run-kernels.ts";

const rk4 = {
  name: "rk4",
  about: "Runge-Kutta.",
  handles: "any",
  noise: "none",
  order: 4,
  stages: {
    k1: "f(x, t)",
    k2: "f(x + dt / 2 * k1, t + dt / 2)",
    k3: "f(x + dt / 2 * k2, t + dt / 2)",
    k4: "f(x + dt * k3, t + dt)",
  },
  update: "x + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)",
  linear: "exact",
} as const;
const guarded = (guard: string): IntegratorRecord =>
  defineIntegrator({ ...rk4, name: "guarded", guard });
const unguarded = defineIntegrator(rk4);
const byGrowth = guarded("abs(growth(x + dt * k3, t + dt)) * dt > 0.3");

/** A random neuron with an upstroke: in some draws refractory, driven in time, or spiking at the end of a step. */
function drawnModel(random: () => number): NeuronRecord {
  const some = (low: number, high: number): string => (low + (high - low) * random()).toFixed(3);
  const isDriven = random() < 0.5;
  const drive = isDriven ? `${some(1, 2.5)} + sin(t / (3*ms))` : some(1, 2.5);
  const refractory = { for: `${some(0, 2)} ms`, hold: ["v"] };
  return defineNeuron({
    name: "drawn",
    about: "Takes off, adapts and is driven by a conductance.",
    parameters: {
      tau: { default: "5 ms", about: "time constant" },
      tau_g: { default: "2 ms", about: "decay" },
    },
    receptors: { exc: { unit: "1", about: "jump", on: { g: "g + weight" } } },
    state: {
      v: { initial: 0, unit: "1", about: "potential" },
      w: { initial: 0, unit: "1", about: "adaptation" },
      g: { initial: 0, unit: "1", about: "conductance" },
    },
    expressions: { cut: { value: "min(v, 4)", unit: "1", about: "bounded potential" } },
    dynamics: {
      v: `(exp(2 * (cut - 1)) - cut + g * (3 - cut) - w + ${drive}) / tau`,
      w: `(${some(0, 1)} * cut - w) / (20*ms)`,
      g: "-g / tau_g",
    },
    spike: {
      when: "v >= 4",
      within: random() < 0.8,
      reset: { v: `-${some(0, 1)}`, w: `w + ${some(0.1, 2)}` },
      ...(random() < 0.7 && { refractory }),
    },
  });
}

const size = 37;
const steps = 100;

interface Case {
  readonly model: NeuronRecord;
  readonly integrator: IntegratorRecord;
  readonly parameters: ReadonlyMap<string, number | Float64Array>;
  readonly zeroDelay?: boolean;
}

function lower({ model, integrator, parameters, zeroDelay = false }: Case): StepProgram {
  return lowerNeuron({
    model,
    parameters,
    dt: 0.1,
    convention: splitting,
    integrator,
    subSteps: 6,
    inputs: new Set(),
    receptors: new Set(["exc"]),
    observed: [],
    zeroDelay,
  });
}

interface Run extends Pick<MachineOptions, "precision" | "target"> {
  /** Initial values and arrivals of these neurons. */
  readonly neurons?: readonly number[];
}

const everyone = Array.from({ length: size }, (_, k) => k);

/** Spikes of each neuron and the final values of its variables, and the number of neuron steps that took the loop. */
function simulate(program: StepProgram, { neurons = everyone, ...kind }: Run) {
  const { kernels } = program;
  const own = { ...program, arrays: pick(program.arrays, neurons) };
  const { run, array, looped } = machine({ program: own, kernels, size: neurons.length, ...kind });
  const random = numbers(3);
  const starts = everyone.map(() => [3 * random() - 1, random()]);
  neurons.forEach((of, k) => {
    array("v")[k] = starts[of]?.[0] ?? 0;
    array("w")[k] = starts[of]?.[1] ?? 0;
  });
  const spikes = neurons.map((): number[] => []);
  for (let step = 0; step < steps; step++) {
    const [to, weight] = [Math.floor(size * random()), 3 * random()];
    const at = neurons.indexOf(to);
    if (at >= 0) array("receptor:exc")[at] = weight;
    for (const kernel of kernels) for (const k of run(kernel, step * 0.1)) spikes[k]?.push(step);
  }
  const values = ["v", "w", "g"].map((variable) => [...array(variable)]);
  const taken = kernels.reduce((sum, kernel) => sum + looped(kernel), 0);
  return { spikes, values: neurons.map((_, k) => values.map((of) => of[k])), taken };
}

function pick(
  arrays: ReadonlyMap<string, Float64Array>,
  neurons: readonly number[],
): ReadonlyMap<string, Float64Array> {
  const of = (values: Float64Array) => Float64Array.from(neurons, (k) => values[k] ?? Number.NaN);
  return new Map([...arrays].map(([name, values]) => [name, of(values)]));
}

/** A drawn model with parameters that are one number for all, or one for each. */
function drawnCase(seed: number, integrator: IntegratorRecord): Case {
  const random = numbers(seed);
  const model = drawnModel(random);
  const tau = everyone.map(() => 3 + 5 * random());
  const parameters = new Map<string, number | Float64Array>([
    ["tau", random() < 0.5 ? Float64Array.from(tau) : 5],
    ["tau_g", random() < 0.5 ? Float64Array.from(tau, (value) => value / 2) : 2],
  ]);
  return { model, integrator, parameters, zeroDelay: random() < 0.3 };
}

const draws = Number(process.env["SPIKELOOM_DRAWS"] ?? 6);
const seeds = Array.from({ length: draws }, (_, k) => k + 1);
const precisions = ["f64", "f32"] as const;

describe("a guarded loop", () => {
  it.each(seeds)("gives the same bits on both targets, seed %i", (seed) => {
    const program = lower(drawnCase(seed, byGrowth));
    for (const precision of precisions) {
      const ours = simulate(program, { precision, target: "wasm" });
      expect(ours).toEqual(simulate(program, { precision, target: "js" }));
      // Lanes on both sides of the guard.
      expect(ours.taken).toBeGreaterThan(20);
      expect(ours.taken).toBeLessThan(0.6 * steps * size);
      expect(ours.spikes.flat().length).toBeGreaterThan(20);
    }
  });

  it.each(seeds)("does not let a neuron's result depend on others, seed %i", (seed) => {
    const program = lower(drawnCase(seed, byGrowth));
    for (const precision of precisions) {
      const together = simulate(program, { precision, target: "wasm" });
      const backwards = everyone.toReversed();
      const apart = [backwards, everyone.slice(0, 5), everyone.slice(5)].map((neurons) => {
        const run = simulate(program, { precision, target: "wasm", neurons });
        return { neurons, run };
      });
      for (const { neurons, run } of apart) {
        expect(run.spikes).toEqual(neurons.map((k) => together.spikes[k]));
        expect(run.values).toEqual(neurons.map((k) => together.values[k]));
      }
      expect(apart[0]?.run.taken).toBe(together.taken);
    }
  });

  it.each(seeds)("gives the bits of sub-steps if its guard always holds, seed %i", (seed) => {
    const [always, plain] = [guarded("x == x or dt > 0"), unguarded].map((integrator) =>
      simulate(lower(drawnCase(seed, integrator)), { precision: "f64", target: "wasm" }),
    );
    expect(always?.values).toEqual(plain?.values);
    expect(always?.spikes).toEqual(plain?.spikes);
    expect(always?.taken).toBe(steps * size);
    expect(plain?.taken).toBe(0);
  });

  it("is absent if a rising edge is tested in each sub-step", () => {
    const { model, ...rest } = drawnCase(1, byGrowth);
    const spike = { when: "v >= 4", within: true, edge: "rising", reset: { v: "0" } } as const;
    const edged = defineNeuron({ ...JSON.parse(JSON.stringify(model)), spike });
    const loops = (of: NeuronRecord) =>
      lower({ ...rest, model: of }).kernels.flatMap(({ statements }) =>
        statements.filter((one) => "turns" in one),
      );
    expect(loops(model)).toHaveLength(1);
    expect(loops(edged)).toHaveLength(0);
  });

  it("is refused if a condition is used as a number", () => {
    const { model, ...rest } = drawnCase(1, byGrowth);
    const jumps = defineNeuron({
      ...JSON.parse(JSON.stringify(model)),
      dynamics: { v: "(v > 1) / tau", w: "0 / ms", g: "-g / tau_g" },
    });
    expect(() => lower({ ...rest, model: jumps })).toThrow('neuron "drawn" dynamics.v');
  });
});
