import type { SonataConfig } from "./config.ts";
import type { Fields } from "./json-fields.ts";

/** Resolves the name of an output file to a path in the folder of the configuration. */
export type OutputPaths = (name: string, place: string) => string;

/** As in BMTK: names are relative to `output_dir`, unless they begin with it or are absolute. */
export function outputPaths(config: SonataConfig): OutputPaths {
  const output = config.part("output");
  const at = `${config.name}.output.output_dir`;
  const folder = output?.paths.expand(output.fields.text("output_dir") ?? ".", at) ?? ".";
  return (name, place) => {
    const paths = (output ?? config.part("reports"))?.paths;
    const text = paths?.expand(name, `${config.name}.${place}`) ?? name;
    const isWhole = /^([\\/]|[A-Za-z]:)/.test(text) || `${text}/`.startsWith(`${folder}/`);
    return paths?.path(isWhole ? text : `${folder}/${text}`, `${config.name}.${place}`) ?? text;
  };
}

/** Paths of the spike files of a simulation, as HDF5 and as a table. */
export interface SpikeFiles {
  readonly spikes: string | undefined;
  readonly spikesTable: string | undefined;
}

/** Find the spike files of a simulation. */
export function spikeFiles(config: SonataConfig): SpikeFiles {
  const place = outputPaths(config);
  const output = config.part("output")?.fields;
  const [spikes, spikesTable] = ["spikes_file", "spikes_file_csv"].map((key) => {
    // A list has one file for each of several consecutive runs.
    const [name] = [output?.any(key)].flat();
    return typeof name === "string" && name !== "" ? place(name, `output.${key}`) : undefined;
  });
  return { spikes, spikesTable };
}

/** File name of a report, by default its own. */
export function reportName(name: string, report: Fields): string {
  return report.text("file_name") ?? (name.endsWith(".h5") ? name : `${name}.h5`);
}

/** Paths of the files that a simulation writes: spikes, and the first file of each report. */
export function outputNames(config: SonataConfig): readonly string[] {
  const { spikes, spikesTable } = spikeFiles(config);
  const place = outputPaths(config);
  const reports = config.part("reports")?.fields;
  const files = (reports?.names ?? []).flatMap((name) => {
    const report = reports?.object(name);
    if (report === undefined || report.flag("enabled") === false) return [];
    return [place(reportName(name, report), `reports.${name}.file_name`)];
  });
  return [spikes, spikesTable, ...files].filter((path) => path !== undefined);
}
