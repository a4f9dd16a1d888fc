import { evaluateQuantity } from "../../packages/equations/src/index.ts";
import type { IntegratorRecord, NeuronRecord } from "../../packages/kernel/src/index.ts";
import { lowerNeuron, type StepProgram } from "../../packages/program/src/index.ts";
import { euler } from "../../plugins/integrators/src/euler.ts";
import { exact } from "../../plugins/integrators/src/exact.ts";
import { rk4 } from "../../plugins/integrators/src/rk4.ts";
import { rk4Guarded } from "../../plugins/integrators/src/rk4-guarded.ts";
import { adex } from "../../plugins/neurons/src/adex.ts";
import { hodgkinHuxley } from "../../plugins/neurons/src/hodgkin-huxley.ts";
import { lif } from "../../plugins/neurons/src/lif.ts";
import { together } from "./conventions.ts";

export { adex, euler, exact, lif, rk4 };

/** A model's step, and random values with which most of its neurons spike. */
export interface Stepped {
  readonly name: string;
  readonly program: StepProgram;
  /** Minimum and maximum initial value of a slot; others keep the program's values. */
  readonly drawn: Readonly<Record<string, readonly [low: number, high: number]>>;
}

/** The default values of all parameters. */
export function plainParameters(model: NeuronRecord): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(model.parameters).map(([name, { default: value }]) => {
      return [name, typeof value === "number" ? value : evaluateQuantity(String(value)).value];
    }),
  );
}

function lower(model: NeuronRecord, integrator: IntegratorRecord, subSteps: number): StepProgram {
  return lowerNeuron({
    model,
    parameters: plainParameters(model),
    dt: 0.1,
    convention: together,
    integrator,
    subSteps,
    inputs: new Set(Object.keys(model.inputs ?? {})),
    receptors: new Set(),
    observed: [],
    zeroDelay: false,
  });
}

const gate = [0.05, 0.6] as const;

/** An exact step, sub-steps under a guard, and Runge-Kutta throughout. */
export const steppedModels: readonly Stepped[] = [
  {
    name: "lif",
    program: lower(lif, exact, 1),
    drawn: { v: [-70, -50], i_syn: [100, 800] },
  },
  {
    name: "adex",
    program: lower(adex, rk4Guarded, 10),
    drawn: { v: [-72, -48], w: [0, 100], i_inj: [500, 2000] },
  },
  {
    name: "hodgkin-huxley",
    program: lower(hodgkinHuxley, rk4, 4),
    drawn: { v: [-75, -40], m: gate, h: gate, n: gate, i_inj: [0.05, 0.4] },
  },
];
