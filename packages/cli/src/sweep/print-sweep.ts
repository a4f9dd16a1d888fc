import { type MeasuredRun, takenMeasures, textOfValue } from "@spikeloom/sweep";
import { spreadText } from "../print/spread.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** Options of printing a sweep. */
interface PrintedSweep extends SweepCommandOptions {
  readonly file: string;
  readonly written: readonly string[];
  /** Why no picture was drawn; undefined if one was, or none was requested. */
  readonly undrawn: string | undefined;
  /** Whether nothing remained to run. */
  readonly isCollected: boolean;
}

/** Maximum rows of the printed table; the file has all. */
const mostRows = 24;

/** Print the measures at each point, and the written files. */
export function printSweep(runs: readonly MeasuredRun[], options: PrintedSweep): void {
  const { file, written, json, quiet, isCollected, undrawn } = options;
  if (json) writeJson({ file, runs, written });
  if (json || quiet) return;
  const points = [...pointsOf(runs).values()];
  const shown = points.slice(0, mostRows);
  const lines = [
    ...pointTable(shown),
    ...(shown.length < points.length ? [`... ${points.length - shown.length} more points`] : []),
    "",
    `${runs.length} runs${isCollected ? ", all done before" : ""}${divergedText(runs)}; mean and deviation over the runs of each point`,
    ...(undrawn === undefined ? [] : [undrawn]),
    ...written.map((path, k) => `${k === 0 ? "wrote" : "     "}  ${path}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Group runs of the same parameters, which differ in their seeds. */
function pointsOf(runs: readonly MeasuredRun[]): ReadonlyMap<string, readonly MeasuredRun[]> {
  return Map.groupBy(runs, ({ parameters }) => JSON.stringify(parameters));
}

function pointTable(points: readonly (readonly MeasuredRun[])[]): readonly string[] {
  const [first] = points[0] ?? [];
  const paths = Object.keys(first?.parameters ?? {});
  const columns = Object.keys(first?.measures ?? {}).flatMap((population) =>
    takenMeasures(first === undefined ? [] : [first]).map(({ name, unit }) => ({
      population,
      name,
      unit,
    })),
  );
  const head = [
    ...paths,
    "runs",
    ...columns.map(({ population, name, unit }) => `${population} ${name}${unit && ` (${unit})`}`),
  ];
  const rows = points.map((runs) => [
    ...paths.map((path) => textOfValue(runs[0]?.parameters[path])),
    String(runs.length),
    ...columns.map(({ population, name }) =>
      spreadText(runs.map(({ measures: of }) => of[population]?.[name])),
    ),
  ]);
  return table(
    [head, ...rows],
    head.map(() => "right" as const),
  );
}

function divergedText(runs: readonly MeasuredRun[]): string {
  const count = runs.filter(({ diverged }) => diverged).length;
  return count === 0 ? "" : `, ${count} of which diverged`;
}
