import { styleText } from "node:util";
import type { NetworkFit } from "../fit/fit.ts";
import {
  accuracyRefusals,
  assumptionsOf,
  baselineRows,
  chipRows,
  constantRows,
  emulatorRefusals,
  refusals,
  valueText,
} from "../fit/rows.ts";
import { formatCount, formatCounted, formatTime } from "./numbers.ts";
import { table } from "./table.ts";

/** Format a fit: chips side by side, the same without spikes, sources and assumptions. */
export function fitText(
  run: NetworkFit,
  { file, written }: { readonly file: string; readonly written: readonly string[] },
): string {
  const lines = [
    styleText("bold", run.network.name ?? file),
    headLine(run),
    "",
    ...table(
      [
        ["population", "neurons", "spikes/s per neuron"],
        ...run.populations.map(({ name, size, rate, isGiven }) => [
          name,
          formatCount(size),
          `${Number(rate.toPrecision(3))}${isGiven ? " (given)" : ""}`,
        ]),
      ],
      ["left", "right", "right"],
    ),
    "",
    ...table(chipRows(run)),
    "",
    ...sections("Does not fit:", refusals(run)),
    ...sections("Not emulated:", emulatorRefusals(run)),
    ...sections("No accuracy:", accuracyRefusals(run)),
    "The same layers without spikes (ANN), and the additions of the spikes (SNN):",
    ...table(baselineRows(run), ["left", "right", "right", "right"]),
    "",
    ...sections("Assumptions:", assumptionsOf(run)),
    "Constants:",
    ...constantRows(run).flatMap(({ of, constant }) => [
      `  ${of}: ${constant.about}`,
      ...constant.values.map((value) => `    ${valueText(value, constant.unit)}`),
    ]),
    ...(written.length === 0 ? [] : ["", ...written.map((path) => `wrote ${path}`)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Sizes of the network and of the run. */
export function headLine({
  populations,
  synapses,
  duration,
  steps,
  dt,
  counts,
}: NetworkFit): string {
  const neurons = populations.reduce((sum, { size }) => sum + size, 0);
  return [
    formatCounted(neurons, "neuron"),
    formatCounted(synapses, "synapse"),
    `${formatTime(duration)} in ${formatCounted(steps, "step")} of ${formatTime(dt)}`,
    `${formatCount(counts.synapticOperations)} synaptic operations`,
    `${formatCount(counts.updates)} neuron updates`,
  ].join(", ");
}

function sections(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ""];
}
