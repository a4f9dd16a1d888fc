import { SpikeLoomError } from "@spikeloom/kernel";
import { atOnce, type NetworkProgram } from "@spikeloom/program";
import { checkPlan } from "./check-plan.ts";
import type { CheckedTask } from "./clock-job.ts";
import { checkCrew } from "./crew/crew-size.ts";
import { planOf } from "./job-plan.ts";
import { estimateJob } from "./memory/estimate.ts";

/** List what keeps a program from being prepared, by the way that its preparation begins. */
export function checkProgram(
  program: NetworkProgram,
  task: CheckedTask,
): readonly SpikeLoomError[] {
  try {
    atOnce(checkPlan(planOf(program, task)));
    checkCrew(task);
    return estimateJob(task).faults;
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    return [error, ...error.others];
  }
}
