import type { IntegratorRecord } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import { call, type Python, pythonText } from "@spikeloom/simulate/scripts";
import type { Brian2Task } from "./task.ts";

/** Brian2's name of what each of our integrators does in a step. */
const methods: Readonly<Record<string, string>> = {
  exact: "exact",
  euler: "euler",
  "exponential-euler": "exponential_euler",
  rk2: "rk2",
  rk4: "rk4",
  // Its guard takes smaller parts where the classical scheme would overflow, past a threshold.
  "rk4-guarded": "rk4",
  heun: "heun",
  milstein: "milstein",
};

/** What is nearest to an integrator that Brian2 has not. */
const nearest: Readonly<Record<string, string>> = {
  "euler-heun": "euler",
  "backward-euler": "exponential_euler",
};

interface Chosen {
  readonly integrator: IntegratorRecord | undefined;
  readonly subSteps: number;
  readonly place: string;
}

/** What takes a step in equal parts, by Brian2's method. */
const parted: Readonly<Record<string, string>> = { euler: "EULER", rk2: "RK2", rk4: "RK4" };

/** Write Brian2's method; undefined where there are no equations to integrate. */
export function methodOf(
  task: Brian2Task,
  { model }: ResolvedPopulation,
  { integrator, subSteps, place }: Chosen,
): Python | undefined {
  if (integrator === undefined || Object.keys(model.dynamics ?? {}).length === 0) return undefined;
  const { name } = integrator;
  const method = methods[name] ?? nearest[name] ?? "rk4";
  const reasons = [
    ...(Object.hasOwn(methods, name) ? [] : [`Brian2 has no ${name}`]),
    ...(subSteps === 1 || Object.hasOwn(parted, method)
      ? []
      : [`Brian2 takes no ${subSteps} sub-steps`]),
    ...(model.spike?.within === true ? ["Brian2 tests thresholds after a step alone"] : []),
  ];
  if (reasons.length > 0) {
    const message = `${reasons.join(", ")}: spikes may come at other steps with ${method}.`;
    task.lose("integration", `${place}.integrator`, message);
  }
  const stages = subSteps === 1 ? undefined : parted[method];
  return stages === undefined ? pythonText(method) : call("in_parts", stages, String(subSteps));
}
