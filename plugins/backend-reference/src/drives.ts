import {
  activeSteps,
  changingAmount,
  type DriveProgram,
  driveAmount,
  type NetworkProgram,
  slotName,
} from "@spikeloom/program";
import {
  binomialThresholds,
  fillBinomialEach,
  fillPoisson,
  fillPoissonEach,
  type GapTrains,
  poissonThresholds,
  setBinomialLaws,
  setPoissonLaws,
  startGaps,
  streamKey,
  takeGaps,
} from "@spikeloom/random";
import type { Neurons } from "./neurons.ts";

/** A Poisson stimulus: independent spike counts for each target and step. */
export interface Drive {
  /** The next event of each target whose events are rare; undefined before they start. */
  readonly state: { trains: Pick<GapTrains, "next" | "drawn"> | undefined };
  /** Add the counts of a step, times the weight, to the receptor. */
  deliver(step: number): void;
}

/** Below this mean number of spikes a step, the gaps between spikes are drawn instead of counts. */
const rareBelow = 0.05;

/** Create a drive. */
export function createDrive(drive: DriveProgram, program: NetworkProgram, neurons: Neurons): Drive {
  const { targets, weight, port } = drive;
  const numbers = Array.from({ length: targets.size }, (_, k) => k);
  const amounts = fixedAmounts(drive, program);
  const isRare = (k: number): boolean =>
    drive.law === "poisson" && amounts !== undefined && (amounts[k] as number) < rareBelow;
  const isSilent = (k: number): boolean => amounts?.[k] === 0;
  const rare = Uint32Array.from(numbers.filter((k) => isRare(k) && !isSilent(k)));
  const counted = Uint32Array.from(numbers.filter((k) => !isRare(k) && !isSilent(k)));
  const [start, stop] = activeSteps(drive, program.dt);
  const state: Drive["state"] = { trains: undefined };
  const add = (entities: Uint32Array, counts: Uint32Array): void => {
    const sums = neurons.state.slots.get(slotName("receptor", port)) as Float64Array;
    for (const [k, target] of entities.entries()) {
      const each = typeof weight === "number" ? weight : (weight[target] as number);
      const neuron = targets.neuron(target);
      const count = counts[k] as number;
      if (count > 0) sums[neuron] = (sums[neuron] as number) + count * each;
    }
  };
  const takeRare = (step: number): Uint32Array => {
    const key = streamKey(program.seed, drive.keys.gaps, program.trial);
    const lambda = Float64Array.from(rare, (k) => amounts?.[k] as number);
    if (step === start) state.trains = undefined;
    state.trains ??= startGaps(key, rare, { lambda, step });
    const [counts, trains] = [new Uint32Array(rare.length), new Uint32Array(rare.length)];
    takeGaps({ key, entities: rare, lambda, ...state.trains }, step, { counts, trains });
    return counts;
  };
  return {
    state,
    deliver(step) {
      if (step < start || step >= stop) return;
      if (rare.length > 0) add(rare, takeRare(step));
      if (counted.length > 0) add(counted, countsOf(drive, program, { counted, amounts, step }));
    },
  };
}

/** Means of Poisson counts or chances of binomial ones, by target; undefined if they change. */
function fixedAmounts(drive: DriveProgram, { dt }: NetworkProgram): readonly number[] | undefined {
  const { rate, targets } = drive;
  if (rate.kind === "changing") return undefined;
  const amount = driveAmount(drive, { dt });
  return Array.from({ length: targets.size }, (_, k) =>
    amount(rate.kind === "one" ? rate.rate : (rate.rates[k] as number)),
  );
}

interface CountRequest {
  readonly counted: Uint32Array;
  readonly amounts: readonly number[] | undefined;
  readonly step: number;
}

/** Draw the counts of a step, one word for each target. */
function countsOf(
  drive: DriveProgram,
  program: NetworkProgram,
  { counted, amounts, step }: CountRequest,
): Uint32Array {
  const { rate, law, sources, targets, keys } = drive;
  const series = { key: streamKey(program.seed, keys.counts, program.trial), step };
  const counts = new Uint32Array(counted.length);
  const t = step * program.dt;
  const changing = changingAmount(drive, program.dt);
  const isShared = rate.kind === "one" || (rate.kind === "changing" && !rate.perNeuron);
  const amount = changing !== undefined && isShared ? changing.at(t) : undefined;
  const each = Float64Array.from(counted, (k) =>
    amounts === undefined ? (amount ?? changing?.at(t, targets.neuron(k)) ?? 0) : (amounts[k] ?? 0),
  );
  const [shared = 0] = each;
  if (isShared && !(shared > 0)) return counts;
  const from = { ...series, entities: counted };
  if (isShared && (law === "poisson" || shared <= 0.5)) {
    const table =
      law === "poisson" ? poissonThresholds(shared) : binomialThresholds(sources, shared);
    fillPoisson(from, table, counts);
    return counts;
  }
  const size = counted.length;
  const laws = { first: new Float64Array(size), ratio: new Float64Array(size) };
  if (law === "poisson") {
    setPoissonLaws(each, laws);
    fillPoissonEach(from, laws, counts);
  } else {
    const binomial = { ...laws, mirror: new Int32Array(size), trials: sources };
    setBinomialLaws(each, binomial);
    fillBinomialEach(from, binomial, counts);
  }
  return counts;
}
