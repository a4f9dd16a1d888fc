import type { Result } from "@spikeloom/simulate";
import { fillInPlace } from "./fill-in-place.ts";
import { writeResultGroup } from "./fill-result.ts";
import { openResult } from "./open-result.ts";
import { group } from "./result-tree.ts";
import { hdf5File } from "./write/hdf5-file.ts";
import type { AttributeValue, GroupNode } from "./write/tree.ts";

/** Format name stored in the root. */
const formatName = "spikeloom-sweep";
const formatVersion = 1;

/** One run of a sweep, as stored in its file. */
export interface SweepRun {
  /** Index in the list of jobs, from 0. */
  readonly job: number;
  readonly seed: number;
  /** Settings by path; numbers and strings as they are, others as JSON. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly result: Result;
}

/** Name the group of a run. */
export function runGroup(job: number): string {
  return `runs/${job}`;
}

/**
 * Write the results of a sweep as one HDF5 file of `specs/sweep/1`.
 *
 * `plan` is the list of jobs as JSON. Results are taken one at a time, so only one is in memory.
 * The file is written atomically. Wall times are omitted, so its contents depend only on the plan.
 */
export async function writeSweep(
  path: string,
  plan: string,
  runs: AsyncIterable<SweepRun>,
): Promise<void> {
  await fillInPlace(path, async (disk) => {
    const file = hdf5File(disk);
    const text = file.texts(plan);
    const groups: [string, GroupNode][] = [];
    for await (const run of runs) {
      const timing = { prepare: 0, simulate: 0 };
      const written = writeResultGroup(file, { ...run.result, timing });
      groups.push([String(run.job), labelled(written, run)]);
    }
    const head = { format: formatName, version: BigInt(formatVersion) };
    const count = { runs: BigInt(groups.length) };
    const links = { plan: text, runs: group({}, Object.fromEntries(groups)) };
    file.commit(group({ ...head, ...count }, links));
  });
}

/** Read the list of jobs of a sweep; undefined for other files. */
export function readSweepPlan(path: string): string | undefined {
  return openResult(path, (file) =>
    file.textAttribute("/", "format") === formatName ? file.text("plan") : undefined,
  );
}

function labelled(result: GroupNode, { job, seed, parameters }: SweepRun): GroupNode {
  const numbers = { job: BigInt(job), seed: BigInt(seed) };
  const set = Object.entries(parameters).map(
    ([path, value]) => [path, attributeOf(value)] as const,
  );
  return {
    ...result,
    attributes: new Map([...result.attributes, ...Object.entries(numbers)]),
    links: new Map([...result.links, ["parameters", group(Object.fromEntries(set))]]),
  };
}

function attributeOf(value: unknown): AttributeValue {
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}
