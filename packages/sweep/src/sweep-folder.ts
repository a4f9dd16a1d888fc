import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { extname, join } from "node:path";
import { checkUnlocked, lockOutput, readPlainText, writeWhole } from "@spikeloom/files";
import { readSweepPlan as readPlanOf } from "@spikeloom/interop/hdf5";
import { SpikeLoomError } from "@spikeloom/kernel";
import { SWEEP_OTHER } from "./errors.ts";
import { planFingerprint, readSweepPlan, type SweepPlan, writeSweepPlan } from "./sweep-plan.ts";

/** Folder of single runs, next to the file that collects them. */
export interface SweepFolder {
  /** The file that finally holds all runs. */
  readonly out: string;
  readonly path: string;
  /** The list of jobs. */
  readonly plan: string;
  /** Result of a job; exists only once complete. */
  result(job: number): string;
}

/** Return the paths of a sweep whose runs are collected in `out`. */
export function sweepFolder(out: string): SweepFolder {
  const path = `${out.slice(0, out.length - extname(out).length)}.runs`;
  return {
    out,
    path,
    plan: join(path, "plan.json"),
    result: (job) => join(path, `${job}.h5`),
  };
}

/** Progress of a sweep: collected, started, or not started. */
export type SweepState = "collected" | "begun" | "new";

/** Determine the progress of a sweep; results of another sweep are refused. */
export function sweepState({ out, plan: file }: SweepFolder, plan: SweepPlan): SweepState {
  const isSame = (text: string | undefined): boolean => {
    const found = text === undefined ? undefined : readSweepPlan(text, out);
    return found !== undefined && planFingerprint(found) === planFingerprint(plan);
  };
  if (existsSync(file)) {
    if (isSame(planText(file))) return "begun";
    throw SWEEP_OTHER({ path: file });
  }
  if (!existsSync(out)) return "new";
  if (isSame(collectedPlan(out))) return "collected";
  throw SWEEP_OTHER({ path: out });
}

/** Read a job list; undefined where the file cannot be read. */
function planText(file: string): string | undefined {
  try {
    return readPlainText(file);
  } catch {
    return undefined;
  }
}

function collectedPlan(out: string): string | undefined {
  try {
    return readPlanOf(out);
  } catch (fault) {
    // An unrelated file of that name, which must not be overwritten either.
    if (fault instanceof SpikeLoomError) return undefined;
    throw fault;
  }
}

/** Create the folder with the job list. */
export function beginSweep(folder: SweepFolder, plan: SweepPlan): void {
  mkdirSync(folder.path, { recursive: true });
  writeWhole(folder.plan, writeSweepPlan(plan, folder.plan), { settles: true, replaces: true });
}

/** List the jobs without results. */
export function missingJobs(folder: SweepFolder, { jobs }: SweepPlan): readonly number[] {
  return jobs.map(({ job }) => job).filter((job) => !existsSync(folder.result(job)));
}

/** Delete the results of single runs; other files in the folder are kept. */
export function removeRuns({ path, plan }: Pick<SweepFolder, "path" | "plan">): void {
  if (!existsSync(path)) return;
  const ours = readdirSync(path).filter((name) => /^\d+(\.\d+)?(\.running)?\.h5$/.test(name));
  for (const name of ours) rmSync(join(path, name), { force: true });
  rmSync(plan, { force: true });
  try {
    rmdirSync(path);
  } catch {
    // The folder holds files of others.
  }
}

/** A job claimed by this process. */
export interface ClaimedJob {
  /** Temporary file for the result until it is complete. */
  readonly draft: string;
  /** Rename the complete result to its final name. */
  place(): void;
  /** Release the job without a result. */
  release(): void;
}

/** Claim a job; undefined if its result exists or another process has claimed it. */
export function claimJob(folder: SweepFolder, job: number): ClaimedJob | undefined {
  const path = folder.result(job);
  if (existsSync(path)) return undefined;
  const unlock = lockJob(path);
  if (unlock === undefined) return undefined;
  // Another process may have finished it in the meantime.
  if (existsSync(path)) {
    unlock();
    return undefined;
  }
  const draft = join(folder.path, `${job}.running.h5`);
  return {
    draft,
    place: () => renameSync(draft, path),
    release() {
      rmSync(draft, { force: true });
      unlock();
    },
  };
}

function lockJob(path: string): (() => void) | undefined {
  try {
    checkUnlocked(path);
    return lockOutput(path);
  } catch (fault) {
    if (fault instanceof SpikeLoomError && fault.code === "SL_OUTPUT_LOCKED") return undefined;
    throw fault;
  }
}
