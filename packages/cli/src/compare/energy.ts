import {
  arithmetic45nm,
  type EnergyConstant,
  loihi1Energy,
  rangeOf,
  spiNNaker1Energy,
  trueNorthEnergy,
} from "@spikeloom/mapping";
import { type NeuronOperations, noOperations, operationKinds } from "./neuron-operations.ts";

/** Energy of an operation on a machine, as a range of published values. */
export interface EnergyRange {
  /** In pJ. */
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

/** A machine whose energy can be estimated from counts of operations. */
export interface EnergyTarget {
  readonly name: string;
  /** Of a synaptic operation: a weight that is added because of a spike. */
  readonly synapse?: EnergyRange | undefined;
  /** Of a neuron update; part of the above if neither it nor `operations` is given. */
  readonly neuron?: EnergyRange | undefined;
  /** Of the arithmetic of a neuron update. */
  readonly operations?: Readonly<Record<keyof NeuronOperations, EnergyRange>>;
  /** Of a multiply-accumulate operation. */
  readonly multiply?: EnergyRange;
}

const horowitz = "Horowitz 2014, doi:10.1109/ISSCC.2014.6757323, 45 nm";
const davies = "Davies 2018, doi:10.1109/MM.2018.112130359";

/** Range from the lowest value of one constant to the highest of another. */
function between(least: EnergyConstant, most: EnergyConstant, source: string): EnergyRange {
  return { low: rangeOf(least).low, high: rangeOf(most).high, source };
}

const addition = between(
  arithmetic45nm.int8Add,
  arithmetic45nm.float32Add,
  `${horowitz}: addition of 8-bit integers to 32-bit floats`,
);
const multiplication = between(
  arithmetic45nm.int8Multiply,
  arithmetic45nm.float32Multiply,
  `${horowitz}: multiplication of 8-bit integers to 32-bit floats`,
);
const multiplyAdd = between(
  arithmetic45nm.int8MultiplyAdd,
  arithmetic45nm.float32MultiplyAdd,
  `${horowitz}: multiplication and addition of 8-bit integers to 32-bit floats`,
);

/** Range of a constant of a chip. */
function ranged(constant: EnergyConstant | undefined, source: string): EnergyRange | undefined {
  return constant && between(constant, constant, source);
}

/** Arithmetic of synapses and of neurons, and nothing else. */
export const arithmetic: EnergyTarget = {
  name: "arithmetic alone, 45 nm",
  synapse: addition,
  multiply: multiplyAdd,
  operations: {
    multiplications: multiplication,
    additions: addition,
    divisions: {
      low: multiplyAdd.low,
      high: 5 * multiplyAdd.high,
      source: "assumption: 1 multiply-add (8-bit table) to 5 (Newton's method, 32-bit floats)",
    },
    functions: {
      low: multiplyAdd.low,
      high: 10 * multiplyAdd.high,
      source: "assumption: 1 multiply-add (8-bit table) to 10 (polynomial, 32-bit floats)",
    },
  },
};

/** Machines with their published values: without idle power, and without data movement unless stated. */
export const energyTargets: readonly EnergyTarget[] = [
  arithmetic,
  {
    name: "Loihi 1",
    // The measured fit spans dense and convolutional layouts.
    synapse: ranged(loihi1Energy.synapse, `${davies}; SANA-FE, arch/loihi.yaml`),
    neuron: ranged(loihi1Energy.update, `${davies}: inactive to active; SANA-FE`),
  },
  {
    name: "TrueNorth",
    synapse: ranged(
      trueNorthEnergy.synapse,
      "Merolla 2014, doi:10.1126/science.1254642: all power over all operations",
    ),
  },
  {
    name: "SpiNNaker 1",
    synapse: ranged(
      spiNNaker1Energy.synapse,
      "Stromatias 2013, doi:10.1109/IJCNN.2013.6706927: one event to all power",
    ),
  },
];

/** Operations per prediction. */
export interface OperationCounts {
  readonly synaptic: number;
  /** Neuron updates. */
  readonly updates: number;
  /** Arithmetic of these updates. */
  readonly neuronOperations?: NeuronOperations;
  /** Nonzero values through nonzero weights: effective MACs, as in NeuroBench. */
  readonly multiplications: number;
}

/** Energy per prediction in nJ, lowest and highest; undefined if the machine lacks such operations. */
export function energyOf(
  { synapse, neuron, operations, multiply }: EnergyTarget,
  { synaptic, updates, multiplications, neuronOperations = noOperations }: OperationCounts,
): readonly [low: number, high: number] | undefined {
  const parts: readonly (readonly [number, EnergyRange | undefined])[] = [
    [synaptic, synapse],
    [multiplications, multiply],
  ];
  if (parts.some(([count, range]) => count > 0 && range === undefined)) return undefined;
  const ofNeurons = operationKinds.map(
    (kind) => [neuronOperations[kind], operations?.[kind]] as const,
  );
  const sum = (end: "low" | "high"): number =>
    [...parts, [updates, neuron] as const, ...ofNeurons].reduce(
      (total, [count, range]) => total + count * (range?.[end] ?? 0),
      0,
    ) / 1000;
  return [sum("low"), sum("high")];
}
