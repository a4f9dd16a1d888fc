import { printBytes } from "@spikeloom/network";
import { energyTargets } from "../compare/energy.ts";
import { mcNemar } from "../compare/mcnemar.ts";
import type { TrainedMeasures } from "../compare/measure-trained.ts";
import { wilson } from "../train/wilson.ts";
import { formatCount, formatShare, formatShareRange } from "./numbers.ts";
import { table } from "./table.ts";

const rows: readonly (readonly [string, (one: TrainedMeasures) => string])[] = [
  ["accuracy", ({ right }) => formatShare(shareOf(right))],
  ["  95 % CI", ({ right }) => rangeOf(right)],
  ["loss", ({ loss, lossName }) => (loss === undefined ? "" : `${lossName} ${number(loss)}`)],
  ["samples", ({ samples }) => formatCount(samples)],
  ["neurons", ({ neurons }) => formatCount(neurons)],
  ["synapses", ({ synapses }) => formatCount(synapses)],
  ["weights", ({ weightBytes }) => printBytes(weightBytes)],
  ["states", ({ stateBytes }) => printBytes(stateBytes)],
  ["of one answer:", () => ""],
  ["  time", ({ duration }) => `${number(duration)} ms`],
  ["  decided after", ({ decision }) => timeText(decision.mean)],
  ["  9 in 10 after", ({ decision }) => timeText(decision.most)],
  ["  never decided", ({ decision }) => `${formatCount(decision.undecided)} samples`],
  ["  spikes", ({ spikes }) => number(spikes)],
  ["  synaptic operations", ({ synaptic }) => number(synaptic)],
  ["  multiplications", ({ multiplications }) => number(multiplications)],
  ["  updates of neurons", ({ updates }) => number(updates)],
  ["  multiplications without spikes", ({ withoutSpikes }) => number(withoutSpikes)],
  ["energy of one answer:", () => ""],
  ...energyTargets.map(
    ({ name }) => [`  ${name}`, (one: TrainedMeasures) => energyText(one.energy[name])] as const,
  ),
  ["  without spikes, 45 nm", ({ energyWithoutSpikes }) => energyText(energyWithoutSpikes)],
];

/** Print two trained networks beside each other, and where the energies are from. */
export function comparedText(first: TrainedMeasures, second: TrainedMeasures): string {
  const multiplies = first.multiplications + second.multiplications > 0;
  const lines = [
    ...table(
      [
        ["", first.file, second.file],
        ...rows
          .filter(([name]) => name !== "  multiplications" || multiplies)
          .map(([name, text]) => [name, text(first), text(second)]),
      ],
      ["left", "right", "right"],
    ),
    "",
    ...lossLines(first, second),
    ...differenceLines(first, second),
    "Energies count operations as published; idle power and the moving of data are not in them:",
    ...energyTargets.flatMap(({ name, synapse, neuron, multiply }) =>
      [synapse, neuron, multiply].flatMap((range) =>
        range === undefined ? [] : [`  ${name}: ${range.low} to ${range.high} pJ, ${range.source}`],
      ),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

/** On how many samples two networks differ, and how likely that is by chance. */
export interface TrainedDifference {
  /** Samples that only the first got right. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly p: number;
}

/** Say which samples one got right and the other did not, where both were given the same. */
export function differenceOf(
  first: TrainedMeasures,
  second: TrainedMeasures,
): TrainedDifference | undefined {
  if (first.samplesHash !== second.samplesHash) return undefined;
  const onlyFirst = first.right.filter((isRight, k) => isRight && !second.right[k]).length;
  const onlySecond = second.right.filter((isRight, k) => isRight && !first.right[k]).length;
  return { onlyFirst, onlySecond, p: mcNemar(onlyFirst, onlySecond) };
}

function differenceLines(first: TrainedMeasures, second: TrainedMeasures): readonly string[] {
  const found = differenceOf(first, second);
  if (found === undefined) return ["They were tested with different samples.", ""];
  const { onlyFirst, onlySecond, p } = found;
  return [
    `${formatCount(onlyFirst)} samples only the first got right, ${formatCount(onlySecond)} only the second: ` +
      `p = ${number(p)} if both were as good (McNemar, exact)`,
    "",
  ];
}

/** Say why a loss is left empty. */
function lossLines(...both: readonly TrainedMeasures[]): readonly string[] {
  return both.flatMap(({ file, loss, lossName }) =>
    loss === undefined
      ? [
          `No loss of ${file}: "${lossName}" is code, which the record of its training does not hold.`,
          "",
        ]
      : [],
  );
}

const shareOf = (right: readonly boolean[]): number =>
  right.filter((isRight) => isRight).length / right.length;

function rangeOf(right: readonly boolean[]): string {
  return formatShareRange(wilson(right.filter((isRight) => isRight).length, right.length));
}

const timeText = (time: number): string => (Number.isFinite(time) ? `${number(time)} ms` : "-");

function energyText(range: readonly [number, number] | undefined): string {
  return range === undefined ? "-" : `${number(range[0])} to ${number(range[1])} nJ`;
}

const number = (value: number): string => {
  if (value >= 1000) return formatCount(value);
  return String(Number(value.toPrecision(3)));
};
