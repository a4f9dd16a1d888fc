import { parseNeuronModel, readsAny } from "@spikeloom/equations";
import type { IntegratorRecord, NeuronRecord } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import { call, type Python, pythonText, roundingGrowth } from "@spikeloom/simulate/scripts";
import type { Brian2Task } from "./task.ts";

/** Brian2's name of each of our integrators. */
const methods: Readonly<Record<string, string>> = {
  exact: "exact",
  euler: "euler",
  "exponential-euler": "exponential_euler",
  rk2: "rk2",
  rk4: "rk4",
  // Its guard takes smaller sub-steps where the classical scheme would overflow, beyond a threshold.
  "rk4-guarded": "rk4",
  heun: "heun",
  milstein: "milstein",
};

/** Closest method to an integrator that Brian2 lacks. */
const nearest: Readonly<Record<string, string>> = {
  "euler-heun": "euler",
  "backward-euler": "exponential_euler",
};

interface Chosen {
  readonly integrator: IntegratorRecord | undefined;
  readonly subSteps: number;
  readonly place: string;
  readonly population: string;
}

/** Integrators with equal sub-steps, by Brian2's method. */
const parted: Readonly<Record<string, string>> = { euler: "EULER", rk2: "RK2", rk4: "RK4" };

/** Return Brian2's method; undefined if there are no equations to integrate. */
export function methodOf(
  task: Brian2Task,
  { model }: ResolvedPopulation,
  { integrator, subSteps, place, population }: Chosen,
): Python | undefined {
  const { network, steps, dt } = task;
  const duration = timeOfStep(steps, dt);
  const rounded = roundingGrowth(network, { name: population, model, duration });
  if (rounded !== undefined) task.lose("integration", place, rounded);
  if (integrator === undefined || Object.keys(model.dynamics ?? {}).length === 0) return undefined;
  // Brian2's exact method fails for a system whose matrix is zero, for which Euler's is exact.
  const name = integrator.name === "exact" && isConstant(model) ? "euler" : integrator.name;
  const method = methods[name] ?? nearest[name] ?? "rk4";
  const reasons = [
    ...(Object.hasOwn(methods, name) ? [] : [`Brian2 has no ${name}`]),
    ...(subSteps === 1 || Object.hasOwn(parted, method)
      ? []
      : [`Brian2 has no sub-steps (${subSteps} here)`]),
    ...(model.spike?.within === true ? ["Brian2 tests thresholds only after a step"] : []),
  ];
  if (reasons.length > 0) {
    // Measured with adex, whose neurons do not act on one another, at steps of 0.1 ms.
    const size =
      model.spike?.within === true
        ? " Most spikes of 200 ms move; counts of spikes agree to 3 %."
        : "";
    const message = `${reasons.join(", ")}: with ${method}, spikes may occur in other steps.${size}`;
    task.lose("integration", `${place}.integrator`, message);
  }
  const stages = subSteps === 1 ? undefined : parted[method];
  return stages === undefined ? pythonText(method) : call("in_parts", stages, String(subSteps));
}

/** Whether no rate of change depends on the state, so that all are constant over a step. */
function isConstant(model: NeuronRecord): boolean {
  const { dynamics, expressions, state } = parseNeuronModel(model);
  const changing = new Set(state.keys());
  for (const [name, { value }] of expressions) if (readsAny(value, changing)) changing.add(name);
  return ![...dynamics.values()].some((rate) => readsAny(rate, changing));
}
