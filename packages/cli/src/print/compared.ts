import { printBytes } from "@spikeloom/network";
import { arithmetic, type EnergyRange, energyTargets } from "../compare/energy.ts";
import { mcNemar } from "../compare/mcnemar.ts";
import type { TrainedMeasures } from "../compare/measure-trained.ts";
import { type MemoryName, memories, memoryEnergyOf } from "../compare/memory-accesses.ts";
import { operationKinds } from "../compare/neuron-operations.ts";
import { wilson } from "../train/wilson.ts";
import { formatCount, formatShare, formatShareRange } from "./numbers.ts";
import { table } from "./table.ts";

const rows: readonly (readonly [string, (one: TrainedMeasures) => string])[] = [
  ["accuracy", ({ right }) => formatShare(shareOf(right))],
  ["  95 % CI", ({ right }) => rangeOf(right)],
  ["loss", ({ loss, lossName }) => (loss === undefined ? "" : `${lossName} ${number(loss)}`)],
  ["test samples", ({ samples }) => formatCount(samples)],
  ["  never decided", ({ decision }) => formatCount(decision.undecided)],
  ["neurons", ({ neurons }) => formatCount(neurons)],
  ["synapses", ({ synapses }) => formatCount(synapses)],
  ["weights", ({ weightBytes }) => printBytes(weightBytes)],
  ["states", ({ stateBytes }) => printBytes(stateBytes)],
  ["activation sparsity", ({ activationSparsity: share }) => sparsityText(share)],
  ["connection sparsity", ({ connectionSparsity }) => sparsityText(connectionSparsity)],
  ["per sample:", () => ""],
  ["  time", ({ duration }) => `${number(duration)} ms`],
  ["  decided after, mean", ({ decision }) => timeText(decision.mean)],
  ["  decided after, 9 in 10", ({ decision }) => timeText(decision.most)],
  ["  spikes", ({ spikes }) => number(spikes)],
  ["  synaptic operations, dense", ({ dense }) => number(dense)],
  ["  effective ACs (spikes)", ({ synaptic }) => number(synaptic)],
  ["  effective MACs (values)", ({ multiplications }) => number(multiplications)],
  ["  neuron updates", ({ updates }) => number(updates)],
  ...operationKinds.map(
    (kind) =>
      [
        `    ${kind}`,
        ({ neuronOperations }: TrainedMeasures) => number(neuronOperations[kind]),
      ] as const,
  ),
  ["per sample, same layers without spikes:", () => ""],
  ["  passes", ({ passes }) => `${number(passes.count)} (${passes.reason})`],
  ["  effective MACs", ({ withoutSpikes }) => number(withoutSpikes)],
  ["energy per sample:", () => ""],
  ...energyTargets.map(
    ({ name }) => [`  ${name}`, (one: TrainedMeasures) => energyText(one.energy[name])] as const,
  ),
  ["  without spikes, 45 nm", ({ energyWithoutSpikes }) => energyText(energyWithoutSpikes)],
  ["  ratio, without spikes to spikes", (one) => ratioText(one)],
];

const assumptions: readonly string[] = [
  "Assumptions, the same for both networks and for the same layers without spikes:",
  "  Operations are means per test sample, as NeuroBench defines them (doi:10.1038/s41467-025-56739-4): a spike through a",
  "  nonzero weight is one accumulate (AC), a nonzero value through a nonzero weight one multiply-accumulate (MAC).",
  "  Dense operations count all weights in all computed steps.",
  "  The same layers without spikes skip inputs of 0 if each input neuron has one value of the sample. Their hidden",
  "  activations are unknown and count as nonzero; their biases are left out.",
  "  Neuron updates are the arithmetic of the compiled step, in every computed step of every neuron; subtractions and",
  "  comparisons count as additions. A readout that sums, averages or compares adds one addition per output and step,",
  "  layers without spikes one comparison (ReLU) per neuron and pass.",
  "  The lower bound is 8-bit integer arithmetic, the upper bound 32-bit floating-point arithmetic.",
];

