import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { extname, join } from "node:path";
import { checkUnlocked, lockOutput, writeWhole } from "@spikeloom/interop/files";
import { readSweepPlan as readPlanOf } from "@spikeloom/interop/hdf5";
import { SpikeLoomError } from "@spikeloom/kernel";
import { SWEEP_OTHER } from "./errors.ts";
import { planFingerprint, readSweepPlan, type SweepPlan, writeSweepPlan } from "./sweep-plan.ts";

/** Where runs are until all are there: a folder beside the file that collects them. */
export interface SweepFolder {
  /** The file that holds all runs in the end. */
  readonly out: string;
  readonly path: string;
  /** The list of jobs. */
  readonly plan: string;
  /** The result of a job; there whole or not at all. */
  result(job: number): string;
}

/** Name what belongs to a sweep whose runs are collected in `out`. */
export function sweepFolder(out: string): SweepFolder {
  const path = `${out.slice(0, out.length - extname(out).length)}.runs`;
  return {
    out,
    path,
    plan: join(path, "plan.json"),
    result: (job) => join(path, `${job}.h5`),
  };
}

/** How far a sweep is: all in one file, begun, or not begun. */
export type SweepState = "collected" | "begun" | "new";

/** Find out how far a sweep is; results of another one are refused. */
export function sweepState({ out, plan: file }: SweepFolder, plan: SweepPlan): SweepState {
  const isSame = (text: string | undefined): boolean => {
    const found = text === undefined ? undefined : readSweepPlan(text, out);
    return found !== undefined && planFingerprint(found) === planFingerprint(plan);
  };
  if (existsSync(file)) {
    if (isSame(readFileSync(file, "utf8"))) return "begun";
    throw SWEEP_OTHER({ path: file });
  }
  if (!existsSync(out)) return "new";
  if (isSame(collectedPlan(out))) return "collected";
  throw SWEEP_OTHER({ path: out });
}

function collectedPlan(out: string): string | undefined {
  try {
    return readPlanOf(out);
  } catch (fault) {
    // Something else of that name, which is not to be written over either.
    if (fault instanceof SpikeLoomError) return undefined;
    throw fault;
  }
}

/** Make the folder, with the list of jobs in it. */
export function beginSweep(folder: SweepFolder, plan: SweepPlan): void {
  mkdirSync(folder.path, { recursive: true });
  writeWhole(folder.plan, writeSweepPlan(plan, folder.plan), { settles: true });
}

/** List the jobs whose results are not there yet. */
export function missingJobs(folder: SweepFolder, { jobs }: SweepPlan): readonly number[] {
  return jobs.map(({ job }) => job).filter((job) => !existsSync(folder.result(job)));
}

/** Remove the results of single runs; what else is in the folder stays. */
export function removeRuns({ path, plan }: Pick<SweepFolder, "path" | "plan">): void {
  if (!existsSync(path)) return;
  const ours = readdirSync(path).filter((name) => /^\d+(\.\d+)?(\.running)?\.h5$/.test(name));
  for (const name of ours) rmSync(join(path, name), { force: true });
  rmSync(plan, { force: true });
  try {
    rmdirSync(path);
  } catch {
    // It holds something that is not ours.
  }
}

/** A job that is this process's alone. */
export interface ClaimedJob {
  /** Where its result is written until it is whole. */
  readonly draft: string;
  /** Give the result its name. */
  place(): void;
  /** Let others have the job, without a result. */
  release(): void;
}

/** Take a job; undefined where its result is there, or another process is at it. */
export function claimJob(folder: SweepFolder, job: number): ClaimedJob | undefined {
  const path = folder.result(job);
  if (existsSync(path)) return undefined;
  const unlock = lockJob(path);
  if (unlock === undefined) return undefined;
  // Another process may have ended it in the meantime.
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
