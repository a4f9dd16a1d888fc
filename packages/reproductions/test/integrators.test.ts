import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, defineNeuron, type NeuronRecord, type Simulation } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { prepareJob } from "../../../tools/test/prepare-job.ts";

const stack = createStack({ plugins: [...integrators, ...connectors] });

async function advance(
  model: NeuronRecord,
  options: {
    readonly integrator?: string | { readonly name: string; readonly subSteps: number };
    readonly dt: number;
    readonly duration: number;
    readonly size?: number;
    readonly seed?: number;
  },
): Promise<Simulation> {
  const { integrator, dt, duration, size = 1, seed = 1 } = options;
  const simulation = await prepareJob(clock(), {
    network: {
      format: "spikeloom-network",
      version: 1,
      dt: `${dt} ms`,
      populations: { n: { model, size, ...(integrator !== undefined && { integrator }) } },
    },
    stack,
    seed,
    precision: "f64",
    sink: { spikes: () => {}, samples: () => {} },
  });
  simulation.advance(Math.round(duration / dt));
  return simulation;
}

// A driven nonlinear system that is linear in each variable individually, so that every scheme accepts it.
const predator = defineNeuron({
  name: "lotka-volterra",
  about: "Two coupled equations, each linear in its own variable.",
  parameters: {},
  state: {
    x: { initial: 1, unit: "1", about: "prey" },
    y: { initial: 0.5, unit: "1", about: "predator" },
  },
  dynamics: {
    x: "x*(1.1 - 0.7*y)/ms + 0.3*cos(t/ms)/ms",
    y: "y*(0.4*x - 0.9)/ms",
  },
});

// The same with a potential, which some schemes advance first.
const driven = defineNeuron({
  name: "driven-membrane",
  about: "A potential, a gate that follows it, and a current of its own that drives it.",
  parameters: {},
  state: {
    v: { initial: 0, unit: "1", about: "potential" },
    n: { initial: 0.5, unit: "1", about: "gate" },
    g: { initial: 1, unit: "1", about: "drive" },
  },
  dynamics: {
    v: "(g * (2 - v) - n * v) / ms",
    n: "(v * (1 - n) - 0.3*n) / ms",
    g: "-g / (2*ms)",
  },
});

