import type { Failure } from "../failures.ts";

/** Result of the tests of a folder, which nx stores with its cache. */
export interface TestReport {
  /** The run of `test` that wrote it; another one if nx took it from the cache. */
  readonly run: string;
  readonly passed: number;
  readonly failed: number;
  /** Tests of files that passed in an earlier run and reach nothing that has changed since. */
  readonly kept: number;
  readonly seconds: number;
  /** Seconds of each file that ran. */
  readonly files: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
}

/** Place of the report of a folder's tests, relative to the root. */
export function reportPath(folder: string): string {
  return `${folder}/.tested/report.json`;
}
