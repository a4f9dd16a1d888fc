import { type CheckJob, SpikeLoomError } from "@spikeloom/kernel";
import { atOnce } from "@spikeloom/program";
import { checkPlan } from "./check-plan.ts";
import { checkCrew } from "./crew/crew-size.ts";
import { type PrepareOptions, planJob } from "./job-plan.ts";
import { estimateJob } from "./memory/estimate.ts";

/** List what keeps a job from being prepared, by the way that its preparation begins. */
export function checkJob(
  job: CheckJob,
  { evaluation }: Pick<PrepareOptions, "evaluation">,
): readonly SpikeLoomError[] {
  try {
    atOnce(checkPlan(planJob({ ...job, evaluation, outline: true })));
    checkCrew(job);
    return estimateJob(job).faults;
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    return [error, ...error.others];
  }
}
