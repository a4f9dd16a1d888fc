import type { ComparedResults, SpikeStatistics } from "../compare/compare-results.ts";
import { formatCount } from "./numbers.ts";
import { table } from "./table.ts";

/** Print the first difference of two results, and the statistics of both. */
export function comparedResultsText({ difference, sameHash, recorders }: ComparedResults): string {
  const heads = ["population", "result", "spikes", "rate", "CV", "correlation"];
  const rows = recorders.flatMap(({ population, first, second }) => [
    [population, "first", ...texts(first)],
    ["", "second", ...texts(second)],
  ]);
  return `${[differenceText(difference, sameHash), "", ...table([heads, ...rows])].join("\n")}\n`;
}

function differenceText(difference: ComparedResults["difference"], sameHash: boolean): string {
  if (difference === undefined) {
    return sameHash
      ? "The results have the same spikes."
      : "The recorded spikes are the same; spikes that were not recorded differ.";
  }
  const { population, step, time, neuron, only, before } = difference;
  return (
    `First difference: neuron ${neuron} of ${population} spikes at step ${step} (${time} ms) ` +
    `in the ${only} result only, after ${formatCount(before)} common spikes.`
  );
}

function texts({ spikes, rate, variation, correlation }: SpikeStatistics): readonly string[] {
  const number = (value: number): string =>
    Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "-";
  return [formatCount(spikes), `${number(rate)} Hz`, number(variation), number(correlation)];
}
