import {
  fillBinomialEach,
  fillPoissonEach,
  type GapTrains,
  setBinomialLaws,
  setPoissonLaws,
  startGaps,
  streamKey,
  takeGaps,
} from "@spikeloom/random";
import type { CurrentRun } from "./current-value.ts";
import { changingAmount, driveAmount, isRare } from "./drive-amount.ts";
import { activeSteps, type DriveProgram } from "./stimulus-program.ts";

/** Receives the events of a target, by its number among the targets. */
type AddEvents = (number: number, count: number) => void;

/** Draws of a drive. Steps must be requested in order. */
export interface DriveDraws {
  /** The first step in which it acts, and the first in which it no longer does. */
  readonly window: readonly [from: number, until: number];
  /** Numbers of the targets whose counts are drawn by one word for each step; the others have rare events, or none. */
  readonly counted: Uint32Array;
  /** Constant mean or chance of a target in a step; 0 where it changes. */
  amount(number: number): number;
  /** The next events of targets with rare events. */
  readonly trains: GapTrains;
  /** Draw the events of targets with rare events in a step. */
  rare(step: number, add: AddEvents): void;
  /** Draw the counts of all others in a step. */
  count(step: number, add: AddEvents): void;
}

/** Positions of trains, which a saved state includes. */
type GapState = Pick<GapTrains, "next" | "drawn">;

/**
 * Prepare the draws of a drive.
 *
 * `hold` replaces the start of its trains where a run is continued.
 */
export function driveDraws(
  drive: DriveProgram,
  { dt, seed, trial }: CurrentRun,
  hold: (start: GapState) => GapState = (start) => start,
): DriveDraws {
  const { targets, rate, keys } = drive;
  const window = activeSteps(drive, dt);
  const convert = driveAmount(drive, { dt });
  const amount = (number: number): number => {
    if (rate.kind === "changing") return 0;
    return convert(rate.kind === "one" ? rate.rate : (rate.rates[number] as number));
  };
  const numbers = Uint32Array.from({ length: targets.size }, (_, k) => k);
  const isCounted = (number: number): boolean =>
    rate.kind === "changing" || (amount(number) > 0 && !isRare(drive, amount(number)));
  const counted = numbers.filter(isCounted);
  const rare = numbers.filter((number) => !isCounted(number) && amount(number) > 0);
  const lambda = Float64Array.from(rare, amount);
  const started = startGaps(streamKey(seed, keys.gaps, trial), rare, { lambda, step: window[0] });
  const { next, drawn } = hold(started);
  const trains = { ...started, next, drawn };
  const events = { counts: new Uint32Array(rare.length), trains: new Uint32Array(rare.length) };
  const counts = drivenCounts(drive, counted, { dt, amount });
  const key = streamKey(seed, keys.counts, trial);
  return {
    window,
    counted,
    amount,
    trains,
    rare(step, add) {
      const found = takeGaps(trains, step, events);
      for (let k = 0; k < found; k++) {
        const train = events.trains[k] as number;
        add(rare[train] as number, events.counts[train] as number);
      }
    },
    count(step, add) {
      const got = counts({ key, entities: counted, step });
      for (let k = 0; k < got.length; k++) {
        const count = got[k] as number;
        if (count > 0) add(counted[k] as number, count);
      }
    },
  };
}

type Series = Parameters<typeof fillPoissonEach>[0];

/** Create the function that draws the counts of some targets in a step; the next call overwrites them. */
export function drivenCounts(
  drive: DriveProgram,
  counted: Uint32Array,
  { dt, amount }: { readonly dt: number; readonly amount: (number: number) => number },
): (series: Series) => Uint32Array {
  const { law, sources, rate, targets } = drive;
  const size = counted.length;
  const amounts = Float64Array.from(counted, amount);
  const counts = new Uint32Array(size);
  const laws = { first: new Float64Array(size), ratio: new Float64Array(size) };
  const binomial = { ...laws, mirror: new Int32Array(size), trials: sources };
  const set = (): void =>
    law === "poisson" ? setPoissonLaws(amounts, laws) : setBinomialLaws(amounts, binomial);
  const changing = changingAmount(drive, dt);
  const perNeuron = rate.kind === "changing" && rate.perNeuron;
  if (changing === undefined) set();
  return (series) => {
    if (changing !== undefined) {
      const t = series.step * dt;
      if (perNeuron) {
        for (const [k, n] of counted.entries()) amounts[k] = changing.at(t, targets.neuron(n));
      } else amounts.fill(changing.at(t));
      set();
    }
    if (law === "poisson") fillPoissonEach(series, laws, counts);
    else fillBinomialEach(series, binomial, counts);
    return counts;
  };
}

/** Weight of an event of a target, by its number among the targets. */
export function driveWeight({ weight }: Pick<DriveProgram, "weight">, number: number): number {
  return typeof weight === "number" ? weight : (weight[number] as number);
}
