import type { ProfileEntry } from "@spikeloom/kernel";
import type { RunProfile } from "@spikeloom/simulate";
import { RESULT_SHAPE } from "./errors.ts";
import type { OpenResult } from "./opened-result.ts";
import { sameLength } from "./same-length.ts";
import type { Hdf5File } from "./write/hdf5-file.ts";
import type { AttributeValue, DatasetNode, GroupNode } from "./write/tree.ts";

type Phase = ProfileEntry["phase"];

const phases: Readonly<Record<Phase, true>> = {
  input: true,
  draw: true,
  drive: true,
  update: true,
  delivery: true,
  exchange: true,
  recording: true,
};

/** Write a profile: one column per field of an entry. */
export function writeProfile(
  file: Pick<Hdf5File, "texts" | "numbers">,
  { entries, measured, wall, workers }: RunProfile,
): GroupNode {
  const attributes = { measured, wall, workers: BigInt(workers) };
  const numbers = (of: "seconds" | "count", unit: string): DatasetNode =>
    file.numbers(
      Float64Array.from(entries, (entry) => entry[of]),
      { type: "float64", attributes: new Map([["unit", unit]]) },
    );
  const columns: readonly (readonly [string, DatasetNode])[] = [
    ["phase", file.texts(entries.map(({ phase }) => phase))],
    ["population", file.texts(entries.map(({ population }) => population))],
    ["seconds", numbers("seconds", "s")],
    ["count", numbers("count", "1")],
  ];
  return {
    kind: "group",
    attributes: new Map<string, AttributeValue>(Object.entries(attributes)),
    links: new Map(columns),
  };
}

/** Read a profile; undefined if the run did not measure one. */
export function readProfile(file: OpenResult, path: string): RunProfile | undefined {
  if (!file.has("/", "profile")) return undefined;
  const names = file.texts("profile", "phase");
  const populations = file.texts("profile", "population");
  const seconds = file.floats("profile/seconds");
  const counts = file.floats("profile/count");
  const columns = { population: populations, seconds, count: counts };
  for (const [name, { length: got }] of Object.entries(columns)) {
    sameLength(path, `profile/${name}`, { expected: names.length, got });
  }
  return {
    entries: names.map((name, k) => ({
      phase: phaseOf(name, path),
      population: populations[k] as string,
      seconds: seconds[k] as number,
      count: counts[k] as number,
    })),
    measured: file.numberAttribute("profile", "measured"),
    wall: file.numberAttribute("profile", "wall"),
    workers: file.integerAttribute("profile", "workers"),
  };
}

function phaseOf(name: string, path: string): Phase {
  if (Object.hasOwn(phases, name)) return name as Phase;
  const expected = `one of ${Object.keys(phases).join(", ")}`;
  throw RESULT_SHAPE({ path, inside: "profile/phase", expected, got: name });
}