describe("order of convergence of the compiled schemes", () => {
  const reference = async (model: NeuronRecord, variable: string): Promise<number> => {
    // RK4 at a 64th of the coarsest step: its own error is 2^-24 of the measured one.
    const fine = await advance(model, { integrator: "rk4", dt: 1 / 1024, duration: 4 });
    return (await fine.state("n", variable))[0] ?? Number.NaN;
  };
  it.each(
    integrators
      .filter(({ handles }) => handles !== "linear")
      .map((record) => [record.name, record.order, record] as const),
  )("%s has order %d", async (name, order, { leading }) => {
    const [model, variable] = leading === undefined ? [predator, "x"] : [driven, "v"];
    const exact = await reference(model, variable);
    const error = async (dt: number): Promise<number> => {
      const simulation = await advance(model, { integrator: name, dt, duration: 4 });
      return Math.abs(((await simulation.state("n", variable))[0] ?? Number.NaN) - exact);
    };
    const [coarse, middle, fine] = [await error(1 / 16), await error(1 / 32), await error(1 / 64)];
    // Two halvings: the slope of the error approaches the order from either side, within a quarter.
    expect(Math.log2(coarse / middle)).toBeGreaterThan(order - 0.4);
    expect(Math.abs(Math.log2(middle / fine) - order)).toBeLessThan(0.25);
  });

  it("refuses schemes that advance a variable first which the model lacks", async () => {
    await expect(
      advance(predator, { integrator: "neuron-fixed-step", dt: 1 / 16, duration: 1 }),
    ).rejects.toMatchObject({ code: "SL_INTEGRATOR_MISFIT" });
  });

  it.each(["exact", "neuron-fixed-step"])("refuses noise under %s", async (integrator) => {
    const noisy = defineNeuron({
      name: "noisy",
      about: "A potential that follows a noisy current.",
      parameters: {},
      state: {
        v: { initial: 0, unit: "1", about: "potential" },
        c: { initial: 0, unit: "1", about: "current" },
      },
      dynamics: { v: "(c - v) / (10*ms)", c: "-c / (5*ms) + 0.3*xi/sqrt(ms)" },
    });
    await expect(advance(noisy, { integrator, dt: 0.1, duration: 1 })).rejects.toMatchObject({
      code: "SL_INTEGRATOR_MISFIT",
    });
  });

  it("solves no more coupled variables exactly than the limit", async () => {
    const n = 501;
    const each = <T>(make: (k: number) => T): Record<string, T> =>
      Object.fromEntries(Array.from({ length: n }, (_, k) => [`x${k}`, make(k)]));
    const ring = defineNeuron({
      name: "ring",
      about: "Variables that each follow the next.",
      parameters: {},
      state: each((k) => ({ initial: k === 0 ? 1 : 0, unit: "1", about: "value" })),
      dynamics: each((k) => `(x${(k + 1) % n} - x${k}) / (10*ms)`),
    });
    await expect(
      advance(ring, { integrator: "exact", dt: 0.1, duration: 1 }),
    ).rejects.toMatchObject({ code: "SL_INTEGRATOR_MISFIT" });
    const chosen = await advance(ring, { dt: 0.1, duration: 1 });
    const scheme = await advance(ring, { integrator: "rk4", dt: 0.1, duration: 1 });
    expect(await chosen.state("n", "x500")).toEqual(await scheme.state("n", "x500"));
  });

  it("solves exactly the variables that do not depend on those advanced first, and no others", async () => {
    // g decays on its own, s is not linear with constant coefficients: only one of them is solved exactly.
    const mixed = defineNeuron({
      name: "mixed",
      about: "A potential driven by a decaying current, beside a swinging one.",
      parameters: {},
      state: {
        v: { initial: 0, unit: "1", about: "potential" },
        g: { initial: 0, unit: "1", about: "current, an alpha function" },
        y: { initial: 1, unit: "1", about: "drive of g" },
        s: { initial: 1, unit: "1", about: "swings" },
      },
      dynamics: { v: "(g - v) / ms", g: "(y - g) / ms", y: "-y / ms", s: "s * sin(t/ms) / ms" },
    });
    for (const integrator of ["neuron-fixed-step", "neuron-fixed-step-midway"]) {
      const simulation = await advance(mixed, { integrator, dt: 0.5, duration: 2 });
      expect((await simulation.state("n", "g"))[0]).toBeCloseTo(2 * Math.exp(-2), 14);
    }
    // By hand, one step of 0.5 ms: (v + dt g) / (1 + dt) with g = 0 before the step, and halfway.
    for (const [integrator, g] of [
      ["neuron-fixed-step", 0],
      ["neuron-fixed-step-midway", 0.25 * Math.exp(-0.25)],
    ] as const) {
      const simulation = await advance(mixed, { integrator, dt: 0.5, duration: 0.5 });
      // The slope is a difference quotient over 0.001, good to 1e-12 here.
      expect((await simulation.state("n", "v"))[0]).toBeCloseTo((0.5 * g) / 1.5, 10);
    }
  });

  it("takes sub-steps as if the step were shorter", async () => {
    const whole = await advance(predator, { integrator: "rk4", dt: 1 / 32, duration: 4 });
    const halves = await advance(predator, {
      integrator: { name: "rk4", subSteps: 2 },
      dt: 1 / 16,
      duration: 4,
    });
    // The same numbers up to the rounding of t: a few ulp over 128 steps.
    const [a = 0, b = 1] = [(await whole.state("n", "x"))[0], (await halves.state("n", "x"))[0]];
    expect(Math.abs(a - b)).toBeLessThan(1e-13);
  });
});

