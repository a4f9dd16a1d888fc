import { styleText } from "node:util";
import { meanIntervalVariation } from "@spikeloom/analysis";
import { printBytes } from "@spikeloom/network";
import { meanRates, type Result, spikeSeries } from "@spikeloom/simulate";
import { modelName } from "./model-name.ts";
import { formatCount, formatCounted, formatSeconds, formatTime } from "./numbers.ts";
import { table } from "./table.ts";

/** Measures of one population. */
export interface PopulationOutcome {
  readonly model: string;
  readonly neurons: number;
  readonly spikes: number;
  /** Spikes/s per neuron. */
  readonly rate: number;
  /** Mean CV of the intervals of neurons with at least 3 recorded spikes; undefined without any. */
  readonly cv: number | undefined;
}

/** A result as a record for JSON, without recordings. */
export interface OutcomeRecord
  extends Omit<Result, "network" | "recordings" | "synapseRecordings" | "spikeCounts" | "profile"> {
  readonly name: string | undefined;
  readonly populations: Readonly<Record<string, PopulationOutcome>>;
}

/** A result as a record for JSON, without recordings; measures are those of `beginning`. */
export function outcomeRecord(result: Result, beginning: Result): OutcomeRecord {
  const { network, dt, steps, duration, asked, interrupted, spikeHash } = result;
  const { summary, timing, provenance } = result;
  return {
    name: network.name,
    dt,
    steps,
    duration,
    asked,
    interrupted,
    diverged: result.diverged,
    warnings: result.warnings,
    spikeHash,
    populations: Object.fromEntries(populationOutcomes(result, beginning)),
    summary,
    timing,
    provenance,
  };
}

/** Options of the table of a result. */
export interface OutcomeOptions {
  readonly file: string;
  /** The part of the run whose recordings are in memory; shorter than the run if there was too much data. */
  readonly beginning: Result;
  readonly written: readonly string[];
}

/** Format a result as a table, with the written files. */
export function outcomeText(result: Result, { file, beginning, written }: OutcomeOptions): string {
  const lines = [
    ...headLines(result, { file, kept: true }),
    "",
    ...populationTable(result, beginning),
    ...recordingLines(beginning),
    ...beginningLines(result, beginning),
    "",
    ...sizeLines(result),
    ...written.map((path, k) => `${k === 0 ? "wrote" : "     "}  ${path}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** Describe what was run, for how long and under which rules; `kept` if recordings are in a file. */
export function headLines(
  result: Result,
  { file, kept }: { readonly file: string; readonly kept: boolean },
): readonly string[] {
  const { network, dt, steps, duration, asked, interrupted, provenance } = result;
  const { convention, seed, precision, tier, backend } = provenance;
  const title = styleText("bold", network.name ?? file);
  const whole = asked === duration ? "" : ` (asked for ${formatTime(asked)})`;
  const time = `${formatTime(duration)} in ${formatCount(steps)} steps of ${formatTime(dt)}${whole}`;
  const rules = `backend ${backend}, convention ${convention}, seed ${seed}, ${precision}, ${tier}`;
  const early = `Interrupted before its end${kept ? "; recorded data is kept" : ""}.`;
  const stopped = styleText("yellow", early);
  return [title, `${time}; ${rules}`, ...(interrupted ? [stopped] : [])];
}

function populationTable(result: Result, beginning: Result): readonly string[] {
  const head = ["population", "model", "neurons", "spikes", "rate (1/s)", "CV of ISI"];
  const rows = populationOutcomes(result, beginning).map(
    ([name, { model, neurons, spikes, rate, cv }]) => [
      name,
      model,
      formatCount(neurons),
      formatCount(spikes),
      rate.toFixed(2),
      cv === undefined ? "-" : cv.toFixed(2),
    ],
  );
  const alignments = ["left", "left", "right", "right", "right", "right"] as const;
  return table([head, ...rows], alignments).map((line, k) =>
    k === 0 ? styleText("underline", line) : line,
  );
}

/** Notes below the table: to what the CV refers, or that nothing was recorded. */
function recordingLines(result: Result): readonly string[] {
  const { network, recordings } = result;
  if (recordings.length === 0) {
    const [name = "E"] = Object.keys(network.populations);
    const entry = `"record": [{ "population": ${JSON.stringify(name)}, "variables": ["spikes"] }]`;
    return ["", styleText("yellow", "It records nothing: add a recorder, such as"), `  ${entry}`];
  }
  if (variationsOf(result).size === 0) return [];
  const window = intervalWindow(result);
  return [`CV of inter-spike intervals ${window}; mean over neurons with 3 or more spikes there`];
}

function beginningLines(result: Result, beginning: Result): readonly string[] {
  if (beginning.duration === result.duration) return [];
  const end = formatTime(beginning.duration);
  return [`Pictures and CV are of the first ${end}; the file contains all recorded data.`];
}

function intervalWindow({ network, recordings, duration }: Result): string {
  const windows = (network.record ?? [])
    .filter((_, k) => recordings[k]?.spikes !== undefined)
    .map(({ from = "0 ms", until }) => `from ${from} to ${until ?? formatTime(duration)}`);
  const [first = "", ...others] = [...new Set(windows)];
  return others.length === 0 ? first : "in the window of each recorder";
}

function sizeLines({ summary, timing, duration, spikeHash }: Result): readonly string[] {
  const { neurons, synapses, bytes } = summary;
  const { prepare, simulate } = timing;
  // Wall time over biological time, as defined in the field.
  const factor = (1000 * simulate) / duration;
  const size = `${formatCounted(neurons, "neuron")}, ${formatCounted(synapses, "synapse")}, ${printBytes(bytes)} of the network`;
  const took = `prepared in ${formatSeconds(prepare)}, simulated in ${formatSeconds(simulate)}`;
  return [
    `${size}; ${took} (real-time factor ${factor.toPrecision(2)})`,
    `spike hash  ${spikeHash}`,
  ];
}

/** Compute the measures of each population. */
export function populationOutcomes(
  result: Result,
  beginning: Result,
): readonly (readonly [string, PopulationOutcome])[] {
  const { network, spikeCounts } = result;
  const rates = meanRates(result);
  const variations = variationsOf(beginning);
  return Object.entries(network.populations).map(([name, population]) => [
    name,
    {
      model: modelName(population),
      neurons: population.size,
      spikes: spikeCounts[name] ?? 0,
      rate: rates[name] ?? 0,
      cv: variations.get(name),
    },
  ]);
}

/** Mean CV of each population: that of its last recorder with enough spikes. */
function variationsOf(result: Result): ReadonlyMap<string, number> {
  const recorded = result.recordings.filter(({ spikes }) => spikes !== undefined);
  const variations = new Map<string, number>();
  for (const [k, series] of [...spikeSeries(result).entries()].reverse()) {
    const name = recorded[k]?.population ?? "";
    if (variations.has(name) || series.neurons.length < leastSpikes) continue;
    const { mean } = meanIntervalVariation(series, { leastSpikes });
    if (Number.isFinite(mean)) variations.set(name, mean);
  }
  return variations;
}

/** Spikes of a neuron whose intervals vary. */
const leastSpikes = 3;
