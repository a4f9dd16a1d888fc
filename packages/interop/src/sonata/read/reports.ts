import type { RecorderRecord } from "@spikeloom/kernel";
import type { LossList } from "../losses.ts";
import type { TemplateRow } from "../templates/template.ts";
import type { ConfigPart } from "./config.ts";
import type { Fields } from "./json-fields.ts";
import type { NodeSets } from "./node-sets.ts";
import type { Part, Parts } from "./populations.ts";

/** Inputs for reading reports. */
export interface ReportTargets {
  readonly parts: readonly Parts[];
  readonly sets: NodeSets;
  readonly losses: LossList;
  /** Duration of the run, in ms. */
  readonly dt: number;
}

const modules = new Set(["membrane_report", "multimeter_report", "multimeter"]);

/** Record the spikes of all neurons, and the variables that reports request. */
export function readReports(
  reports: ConfigPart | undefined,
  targets: ReportTargets,
): readonly RecorderRecord[] {
  const neurons = targets.parts.flatMap(({ parts }) => parts.filter(({ template }) => template));
  const spikes = neurons.map(({ name }) => ({ population: name, variables: ["spikes"] }));
  const others = (reports?.fields.names ?? []).flatMap((name) => {
    const report = reports?.fields.object(name);
    if (report === undefined || report.flag("enabled") === false) return [];
    return readReport(name, report, targets);
  });
  return [...spikes, ...others];
}

/** Neurons and variable that a report records from one part. */
export interface ReportPart {
  readonly part: Part;
  /** Neurons of the part. */
  readonly indices: readonly number[];
  /** Rows of the template: the name in the file, ours, and the unit in the file. */
  readonly variables: readonly TemplateRow[];
}

/** Find which neurons and variables a report is about. */
export function partsOfReport(
  name: string,
  report: Fields,
  { parts, sets, losses }: Pick<ReportTargets, "parts" | "sets" | "losses">,
): readonly ReportPart[] {
  const place = `reports.${name}`;
  const module = report.text("module") ?? "membrane_report";
  if (module === "spikes_report") return [];
  if (!modules.has(module)) {
    losses.add("report", place, `Reports of the module ${module} are not supported.`);
    return [];
  }
  const wanted = [report.any("variable_name")].flat().map(String);
  const chosen = sets(report.any("cells") ?? "all", `${report.place}.cells`);
  return [...chosen].flatMap(([nodes, rows]) => {
    const owner = parts.find((one) => one.nodes === nodes);
    return (owner?.parts ?? []).flatMap((part, k): ReportPart[] => {
      const indices = rows
        .filter((row) => owner?.partOf[row] === k)
        .map((row) => owner?.indexOf[row] ?? 0);
      if (indices.length === 0) return [];
      const variables = wanted.flatMap((one) => variableOf(part, one, { losses, place }));
      return variables.length === 0 ? [] : [{ part, indices, variables }];
    });
  });
}

function readReport(
  name: string,
  report: Fields,
  { dt, ...targets }: ReportTargets,
): readonly RecorderRecord[] {
  const [every, from, until] = ["dt", "start_time", "end_time"].map((key) => report.number(key));
  return partsOfReport(name, report, targets).map(({ part, indices, variables }) => {
    const isAll = indices.length === part.rows.length;
    return {
      population: part.name,
      variables: variables.map(([, ours]) => ours),
      ...(!isAll && { neurons: { indices } }),
      ...(every !== undefined && every !== dt && { every: `${every} ms` }),
      ...(from !== undefined && from > 0 && { from: `${from} ms` }),
      ...(until !== undefined && { until: `${until} ms` }),
    };
  });
}

function variableOf(
  { template, nodes }: Part,
  name: string,
  { losses, place }: { readonly losses: LossList; readonly place: string },
): readonly TemplateRow[] {
  const known = template?.state.find(
    ([theirs, ours]) => theirs === name || (name === "v" && ours === "v"),
  );
  if (known !== undefined) return [known];
  losses.add("report", place, `The variable ${name} of ${nodes.name} cannot be recorded.`);
  return [];
}
