/** A system that runs the tasks of a job array. */
export type ArraySystem = "slurm" | "plain";

/** What a job array needs to know. */
export interface ArrayScriptOptions {
  /** How many jobs there are. */
  readonly jobs: number;
  /** Words that run the command, such as `spikeloom`. */
  readonly command: readonly string[];
  /** The list of jobs, and the file of all results: paths from where the script is run. */
  readonly plan: string;
  readonly out: string;
}

/**
 * Write a script for a job array.
 *
 * It has a task for each job; a command in it says how to collect what they did.
 *
 * `plain` is a POSIX shell script that takes the number of a job as its argument, or from the variable of the system that starts it;
 * with neither it does all jobs, one after the other, and collects them.
 */
export function arrayScript(
  system: ArraySystem,
  { jobs, command, plan, out }: ArrayScriptOptions,
): string {
  const sweep = [...command, "sweep", plan, "--out", out].map(quoted).join(" ");
  const lines =
    system === "slurm"
      ? [
          `#SBATCH --array=0-${jobs - 1}`,
          "#SBATCH --cpus-per-task=1",
          ...[`# When all tasks have ended, collect their results: ${sweep}`, ""],
          "set -eu",
          `exec ${sweep} --job "$SLURM_ARRAY_TASK_ID" --quiet`,
        ]
      : [
          "# One job: give its number, from 0, or start it as a task of a job array.",
          ...[`# When all tasks have ended, collect their results: ${sweep}`, ""],
          "set -eu",
          `job="\${1:-\${SLURM_ARRAY_TASK_ID:-\${PBS_ARRAY_INDEX:-}}}"`,
          `if [ -n "$job" ]; then exec ${sweep} --job "$job" --quiet; fi`,
          `job=0`,
          `while [ "$job" -lt ${jobs} ]; do`,
          `  ${sweep} --job "$job" --quiet`,
          `  job=$((job + 1))`,
          "done",
          `exec ${sweep}`,
        ];
  return `#!/bin/sh\n${lines.join("\n")}\n`;
}

/** A word as a POSIX shell reads it. */
function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
