import { network, population, record, run } from "spikeloom";
import type { IntegratorRecord } from "../../packages/kernel/src/contracts/integrator.ts";
import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import { beside } from "../../packages/plots/src/beside.ts";
import { type Curve, panelOf } from "./panels.ts";
import type { Picture } from "./picture.ts";

/** Time constant of all problems, and the integrated time, in ms. */
const [TAU, UNTIL] = [8, 32] as const;

/** exp(-4) cos(4): the platform's own functions may differ in the last bit, which the plot would show. */
const SPIRAL_END = -0.01197190052166259;

/**
 * Logistic growth: v of v + w = 1 mV, initially 0.1 mV.
 *
 * It is nonlinear as a whole and linear in each variable, so every scheme except `exact` accepts it.
 */
const growth = problem("logistic-growth", {
  v: { dynamics: "v * w / mV / tau", initial: "0.1 mV" },
  w: { dynamics: "-v * w / mV / tau", initial: "0.9 mV" },
});
/** 1 / (1 + 9 exp(-4)). */
const GROWTH_END = 0.858486449758214;
/** The linear system of a damped oscillation: v = exp(-t / tau) cos(t / tau). */
const spiral = problem("damped-oscillation", {
  v: { dynamics: "(-v - w) / tau", initial: "1 mV" },
  w: { dynamics: "(v - w) / tau", initial: "0 mV" },
});
const relaxation = problem("relaxation", { v: { dynamics: "-v / tau", initial: "1 mV" } });

function problem(
  name: string,
  variables: Readonly<Record<string, { readonly dynamics: string; readonly initial: string }>>,
): NeuronRecord {
  const each = <T>(of: (one: { readonly dynamics: string; readonly initial: string }) => T) =>
    Object.fromEntries(Object.entries(variables).map(([key, one]) => [key, of(one)]));
  return {
    kind: "neuron",
    contract: 1,
    name,
    about: "A problem with a known solution.",
    parameters: { tau: { default: `${TAU} ms`, about: "time constant" } },
    state: each(({ initial }) => ({ initial, unit: "mV", about: "variable" })),
    dynamics: each(({ dynamics }) => dynamics),
  };
}

/** Plot the error of a scheme against its step, and a relaxation at steps that are too long. */
export async function integratorPicture(scheme: IntegratorRecord): Promise<Picture> {
  const shape = { width: 380, theme: "auto" } as const;
  const errors = await errorPanel(scheme);
  const coarse = await coarsePanel(scheme);
  const about =
    scheme.handles === "linear"
      ? "error against the step, which is that of rounding, and a relaxation in long steps"
      : `error against the step, of order ${scheme.order}, and a relaxation in long steps`;
  return {
    figure: beside([
      { ...shape, panels: [errors] },
      { ...shape, panels: [coarse] },
    ]),
    about,
  };
}

async function errorPanel(scheme: IntegratorRecord) {
  const linear = scheme.handles === "linear";
  const [model, solution] = linear ? [spiral, SPIRAL_END] : [growth, GROWTH_END];
  // Numbers of steps are powers of two, so that no step is rounded.
  const steps = Array.from({ length: 8 }, (_, k) => 2 ** (1 - k));
  const errors: number[] = [];
  for (const dt of steps) {
    const { y } = await integrate(scheme, model, dt);
    errors.push(Math.abs((y.at(-1) ?? Number.NaN) - solution));
  }
  const x = Float64Array.from(steps);
  const measured = { x, y: Float64Array.from(errors), name: scheme.name, colour: 0 };
  const [first = 0] = errors;
  const slope = x.map((dt) => first * (dt / 2) ** scheme.order);
  const guide: Curve = { x, y: slope, name: `order ${scheme.order}`, colour: "muted", dash: 1 };
  return panelOf({
    x: { label: "step", unit: "ms" },
    y: { label: "error", unit: "" },
    scale: "log",
    curves: linear ? [measured] : [measured, guide],
    height: 300,
  });
}

async function coarsePanel(scheme: IntegratorRecord) {
  const times = Float64Array.from({ length: 101 }, (_, k) => (k * 5 * TAU) / 100);
  const solution = times.map((time) => Math.exp(-time / TAU));
  const curves: Curve[] = [{ x: times, y: solution, name: "solution", colour: "muted" }];
  for (const [k, share] of [0.5, 1.25, 1.75].entries()) {
    const { x, y } = await integrate(scheme, relaxation, share * TAU);
    const name = k === 0 ? `step ${share} τ` : `${share} τ`;
    curves.push({ x, y, name, colour: k, dash: k });
  }
  return panelOf({
    x: { label: "time", unit: "ms" },
    y: { label: "v", unit: "" },
    curves,
    height: 300,
  });
}

/** Integrate in one step per dt; values start with the initial one. */
async function integrate(
  scheme: IntegratorRecord,
  model: NeuronRecord,
  dt: number,
): Promise<{ readonly x: Float64Array; readonly y: Float64Array }> {
  const neurons = population(model, 1, { integrator: { name: scheme.name, subSteps: 1 } });
  const net = network({ populations: { neurons }, record: [record(neurons, ["v"])] });
  const steps = Math.round((model === relaxation ? 5 * TAU : UNTIL) / dt);
  const result = await run(net, { for: `${steps * dt} ms`, dt: `${dt} ms`, workers: 1 });
  const samples = result.recordings[0]?.samples.get("v");
  return {
    x: Float64Array.of(0, ...(samples?.times ?? [])),
    y: Float64Array.of(1, ...(samples?.values ?? [])),
  };
}
