import {
  activeSteps,
  type CurrentProgram,
  changingAmount,
  currentValue,
  type DriveProgram,
  driveAmount,
  heldValue,
  isRare,
  type NetworkProgram,
} from "@spikeloom/program";
import {
  fillBinomialEach,
  fillPoissonEach,
  setBinomialLaws,
  setPoissonLaws,
  startGaps,
  streamKey,
  takeGaps,
} from "@spikeloom/random";
import { increase, type Neurons, receptorOf, slotOf } from "./neurons.ts";
import { type State, stateOf } from "./state.ts";

/** Adds what a stimulus gives in a step to an input or a receptor. */
export type Stimulus = (step: number) => void;

/** Create a current, whose values are added to a continuous input. */
export function createCurrent(
  current: CurrentProgram,
  program: NetworkProgram,
  neurons: Neurons,
): Stimulus {
  const { port, targets } = current;
  const value = heldValue(currentValue(current, program), program.convention);
  return (step) => {
    const now = value(step);
    for (let k = 0; k < targets.size; k++) {
      const more = typeof now === "number" ? now : (now[k] as number);
      increase(slotOf(neurons, port), targets.neuron(k), more);
    }
  };
}

/** Create a drive: independent Poisson or binomial counts for each target, times a weight. */
export function createDrive(
  drive: DriveProgram,
  program: NetworkProgram,
  { neurons, gaps }: { readonly neurons: Neurons; readonly gaps: State["gaps"] },
): Stimulus {
  const { index, targets, weight, port, keys } = drive;
  const { seed, trial, dt } = program;
  const [start, stop] = activeSteps(drive, dt);
  const numbers = Array.from({ length: targets.size }, (_, k) => k);
  const amountAt = amountsOf(drive, dt);
  const constant = numbers.map((k) => (drive.rate.kind === "changing" ? 0 : amountAt(0, k)));
  const isGap = (k: number): boolean => isRare(drive, constant[k] as number);
  const rare = Uint32Array.from(numbers.filter((k) => isGap(k) && constant[k] !== 0));
  const counted = Uint32Array.from(numbers.filter((k) => !isGap(k)));
  const lambda = Float64Array.from(rare, (k) => constant[k] as number);
  const trains = { key: streamKey(seed, keys.gaps, trial), entities: rare, lambda };
  const { next, drawn } = stateOf(gaps, index, () =>
    startGaps(trains.key, rare, { lambda, step: start }),
  );
  const add = (entities: Uint32Array, counts: Uint32Array): void => {
    for (const [k, target] of entities.entries()) {
      const each = typeof weight === "number" ? weight : (weight[target] as number);
      const count = counts[k] as number;
      if (count > 0) increase(receptorOf(neurons, port), targets.neuron(target), count * each);
    }
  };
  return (step) => {
    if (step < start || step >= stop) return;
    const rareCounts = new Uint32Array(rare.length);
    const events = { counts: rareCounts, trains: new Uint32Array(rare.length) };
    takeGaps({ ...trains, next, drawn }, step, events);
    add(rare, rareCounts);
    const amounts = Float64Array.from(counted, (k) => amountAt(step * dt, k));
    const series = { key: streamKey(seed, keys.counts, trial), entities: counted, step };
    add(counted, countsOf(drive, amounts, series));
  };
}

/** Create what computes the mean of a Poisson count or the chance of a binomial one, at a time in ms. */
function amountsOf(drive: DriveProgram, dt: number): (t: number, target: number) => number {
  const { rate, targets } = drive;
  const changing = changingAmount(drive, dt);
  const amount = driveAmount(drive, { dt });
  return (t, target) => {
    if (rate.kind === "one") return amount(rate.rate);
    if (rate.kind === "each") return amount(rate.rates[target] as number);
    return changing?.at(t, rate.perNeuron ? targets.neuron(target) : undefined) ?? 0;
  };
}

/** Draw the counts of a step, one word for each target. */
function countsOf(
  { law, sources }: DriveProgram,
  amounts: Float64Array,
  series: Parameters<typeof fillPoissonEach>[0],
): Uint32Array {
  const { length } = amounts;
  const counts = new Uint32Array(length);
  const laws = { first: new Float64Array(length), ratio: new Float64Array(length) };
  if (law === "poisson") {
    setPoissonLaws(amounts, laws);
    fillPoissonEach(series, laws, counts);
  } else {
    const binomial = { ...laws, mirror: new Int32Array(length), trials: sources };
    setBinomialLaws(amounts, binomial);
    fillBinomialEach(series, binomial, counts);
  }
  return counts;
}
