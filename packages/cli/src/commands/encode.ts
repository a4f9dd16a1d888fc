import { basename, extname } from "node:path";
import { type PictureRule, writeWhole } from "@spikeloom/files";
import { faultReason } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { rasterPlot, toTerminal } from "@spikeloom/plots";
import { dataFiles } from "../data/data-files.ts";
import { type EncodedSpikes, encodeValues } from "../data/encode-values.ts";
import { checkEncodeOptions, valuesOf } from "../data/encoded-values.ts";
import type { GapFilling } from "../data/fill-gaps.ts";
import { checkDamage, openHeldData } from "../data/held-data.ts";
import type { HeldData } from "../data/held-kinds.ts";
import { writePicture } from "../data/write-picture.ts";
import { FILE_WRITE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { asCoded } from "../print/coded.ts";
import { formatCount, formatShare, formatTime } from "../print/numbers.ts";
import { printSections } from "../print/sections.ts";
import { writeJson } from "../print/write-json.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";
import { readSet } from "../sweep/read-set.ts";

/** Options of `spikeloom encode`. */
export interface EncodeOptions extends StackChoice {
  /** An encoder by its name in the stack. */
  readonly with: string;
  /** Parameters of the encoder: `NAME=VALUE`. */
  readonly set?: readonly string[];
  readonly sample?: number;
  readonly channel?: number;
  readonly for?: string;
  readonly every?: string;
  readonly range?: readonly [number, number];
  /** Handling of damage in event files. */
  readonly damage?: "refuse" | "keep";
  /** Conversion of colours to grey. */
  readonly grey?: "bt601" | "bt709";
  /** Treats transparent pixels as opaque. */
  readonly alpha?: "ignore";
  /** Replacement of missing samples of a signal. */
  readonly gaps?: GapFilling;
  readonly seed?: number;
  readonly out?: string;
  /** Whether an existing file is replaced, whatever it contains. */
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** Encode one sample of a data file, and show its spikes. */
export async function encodeCommand(file: string, options: EncodeOptions): Promise<number> {
  const { sample = 0, channel = 0, seed = 1, out, json } = options;
  const stack = await chooseStack(file, options);
  const encoder = stack.get("encoder", options.with, "--with");
  const data = await openHeldData(file, options);
  try {
    checkDamage(data, file, options.damage);
    checkEncodeOptions(data, options, { file, encoder });
    const values = valuesOf(data, { file, encoder, sample, channel });
    const parameters = readParameters(options.set ?? []);
    const timeOf = (name: "for" | "every"): number | undefined =>
      options[name] === undefined ? undefined : readTime(options[name], `--${name}`, 0.001);
    const timing = { every: timeOf("every"), for: timeOf("for") };
    const { range, gaps } = options;
    const request = { file, encoder, parameters, seed, range, gaps, ...timing };
    const spikes = encodeValues(values, request);
    const series = { label: encoder.name, ...spikes };
    const window = { from: 0, until: spikes.duration };
    const rule = { inputs: dataFiles(file), overwrite: options.overwrite };
    const figure = rasterPlot([series], { title: basename(file), window });
    if (out !== undefined && extname(out).toLowerCase() === ".csv") writeTable(out, spikes, rule);
    else if (out !== undefined) await writePicture(out, figure, rule);
    const summary = summaryOf(spikes);
    if (json === true) {
      const events = eventCounts(data);
      const written = out && { written: out };
      writeJson({ file, encoder: encoder.name, ...summary, ...events, ...written });
    } else {
      const rows = [...rowsOf(spikes, summary, encoder.name), ...skippedRows(data)];
      const columns = Math.min(100, process.stdout.columns ?? 80);
      const picture =
        out === undefined ? toTerminal(figure, { columns, rows: 22 }) : `wrote  ${out}`;
      process.stdout.write(`${printSections([{ title: file, rows }])}\n\n${picture}\n`);
    }
  } finally {
    if (data.kind === "spikes") data.held.close();
  }
  return exitCodes.fine;
}

/** Number of used events of a file, and of dropped or reordered ones by kind. */
function eventCounts(data: HeldData): object {
  if (data.kind !== "events") return {};
  const { info, events } = data.held;
  const [skipped, damage] = [Object.fromEntries(info.skipped), Object.fromEntries(info.damage)];
  return { events: { kept: events.t.length, skipped, damage } };
}

/** Dropped and reordered events of a file. */
function skippedRows(data: HeldData): readonly (readonly [string, string])[] {
  if (data.kind !== "events") return [];
  const { info, events } = data.held;
  const skipped = [...info.skipped].map(([kind, count]) => [kind, formatCount(count)] as const);
  return [["events kept", formatCount(events.t.length)], ...skipped];
}

/** Numbers stay numbers, values with a unit are quantities. */
function readParameters(texts: readonly string[]): Readonly<Record<string, string | number>> {
  const entries = Object.entries(readSet(texts)).map(([name, text]) => {
    const number = text.trim() === "" ? Number.NaN : Number(text);
    return [name, Number.isNaN(number) ? text : number] as const;
  });
  return Object.fromEntries(entries);
}

interface Summary {
  readonly neurons: number;
  readonly spikes: number;
  /** Neurons without a spike. */
  readonly silent: number;
  /** Mean over all neurons in Hz. */
  readonly rate: number;
  /** In ms. */
  readonly duration: number;
  /** Spikes after the duration, which are omitted. */
  readonly late: number;
  /** Number of values that replace missing ones. */
  readonly filled: number;
}

function summaryOf({ size, neurons, duration, late, filled }: EncodedSpikes): Summary {
  return {
    neurons: size,
    spikes: neurons.length,
    silent: size - new Set(neurons).size,
    duration,
    late,
    filled,
    rate: size === 0 ? 0 : neurons.length / size / (duration / 1000),
  };
}

function rowsOf(
  { times, values }: EncodedSpikes,
  { neurons, spikes, silent, rate, duration, late, filled }: Summary,
  encoder: string,
): readonly (readonly [string, string])[] {
  const [first, last] = [times[0], times.at(-1)];
  const span =
    first === undefined ? "none" : `${formatTime(first)} to ${formatTime(last as number)}`;
  return [
    ["encoder", encoder],
    ["neurons", `${formatCount(neurons)}, ${formatCount(silent)} of them silent`],
    ["spikes", `${formatCount(spikes)}, ${span}`],
    ["rate", `${Number(rate.toPrecision(3))} Hz over ${formatTime(duration)}`],
    ...(filled === 0
      ? []
      : [["filled", `${formatCount(filled)} of ${formatCount(values)}`] as const]),
    ...(late === 0 ? [] : [lateRow({ late, spikes, duration })]),
  ];
}

/** Report omitted spikes, and the option that shows them. */
function lateRow({
  late,
  spikes,
  duration,
}: Pick<Summary, "late" | "spikes" | "duration">): readonly [string, string] {
  const share = `${formatShare(late / (late + spikes))} of all`;
  const text = `${formatCount(late)} spikes, ${share}, after ${formatTime(duration)}; --for shows more`;
  return ["left out", text];
}

function writeTable(
  path: string,
  { neurons, times }: EncodedSpikes,
  { inputs, overwrite = false }: PictureRule,
): void {
  const lines = Array.from(times, (time, k) => `${neurons[k]},${time}\n`);
  try {
    writeWhole(path, `neuron,time (ms)\n${lines.join("")}`, { inputs, replaces: overwrite });
  } catch (fault) {
    throw asCoded(fault) ?? FILE_WRITE({ file: path, reason: faultReason(fault) });
  }
}
