import type { ByteSource } from "@spikeloom/kernel";
import { lossList } from "../losses.ts";
import { type ConfigPart, type OpenBeside, readConfig } from "./config.ts";
import { nodeSets } from "./node-sets.ts";
import { type OutputPaths, outputPaths, reportName, spikeFiles } from "./output-paths.ts";
import type { Parts } from "./populations.ts";
import { readParts, readSets } from "./read-sonata.ts";
import { partsOfReport } from "./reports.ts";

/** Output files of a simulation; paths are relative to its configuration. */
export interface SonataOutputs {
  /** HDF5 file of the spikes of all neurons. */
  readonly spikes: string | undefined;
  /** The same as a table. */
  readonly spikesTable: string | undefined;
  readonly order: SpikeOrder;
  readonly populations: readonly OutputPopulation[];
  readonly reports: readonly OutputReport[];
}

/** Order of the spikes of a population in a file. */
export type SpikeOrder = "by_time" | "by_id";

/** A population of nodes, and the populations of the network that contain them. */
export interface OutputPopulation {
  readonly name: string;
  readonly parts: readonly OutputPart[];
}

/** A population of the network. */
export interface OutputPart {
  readonly name: string;
  /** Node id of each neuron. */
  readonly ids: Float64Array;
}

/** A report of one variable. */
export interface OutputReport {
  readonly path: string;
  /** Sampling interval in ms; undefined for the step of the run. */
  readonly every: number | undefined;
  /** Time of the first sample in ms. */
  readonly from: number;
  readonly populations: readonly ReportedPopulation[];
}

/** Reported values of one population of nodes. */
export interface ReportedPopulation {
  readonly name: string;
  readonly parts: readonly ReportedPart[];
}

/** Reported values of one population of the network. */
export interface ReportedPart extends OutputPart {
  readonly neurons: readonly number[];
  readonly variable: string;
  /** Unit in the file: that of the template's simulator. */
  readonly unit: string;
}

/**
 * Read which files a simulation writes.
 *
 * These are its spikes, and a report for each recorded variable. Edges of the circuit are not read.
 */
export async function readSonataOutputs(
  source: ByteSource,
  { beside }: { readonly beside: OpenBeside },
): Promise<SonataOutputs> {
  const config = await readConfig(source, beside);
  const place = outputPaths(config);
  const { spikes, spikesTable } = spikeFiles(config);
  // Reading the network reports its losses.
  const losses = lossList();
  const hasOutputs = spikes !== undefined || spikesTable !== undefined;
  if (!hasOutputs && config.part("reports") === undefined) {
    return { spikes, spikesTable, order: "by_time", populations: [], reports: [] };
  }
  const parts = await readParts(config, beside, losses);
  const sets = nodeSets(
    await readSets(config, beside),
    parts.map(({ nodes }) => nodes),
  );
  const reports = config.part("reports");
  return {
    spikes,
    spikesTable,
    order: config.part("output")?.fields.any("spikes_sort_order") === "by_id" ? "by_id" : "by_time",
    populations: parts.flatMap(populationOf),
    reports: (reports?.fields.names ?? []).flatMap((name) =>
      reportFiles(name, reports as ConfigPart, { parts, sets, losses, place }),
    ),
  };
}

/** Spikes of virtual nodes are given, not written. */
function populationOf({ nodes, parts }: Parts): readonly OutputPopulation[] {
  const own = parts
    .filter(({ template }) => template !== undefined)
    .map(({ name, rows }) => ({ name, ids: idsOf(nodes, rows) }));
  return own.length === 0 ? [] : [{ name: nodes.name, parts: own }];
}

function idsOf({ ids }: Parts["nodes"], rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => ids[row] as number);
}

interface ReportContext extends Pick<Parameters<typeof partsOfReport>[2], "sets" | "losses"> {
  readonly parts: readonly Parts[];
  readonly place: OutputPaths;
}

/** The files of a report: one for each variable; the first has the given name. */
function reportFiles(
  name: string,
  reports: ConfigPart,
  { place, ...targets }: ReportContext,
): readonly OutputReport[] {
  const report = reports.fields.object(name);
  if (report === undefined || report.flag("enabled") === false) return [];
  const found = partsOfReport(name, report, targets);
  const variables = [...new Set(found.flatMap((one) => one.variables.map(([theirs]) => theirs)))];
  const given = reportName(name, report);
  return variables.map((theirs, k) => {
    const own = k === 0 ? given : given.replace(/(\.\w+)?$/, `_${theirs}$1`);
    const populations = new Map<string, ReportedPart[]>();
    for (const { part, indices, variables: rows } of found) {
      const row = rows.find(([name]) => name === theirs);
      if (row === undefined) continue;
      const [, variable, unit] = row;
      const known = populations.get(part.nodes.name) ?? [];
      populations.set(part.nodes.name, known);
      const ids = idsOf(part.nodes, part.rows);
      known.push({ name: part.name, ids, neurons: indices, variable, unit });
    }
    return {
      path: place(own, `reports.${name}.file_name`),
      every: report.number("dt"),
      from: report.number("start_time") ?? 0,
      populations: [...populations].map(([population, parts]) => ({ name: population, parts })),
    };
  });
}
