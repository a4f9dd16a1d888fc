import { answerCopies } from "@spikeloom/simulate/threads";
import { clockJob } from "../clock-job.ts";
import { type Prepared, prepare } from "../prepare.ts";

// Runs in its own thread.

answerCopies({
  prepare: (program, job, target) =>
    prepare(clockJob(program, job), { program, target: target as Prepared["target"] }),
});