describe("exact propagators", () => {
  const linear = (dynamics: Record<string, string>): NeuronRecord =>
    defineNeuron({
      name: "linear",
      about: "Linear system.",
      parameters: {},
      state: Object.fromEntries(
        Object.keys(dynamics).map((name) => [name, { initial: 1, unit: "1", about: name }]),
      ),
      dynamics,
    });

  it("solves equal time constants without a singularity", async () => {
    const model = linear({ v: "(c - v)/(10*ms)", c: "-c/(10*ms)" });
    const simulation = await advance(model, { dt: 0.1, duration: 20 });
    // v = (1 + t/tau) exp(-t/tau) at t = 2 tau; 200 products lose at most 200 half-ulps.
    const expected = 3 * Math.exp(-2);
    expect(Math.abs(((await simulation.state("n", "v"))[0] ?? 0) - expected)).toBeLessThan(3e-14);
  });

  it("solves an oscillator", async () => {
    const model = linear({ x: "y*2*pi/(10*ms)", y: "-x*2*pi/(10*ms)" });
    const simulation = await advance(model, { dt: 0.1, duration: 2.5 });
    // A quarter period swaps the two.
    expect(Math.abs(((await simulation.state("n", "x"))[0] ?? 0) - 1)).toBeLessThan(1e-14);
    expect(Math.abs(((await simulation.state("n", "y"))[0] ?? 0) + 1)).toBeLessThan(1e-14);
  });

  it("solves a singular system", async () => {
    const model = linear({ x: "3/ms", y: "x/ms" });
    const simulation = await advance(model, { dt: 0.1, duration: 2 });
    // x = 1 + 3t, y = 1 + t + 3t²/2 at t = 2.
    expect(Math.abs(((await simulation.state("n", "x"))[0] ?? 0) - 7)).toBeLessThan(1e-13);
    expect(Math.abs(((await simulation.state("n", "y"))[0] ?? 0) - 9)).toBeLessThan(1e-13);
  });
});

describe("noise", () => {
  const size = 20_000;
  const mean = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / size;

  it.each(["euler", "heun", "milstein"])(
    "%s gives the Ornstein-Uhlenbeck variance",
    async (name) => {
      const model = defineNeuron({
        name: "ornstein-uhlenbeck",
        about: "Ornstein-Uhlenbeck process.",
        parameters: {
          tau: { default: "5 ms", about: "time constant" },
          sigma: { default: "2 mV", about: "stationary standard deviation" },
        },
        state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
        dynamics: { v: "-v/tau + sigma*sqrt(2/tau)*xi" },
      });
      const simulation = await advance(model, { integrator: name, dt: 0.1, duration: 50, size });
      const values = await simulation.state("n", "v");
      const variance = mean(values.map((x) => x * x));
      // 4 mV²; the scheme's own bias is dt / (2 tau) = 1 %, the sampling error sqrt(2/N) = 1 %.
      expect(Math.abs(variance / 4 - 1)).toBeLessThan(0.01 + 4 * 0.01);
      // Euler adds no mean: standard error 2 / sqrt(N) = 0.014 mV.
      expect(Math.abs(mean(values))).toBeLessThan(4 * 0.0142);
    },
  );

  it.each(["heun", "milstein"])("%s reads multiplicative noise as Stratonovich", async (name) => {
    const model = defineNeuron({
      name: "geometric-brownian",
      about: "Geometric Brownian motion.",
      parameters: {},
      state: { x: { initial: 1, unit: "1", about: "value" } },
      dynamics: { x: "0.02*x/ms + 0.1*x*xi/ms**0.5" },
    });
    const simulation = await advance(model, { integrator: name, dt: 0.1, duration: 20, size });
    // E x = exp((mu + sigma²/2) t) = exp(0.5) in the Stratonovich sense (Itô: exp(0.4)); the relative
    // spread of x is sqrt(exp(sigma² t) - 1) = 0.47, so four standard errors are 1.3 %.
    expect(Math.abs(mean(await simulation.state("n", "x")) / Math.exp(0.5) - 1)).toBeLessThan(
      0.014,
    );
  });

  it("refuses a scheme that does not support the noise", async () => {
    const model = defineNeuron({
      name: "noisy",
      about: "Noise.",
      parameters: {},
      state: { x: { initial: 1, unit: "1", about: "value" } },
      dynamics: { x: "-x/ms + xi/ms**0.5" },
    });
    await expect(advance(model, { integrator: "rk4", dt: 0.1, duration: 1 })).rejects.toMatchObject(
      { code: "SL_INTEGRATOR_MISFIT" },
    );
  });
});
