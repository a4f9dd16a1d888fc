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
  ["  activation sparsity", ({ activationSparsity: share }) => sparsityText(share)],
  ["  connection sparsity", ({ connectionSparsity }) => sparsityText(connectionSparsity)],
  ["  synaptic operations, dense", ({ dense }) => number(dense)],
  ["  synaptic operations", ({ synaptic }) => number(synaptic)],
  ["  multiplications", ({ multiplications }) => number(multiplications)],
  ["  updates of neurons", ({ updates }) => number(updates)],
  ...operationKinds.map(
    (kind) =>
      [
        `    ${kind} in them`,
        ({ neuronOperations }: TrainedMeasures) => number(neuronOperations[kind]),
      ] as const,
  ),
  ["  passes without spikes", ({ passes }) => `${number(passes.count)} (${passes.reason})`],
  ["  multiplications without spikes", ({ withoutSpikes }) => number(withoutSpikes)],
  ["energy of one answer:", () => ""],
  ...energyTargets.map(
    ({ name }) => [`  ${name}`, (one: TrainedMeasures) => energyText(one.energy[name])] as const,
  ),
  ["  without spikes, 45 nm", ({ energyWithoutSpikes }) => energyText(energyWithoutSpikes)],
  ["  without spikes over spikes", (one) => ratioText(one)],
];

const assumptions: readonly string[] = [
  "Assumptions, the same for both networks and for the same layers without spikes:",
  "  Operations per sample, means over the test. Definitions of NeuroBench (doi:10.1038/s41467-025-56739-4): a spike",
  "  through a weight other than 0 is one addition, a value through it one multiplication and addition; biases of the",
  "  layers without spikes are left out. Those layers skip weights of 0 but no activations.",
  "  Updates of neurons are the arithmetic of the compiled step, in every computed step of every neuron; subtractions and",
  "  comparisons count as additions, a readout that sums, averages or compares adds one addition per output and step.",
  "  Layers without spikes add one comparison (ReLU) per neuron and pass.",
  "  The lower end is arithmetic of 8-bit integers, the upper end of 32-bit floats.",
];

/** The accesses of memory in a memory, and the energy with the arithmetic. */
function memoryRows(
  name: MemoryName,
): readonly (readonly [string, (one: TrainedMeasures) => string])[] {
  return [
    [`accesses of ${name}:`, () => ""],
    ["  here", ({ memory }) => number(memory.accesses)],
    ["  without spikes", ({ memory }) => number(memory.withoutSpikes)],
    [
      "  energy, arithmetic too",
      ({ memory, energy }) =>
        energyText(added(memoryEnergyOf(memory.accesses, name), energy[arithmetic.name])),
    ],
    [
      "  energy without spikes, arithmetic too",
      ({ memory, energyWithoutSpikes }) =>
        energyText(added(memoryEnergyOf(memory.withoutSpikes, name), energyWithoutSpikes)),
    ],
  ];
}

function memoryLines(name: MemoryName): readonly string[] {
  const { low, high, source } = memories[name];
  return [
    `  ${name}: ${low} to ${high} pJ per access of 32 bits, ${source}`,
    "  A synaptic operation takes 3 accesses (weight; sum, read and written), a multiplication 2 (weight, activation), a step",
    "  of a neuron 2 per variable, an output without spikes 1.",
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

/** Print two trained networks beside each other, and where the energies are from. */
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
          .filter(([name]) => name !== "  multiplications" || multiplies)
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
