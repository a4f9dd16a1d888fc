/** Scheduler that runs job arrays. */
export type ArraySystem = "slurm" | "plain";

/** Options of a job array. */
export interface ArrayScriptOptions {
  /** Number of jobs. */
  readonly jobs: number;
  /** Words of the command line, such as `spikeloom`. */
  readonly command: readonly string[];
  /** Job list and combined result file, as paths relative to the script's working directory. */
  readonly plan: string;
  readonly out: string;
}

/**
 * Write a script for a job array.
 *
 * It has one task per job; a comment in it shows the command that collects the results.
 *
 * `plain` is a POSIX shell script that takes a job number as its argument, or from the scheduler's environment variable; with
 * neither it runs all jobs in sequence and collects the results.
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

/** Quote a word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
