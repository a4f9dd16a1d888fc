import { styleText } from "node:util";
import type { ProfileEntry } from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";
import type { Result } from "@spikeloom/simulate";
import { formatCount, formatShare, formatSpan, formatTime } from "../print/numbers.ts";
import { headLines } from "../print/outcome.ts";
import { table } from "../print/table.ts";
import type { ProfileMeasures, ProfilePart } from "./measures.ts";

type Phase = ProfileEntry["phase"];

/** Unit of work of a phase. */
const counted: Readonly<Record<Phase, string>> = {
  input: "",
  draw: "",
  drive: "neuron steps",
  update: "neuron steps",
  delivery: "events",
  exchange: "",
  recording: "",
};

/** Options of printing a profile. */
export interface ProfileTextOptions {
  readonly file: string;
  /** The result file, if there is one. */
  readonly out: string | undefined;
  readonly pictures: readonly string[];
}

/** Format the times as a table, followed by the costs of units of work. */
export function profileText(
  result: Result,
  measures: ProfileMeasures,
  { file, out, pictures }: ProfileTextOptions,
): string {
  const written = [...(out === undefined ? [] : [out]), ...pictures];
  const lines = [
    ...headLines(result, { file, kept: out !== undefined }),
    "",
    ...partsTable(measures),
    "",
    ...table(totals(result, measures)),
    ...written.map((path, k) => `${k === 0 ? "wrote" : "     "}  ${path}`),
  ];
  return `${lines.join("\n")}\n`;
}

function partsTable({ parts, unmeasured }: ProfileMeasures): readonly string[] {
  const head = ["phase", "population", "time", "share", "count", "", "each"];
  const phases = [...new Set(parts.map(({ phase }) => phase))];
  const rows = phases.flatMap((phase) => {
    const own = parts.filter((part) => part.phase === phase);
    const [only] = own;
    if (own.length === 1 && only !== undefined) return [rowOf(phase, only.population, only)];
    return [
      rowOf(phase, "", together(own)),
      ...own.map((part) => rowOf("", part.population || "for all", part)),
    ];
  });
  const rest = ["not measured", "", formatSpan(unmeasured.seconds), formatShare(unmeasured.share)];
  const alignments = ["left", "left", "right", "right", "right", "left", "right"] as const;
  return table([head, ...rows, rest], alignments).map((line, k) =>
    k === 0 ? styleText("underline", line) : line,
  );
}

function rowOf(phase: string, population: string, part: Omit<ProfilePart, "population">): string[] {
  const { seconds, share, count, nanosecondsEach } = part;
  const work = counted[part.phase];
  const hasCount = work !== "" && count > 0;
  return [
    phase,
    population,
    formatSpan(seconds),
    formatShare(share),
    hasCount ? formatCount(count) : "",
    hasCount ? work : "",
    hasCount && nanosecondsEach !== undefined ? formatSpan(nanosecondsEach / 1e9) : "",
  ];
}

function together(parts: readonly ProfilePart[]): Omit<ProfilePart, "population"> {
  const sum = (of: "seconds" | "share" | "count"): number =>
    parts.reduce((total, part) => total + part[of], 0);
  const [seconds, count] = [sum("seconds"), sum("count")];
  const nanosecondsEach = count > 0 ? (1e9 * seconds) / count : undefined;
  return {
    phase: parts[0]?.phase ?? "update",
    seconds,
    count,
    share: sum("share"),
    nanosecondsEach,
  };
}

/** Numbers of sub-steps that the guards of integrators required. */
function subStepRows({ summary }: Result, { parts }: ProfileMeasures): string[][] {
  return parts.flatMap(({ population, count, subStepped }) => {
    if (subStepped === undefined) return [];
    const note = summary.notes.find((text) => text.startsWith(`${population}: `)) ?? "";
    const method = /advanced by (.+)$/.exec(note)?.[1];
    const share = count > 0 ? ` (${formatShare(subStepped / count)})` : "";
    const taken = `${population}: in ${formatCount(subStepped)} neuron steps${share}`;
    return [["sub-steps", method === undefined ? taken : `${taken}; ${method}`]];
  });
}

function totals(result: Result, measures: ProfileMeasures): readonly (readonly string[])[] {
  const { summary, duration } = result;
  const { wall, workers, realTimeFactor, spikes, events, eventsPerSecond } = measures;
  const each = (nanoseconds: number | undefined, what: string): string =>
    nanoseconds === undefined ? "" : `, ${formatSpan(nanoseconds / 1e9)} ${what}`;
  const bytes = measures.bytesPerSynapse;
  const size = bytes === undefined ? "" : ` (${bytes.toFixed(1)} bytes per synapse)`;
  const rate = events > 0 ? `, ${formatCount(eventsPerSecond)} a second` : "";
  const threads = workers === 1 ? "1 worker" : `${workers} workers, whose times are summed`;
  return [
    [
      "real-time factor",
      `${realTimeFactor.toPrecision(3)}: ${formatSpan(wall)} for ${formatTime(duration)}; ${threads}`,
    ],
    ["spikes", formatCount(spikes)],
    ["events", `${formatCount(events)}${rate}${each(measures.nanosecondsPerEvent, "each")}`],
    [
      "neuron steps",
      `${formatCount(measures.neuronSteps)}${each(measures.nanosecondsPerNeuronStep, "each")}`,
    ],
    ...subStepRows(result, measures),
    ["memory", `${printBytes(summary.bytes)} for ${formatCount(summary.synapses)} synapses${size}`],
    [
      "construction",
      `${formatSpan(measures.construction)}${each(measures.constructionNanosecondsPerSynapse, "a synapse")}`,
    ],
    ["spike hash", result.spikeHash],
  ];
}
