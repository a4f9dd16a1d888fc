/** One population of the circuit, at full scale. */
export interface CircuitPopulation {
  readonly name: string;
  readonly size: number;
  /** External inputs of each neuron. */
  readonly external: number;
  /** Probability that a pair is connected at least once, by source in the order of the circuit. */
  readonly probabilities: readonly number[];
  /** Rate in Hz at full scale under Poisson drive; in a smaller circuit, a current replaces its mean. */
  readonly rate: number;
  /** Mean and deviation of the initial potential in mV, which cause little transient. */
  readonly initial: readonly [number, number];
}

/**
 * The eight populations below 1 mm² of cortex: table 5 of the paper, doi:10.1093/cercor/bhs358.
 *
 * Rates and first potentials are those of the authors' code, github.com/INM-6/microcircuit-PD14-model.
 */
export const circuit: readonly CircuitPopulation[] = [
  {
    name: "L23E",
    size: 20_683,
    external: 1600,
    probabilities: [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0, 0.0076, 0],
    rate: 0.903,
    initial: [-68.28, 5.36],
  },
  {
    name: "L23I",
    size: 5834,
    external: 1500,
    probabilities: [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0, 0.0042, 0],
    rate: 2.965,
    initial: [-63.16, 4.57],
  },
  {
    name: "L4E",
    size: 21_915,
    external: 2100,
    probabilities: [0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0],
    rate: 4.414,
    initial: [-63.33, 4.74],
  },
  {
    name: "L4I",
    size: 5479,
    external: 1900,
    probabilities: [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0, 0.1057, 0],
    rate: 5.876,
    initial: [-63.45, 4.94],
  },
  {
    name: "L5E",
    size: 4850,
    external: 2000,
    probabilities: [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0],
    rate: 7.569,
    initial: [-63.11, 4.94],
  },
  {
    name: "L5I",
    size: 1065,
    external: 1900,
    probabilities: [0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0],
    rate: 8.633,
    initial: [-61.66, 4.55],
  },
  {
    name: "L6E",
    size: 14_395,
    external: 2900,
    probabilities: [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
    rate: 1.105,
    initial: [-66.72, 5.46],
  },
  {
    name: "L6I",
    size: 2948,
    external: 2100,
    probabilities: [0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443],
    rate: 7.829,
    initial: [-61.43, 4.48],
  },
];

/** Rate of one external input in Hz. */
export const externalRate = 8;

/** Decay of synaptic currents in ms. */
export const synapticDecay = 0.5;

/** Excitatory weight in pA: a potential of 0.15 mV at its peak. */
const weight = 87.808;

/** Inhibitory over excitatory weight. */
const inhibition = -4;

/** The mean weight of an external input, in pA. */
export const externalWeight: number = weight;

/** Say whether a population excites. */
export function excites({ name }: CircuitPopulation): boolean {
  return name.endsWith("E");
}

/** Mean weight of a connection in pA; that from L4E to L23E is doubled. */
export function meanWeight(from: CircuitPopulation, to: CircuitPopulation): number {
  if (!excites(from)) return inhibition * weight;
  return from.name === "L4E" && to.name === "L23E" ? 2 * weight : weight;
}

/**
 * Count the synapses of two populations at full scale.
 *
 * A pair drawn with replacement stays unconnected with probability (1 - 1 / pairs)^count.
 */
export function synapseCount(from: CircuitPopulation, to: CircuitPopulation): number {
  const probability = to.probabilities[circuit.indexOf(from)] ?? 0;
  const pairs = from.size * to.size;
  return Math.round(logarithm(1 - probability) / logarithm(1 - 1 / pairs));
}

/**
 * ln(y) for y in (0.5, 1], by its series: the same bits on every machine.
 *
 * The argument is y, not 1 - y, because the authors' total of 298 880 968 synapses holds with y rounded.
 */
function logarithm(y: number): number {
  const x = 1 - y;
  let sum = 0;
  let power = x;
  for (let k = 1; power / k > sum * 1e-17; k++) {
    sum += power / k;
    power *= x;
  }
  return -sum;
}