/** Rows of memory accesses, and of their energy with that of the arithmetic. */
function memoryRows(
  name: MemoryName,
): readonly (readonly [string, (one: TrainedMeasures) => string])[] {
  return [
    [`memory accesses per sample, ${name}:`, () => ""],
    ["  with spikes", ({ memory }) => number(memory.accesses)],
    ["  without spikes", ({ memory }) => number(memory.withoutSpikes)],
    [`energy per sample, arithmetic and ${name}:`, () => ""],
    [
      "  with spikes",
      ({ memory, energy }) =>
        energyText(added(memoryEnergyOf(memory.accesses, name), energy[arithmetic.name])),
    ],
    [
      "  without spikes",
      ({ memory, energyWithoutSpikes }) =>
        energyText(added(memoryEnergyOf(memory.withoutSpikes, name), energyWithoutSpikes)),
    ],
  ];
}

function memoryLines(name: MemoryName): readonly string[] {
  const { low, high, source } = memories[name];
  return [
    `  ${name}: ${low} to ${high} pJ per access of 32 bits, ${source}`,
    "  An AC takes 3 accesses (weight; reading and writing the sum), a MAC 2 (weight, activation), a neuron update 2 per",
    "  variable, an output of layers without spikes 1.",
  ];
}

type EnergyInterval = readonly [low: number, high: number];

function added(one: EnergyInterval, other: EnergyInterval | undefined): EnergyInterval | undefined {
  return other === undefined ? undefined : [one[0] + other[0], one[1] + other[1]];
}

/** Energy without spikes over the energy here, both at the same precision. */
function ratioText({ energy, energyWithoutSpikes: without }: TrainedMeasures): string {
  const own = energy[arithmetic.name];
  if (own === undefined || without === undefined) return "-";
  const ratios = [without[0] / own[0], without[1] / own[1]];
  return `${number(Math.min(...ratios))} to ${number(Math.max(...ratios))}`;
}

const sparsityText = (share: number | undefined): string =>
  share === undefined ? "-" : `${(100 * share).toFixed(1)} %`;

/** Print two trained networks side by side, with the sources of energies. */
export function comparedText(
  first: TrainedMeasures,
  second: TrainedMeasures,
  { memory }: { readonly memory?: MemoryName | undefined } = {},
): string {
  const multiplies = first.multiplications + second.multiplications > 0;
  const lines = [
    ...table(
      [
        ["", first.file, second.file],
        ...[...rows, ...(memory === undefined ? [] : memoryRows(memory))]
          .filter(([name]) => name !== "  effective MACs (values)" || multiplies)
          .map(([name, text]) => [name, text(first), text(second)]),
      ],
      ["left", "right", "right"],
    ),
    "",
    ...lossLines(first, second),
    ...differenceLines(first, second),
    ...assumptions,
    "Energies per operation as published, without idle power and, unless --memory-accesses is given, without memory:",
    ...energyTargets.flatMap(({ name, synapse, neuron, multiply, operations }) =>
      [...new Set([synapse, neuron, multiply, ...Object.values(operations ?? {})])].flatMap(
        (range) => (range === undefined ? [] : [rangeLine(name, range)]),
      ),
    ),
    ...(memory === undefined ? [] : memoryLines(memory)),
  ];
  return `${lines.join("\n")}\n`;
}

const rangeLine = (name: string, { low, high, source }: EnergyRange): string =>
  `  ${name}: ${low} to ${Number(high.toPrecision(6))} pJ, ${source}`;

/** Number of samples on which two networks differ, and the probability of such a difference by chance. */
export interface TrainedDifference {
  /** Number of samples that only the first network classified correctly. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly p: number;
}

/** Compare the correct answers of two networks; undefined if their samples differ. */
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
  if (found === undefined) return ["The networks were tested on different samples.", ""];
  const { onlyFirst, onlySecond, p } = found;
  return [
    `Only the first network is right on ${formatCount(onlyFirst)} samples, only the second on ${formatCount(onlySecond)}: ` +
      `p = ${number(p)} (exact McNemar test)`,
    "",
  ];
}

/** Explain an empty loss. */
function lossLines(...both: readonly TrainedMeasures[]): readonly string[] {
  return both.flatMap(({ file, loss, lossName }) =>
    loss === undefined
      ? [
          `No loss of ${file}: "${lossName}" is code, which the record of the training does not contain.`,
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
