import type { Expression } from "@spikeloom/equations";
import { defineNeuron, type IntegratorRecord, type NeuronRecord } from "@spikeloom/kernel";
import { lowerNeuron, type StepProgram, slotName } from "@spikeloom/program";
import { adjointStep, type DifferentiateOptions, tangentStep } from "@spikeloom/program/derive";
import { describe, expect, it } from "vitest";
import { together } from "../../../../tools/test/conventions.ts";
import {
  adex,
  exact,
  lif,
  plainParameters,
  rk4,
  steppedModels,
} from "../../../../tools/test/stepped-models.ts";
import { machine } from "../targets/run-kernels.ts";

const size = 3;
const dt = 0.1;

interface Case {
  readonly model: NeuronRecord;
  readonly by: readonly string[];
  readonly integrator?: IntegratorRecord;
}

function lower({ model, by, integrator = rk4 }: Case): StepProgram {
  return lowerNeuron({
    model,
    dt,
    integrator,
    subSteps: 1,
    convention: together,
    observed: [],
    zeroDelay: false,
    parameters: plainParameters(model),
    asSlots: new Set(by),
    inputs: new Set(Object.keys(model.inputs ?? {})),
    receptors: new Set(Object.keys(model.receptors ?? {})),
  });
}

type Values = Readonly<Record<string, readonly number[]>>;

/** What a read-out weighs in each step: the potential after it, or whether there was a spike. */
const weightOf = (step: number): number => Math.cos(0.3 * step);

interface Read {
  readonly steps: number;
  /** Whether spikes are read in place of the potential. */
  readonly spikes?: boolean;
}

interface Walk {
  readonly readout: readonly number[];
  /** Initial values of all slots in each step. */
  readonly starts: readonly Values[];
}

const slotsOf = ({ slots }: StepProgram): readonly string[] => [...slots.keys()];

function start(program: StepProgram, values: Values) {
  const [kernel] = program.kernels;
  if (kernel === undefined) throw new Error("none");
  const made = machine({ program, kernels: [kernel], size, precision: "f64", target: "js" });
  for (const [slot, numbers] of Object.entries(values)) made.array(slot).set(numbers);
  return { ...made, step: (k: number): readonly number[] => made.run(kernel, k * dt) };
}

function walk(program: StepProgram, values: Values, { steps, spikes }: Read): Walk {
  const { array, step } = start(program, values);
  const starts: Values[] = [];
  const readout = new Array<number>(size).fill(0);
  for (let k = 0; k < steps; k++) {
    starts.push(Object.fromEntries(slotsOf(program).map((slot) => [slot, [...array(slot)]])));
    const sent = step(k);
    for (let n = 0; n < size; n++) {
      const value = spikes ? Number(sent.includes(n)) : array("v")[n];
      readout[n] = (readout[n] ?? 0) + weightOf(k) * (value ?? Number.NaN);
    }
  }
  return { readout, starts };
}

/** The derivatives of the readout with respect to the initial values of each slot, backwards. */
function backwards(
  program: StepProgram,
  values: Values,
  read: Read,
  options: DifferentiateOptions,
): Values {
  const { starts } = walk(program, values, read);
  const adjoint = adjointStep(program, options);
  const { array, step } = start(adjoint, {});
  const of = (slot: string) => array(slotName("adjoint", slot));
  for (let k = read.steps - 1; k >= 0; k--) {
    for (const [slot, numbers] of Object.entries(starts[k] ?? {})) array(slot).set(numbers);
    of("spikes").fill(read.spikes ? weightOf(k) : 0);
    const ofV = of("v");
    if (!read.spikes) ofV.set(ofV.map((value) => value + weightOf(k)));
    step(k);
  }
  return Object.fromEntries(slotsOf(program).map((slot) => [slot, [...of(slot)]]));
}

/** The derivative by one slot, forwards. */
function forwards(
  program: StepProgram,
  values: Values,
  read: Read,
  { slot, ...options }: DifferentiateOptions & { slot: string },
): readonly number[] {
  const { array, step } = start(tangentStep(program, options), values);
  array(slotName("tangent", slot)).fill(1);
  const sum = new Array<number>(size).fill(0);
  for (let k = 0; k < read.steps; k++) {
    step(k);
    const moves = array(slotName("tangent", read.spikes ? "spikes" : "v"));
    for (let n = 0; n < size; n++) sum[n] = (sum[n] ?? 0) + weightOf(k) * (moves[n] ?? Number.NaN);
  }
  return sum;
}

function differences(
  program: StepProgram,
  values: Values,
  read: Read,
  slot: string,
): readonly number[] {
  const own = values[slot] ?? [];
  const move = Math.max(1, ...own.map(Math.abs)) * 1e-5;
  const at = (by: number): readonly number[] =>
    walk(program, { ...values, [slot]: own.map((value) => value + by) }, read).readout;
  const [more, less] = [at(move), at(-move)];
  return more.map((value, n) => (value - (less[n] ?? Number.NaN)) / (2 * move));
}

function expectClose(got: readonly number[], wanted: readonly number[], relative: number): void {
  const scale = Math.max(...wanted.map(Math.abs));
  expect(scale).toBeGreaterThan(0);
  got.forEach((value, n) => {
    expect(Math.abs(value - (wanted[n] ?? Number.NaN))).toBeLessThan(relative * scale);
  });
}

