import { errorList, SpikeLoomError } from "@spikeloom/kernel";
import { atOnce, type NetworkProgram } from "@spikeloom/program";
import { checkPlan } from "./check-plan.ts";
import type { ClockTask } from "./clock-job.ts";
import { planOf } from "./job-plan.ts";
import { poolFaults, poolSize } from "./workers/pool-size.ts";

/** List the errors that would prevent a program from being prepared, by the first part of its preparation. */
export function checkProgram(program: NetworkProgram, task: ClockTask): readonly SpikeLoomError[] {
  try {
    const plan = planOf(program, { ...task, outline: true });
    atOnce(checkPlan(plan));
    const { faults, tooLarge } = poolSize(task, plan);
    return [...faults, ...tooLarge];
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    const found = errorList("the network");
    found.addAll([error, ...error.others, ...poolFaults(task)]);
    return found.all();
  }
}