const smooth = (model: NeuronRecord): NeuronRecord => {
  const { spike: _, ...rest } = JSON.parse(JSON.stringify(model)) as NeuronRecord;
  return defineNeuron({ ...rest, parameters: rest.parameters }) as NeuronRecord;
};

const cases: readonly (Case & { readonly start: Values })[] = [
  {
    model: smooth(lif),
    by: ["tau_m", "r_m", "v_rest"],
    start: {
      v: [-70, -65, -52],
      i_syn: [100, 150, 180],
      tau_m: [20, 15, 30],
      r_m: [0.1, 0.1, 0.2],
      v_rest: [-70, -68, -66],
    },
  },
  {
    model: smooth(adex),
    by: ["c_m", "g_l", "delta_t", "v_threshold", "a", "tau_w"],
    start: {
      v: [-70.6, -56, -58],
      w: [0, 20, 50],
      i_inj: [100, 300, 150],
      c_m: [281, 281, 200],
      g_l: [30, 30, 25],
      delta_t: [2, 2, 3],
      v_threshold: [-50.4, -50.4, -49],
      a: [4, 4, 2],
      tau_w: [144, 100, 60],
    },
  },
];

describe("a step without a threshold", () => {
  it.each(cases)(
    "has derivatives as differences do: $model.name",
    ({ start: values, ...given }) => {
      const program = lower(given);
      const read = { steps: 60 };
      const options = { by: given.by };
      const back = backwards(program, values, read, options);
      for (const slot of [...Object.keys(given.model.state ?? {}), ...given.by]) {
        const own = back[slot] ?? [];
        expectClose(own, forwards(program, values, read, { ...options, slot }), 1e-11);
        expectClose(own, differences(program, values, read, slot), 1e-5);
      }
    },
  );
});

describe("a step with a threshold", () => {
  const surrogate = (excess: Expression) =>
    ({
      kind: "call",
      name: "exp",
      args: [{ kind: "negate", of: { kind: "call", name: "abs", args: [excess] } }],
    }) as const;
  const values = {
    v: [-70, -60, -51],
    i_syn: [300, 300, 300],
    tau_m: [20, 20, 20],
    v_threshold: [-50, -50, -50],
  };
  const given = { model: lif, by: ["tau_m", "v_threshold"] };

  it.each(["attached", "detached"] as const)(
    "has the same derivatives both ways, the reset %s",
    (reset) => {
      const program = lower(given);
      const read = { steps: 400, spikes: true };
      expect(walk(program, values, { ...read }).readout.some((one) => one !== 0)).toBe(true);
      const options = { by: given.by, surrogate, reset };
      const back = backwards(program, values, read, options);
      for (const slot of ["v", ...given.by]) {
        expectClose(back[slot] ?? [], forwards(program, values, read, { ...options, slot }), 1e-10);
      }
    },
  );

  it("follows the surrogate of the distance to the threshold, and is zero without one", () => {
    const program = lower(given);
    const read = { steps: 1, spikes: true };
    const [[before] = []] = [values.v];
    const after = walk(program, values, { steps: 1 }).readout[0] ?? Number.NaN;
    const { v_threshold: back } = backwards(program, values, read, { by: given.by, surrogate });
    // The weight of the first step is 1, so the read-out of the potential is the potential after it.
    expect(back?.[0]).toBeCloseTo(-Math.exp(-Math.abs(after + 50)), 12);
    expect(before).toBe(-70);
    const { v_threshold: none } = backwards(program, values, read, { by: given.by });
    expect(none).toEqual([0, 0, 0].map(() => expect.closeTo(0)));
  });
});

describe("a derivative", () => {
  it("is refused for functions without a derivative", () => {
    const guarded = steppedModels.find(({ name }) => name === "adex")?.program;
    if (guarded === undefined) throw new Error("none");
    expect(() => adjointStep(guarded)).toThrow("Sub-steps that only some neurons take");
    expect(() => adjointStep(lower({ model: lif, by: [] }), { by: ["tau_m"] })).toThrow("asSlots");
  });

  it("of an exact step goes by way of the numbers that a parameter decides", () => {
    const program = lower({ model: lif, by: ["tau_m"], integrator: exact });
    const [solved] = program.exact ?? [];
    expect(solved?.parameters).toEqual(["tau_m"]);
    const decided = [...(solved?.slots.keys() ?? [])];
    expect(decided.length).toBeGreaterThan(0);
    const { stores = [] } = adjointStep(program, { by: ["tau_m"] }).kernels[0] ?? {};
    const stored = new Set(stores.map(([slot]) => slot));
    expect(decided.every((slot) => stored.has(slotName("adjoint", slot)))).toBe(true);
  });

  it("costs a few times the step itself", () => {
    const { program } = steppedModels.find(({ name }) => name === "hodgkin-huxley") ?? {};
    if (program === undefined) throw new Error("none");
    const lets = (one: StepProgram): number => one.kernels[0]?.statements.length ?? 0;
    expect(lets(adjointStep(program))).toBeLessThan(4 * lets(program));
  });
});
