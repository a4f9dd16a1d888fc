import { lawHead, type OwnTargets, splitDrive } from "@spikeloom/code";
import {
  activeSteps,
  changingAmount,
  type DriveProgram,
  type NetworkProgram,
} from "@spikeloom/program";
import {
  binomialThresholds,
  fillBinomialEach,
  fillPoissonEach,
  type GapTrains,
  poissonThresholds,
  setBinomialLaws,
  setPoissonLaws,
  startGaps,
  streamKey,
  takeGaps,
} from "@spikeloom/random";
import { FIXED_EVENTS } from "./errors.ts";
import { type LaidPopulation, type NetworkLayout, sumOf } from "./layout.ts";
import { addBound, type Bounds } from "./scale.ts";

/** A drive with the place of its sums. */
export interface LaidDrive {
  readonly drive: DriveProgram;
  readonly population: LaidPopulation;
  /** Index of the first sum of its receptor in a row of the ring. */
  readonly sums: number;
  readonly from: number;
  readonly until: number;
  /** Targets counted on the processor by laws that stay the same. */
  readonly counted: CountedTargets | undefined;
  /** Draws events on the host, for rates that are rare or change. */
  readonly hosted: HostedDrive | undefined;
  /** The next events of rare targets, which a saved state includes. */
  readonly trains: GapTrains | undefined;
}

/** Targets whose counts a processor draws. */
export interface CountedTargets {
  readonly own: OwnTargets;
  /** Index of each target's law among the laws of the drive, in the order of `own`. */
  readonly lawOf: Uint32Array;
  readonly laws: readonly Law[];
}

/** Thresholds of a count distribution. */
interface Law {
  readonly thresholds: Uint32Array;
  /** Number from which a mirrored count is subtracted; -1 if it is not mirrored. */
  readonly mirrored: number;
}

/** Draws the counts of a step: calls back with a number among the targets, for each with events. */
export type HostedDrive = (step: number, add: (number: number, count: number) => void) => void;

/** Most events of a target in a step that sums allow for where the host draws them. */
const mostHosted = 64;
/** More than the thresholds of the largest mean, for rates that change. */
const mostChanging = 1024;

/** Prepare all drives of a program. */
export function layDrives(
  program: NetworkProgram,
  { populations }: NetworkLayout,
): readonly LaidDrive[] {
  return program.stimuli.flatMap((drive) => {
    if (drive.kind !== "drive") return [];
    const population = populations.get(drive.population) as LaidPopulation;
    const sums = sumOf(population, drive.port);
    return sums === undefined ? [] : [layDrive(program, drive, { population, sums })];
  });
}

function layDrive(
  program: NetworkProgram,
  drive: DriveProgram,
  to: { readonly population: LaidPopulation; readonly sums: number },
): LaidDrive {
  const { targets } = drive;
  const numbers = Uint32Array.from({ length: targets.size }, (_, k) => k);
  const places = numbers.map((k) => targets.neuron(k));
  const split = splitDrive(drive, { numbers, places }, program.dt);
  const [from, until] = activeSteps(drive, program.dt);
  const { amounts, counted, rare } = split;
  if (amounts === undefined) {
    return {
      ...to,
      drive,
      from,
      until,
      counted: undefined,
      hosted: changing(program, drive),
      trains: undefined,
    };
  }
  const amountOf = (k: number): number =>
    typeof amounts === "number" ? amounts : (amounts[k] as number);
  const rarely = rare && gaps(program, drive, { rare, amountOf, from });
  return {
    ...to,
    drive,
    from,
    until,
    counted: counted && lawsOf(drive, counted, amountOf),
    hosted: rarely?.hosted,
    trains: rarely?.trains,
  };
}

function lawsOf(
  { law, sources }: DriveProgram,
  own: OwnTargets,
  amountOf: (number: number) => number,
): CountedTargets {
  const known = new Map<number, number>();
  const laws: Law[] = [];
  const make = (amount: number): Law => {
    if (law === "poisson") return { thresholds: poissonThresholds(amount), mirrored: -1 };
    const isMirrored = amount > 0.5;
    const thresholds = binomialThresholds(sources, isMirrored ? 1 - amount : amount);
    return { thresholds, mirrored: isMirrored ? sources : -1 };
  };
  const lawOf = own.numbers.map((number) => {
    const amount = amountOf(number);
    const found = known.get(amount) ?? laws.push(make(amount)) - 1;
    known.set(amount, found);
    return found;
  });
  return { own, lawOf, laws };
}

/** Draw rare events by the gaps between them. */
function gaps(
  { seed, trial }: NetworkProgram,
  { keys, index }: DriveProgram,
  {
    rare,
    amountOf,
    from,
  }: {
    readonly rare: OwnTargets;
    readonly amountOf: (number: number) => number;
    readonly from: number;
  },
): { readonly trains: GapTrains; readonly hosted: HostedDrive } {
  const { numbers } = rare;
  const lambda = Float64Array.from(numbers, (k) => amountOf(k));
  const key = streamKey(seed, keys.gaps, trial);
  const trains: GapTrains = startGaps(key, numbers, { lambda, step: from });
  const events = {
    counts: new Uint32Array(numbers.length),
    trains: new Uint32Array(numbers.length),
  };
  const hosted: HostedDrive = (step, add) => {
    const found = takeGaps(trains, step, events);
    for (let k = 0; k < found; k++) {
      const train = events.trains[k] as number;
      const count = events.counts[train] as number;
      checkEvents(index, step, { most: mostHosted, got: count });
      add(numbers[train] as number, count);
    }
  };
  return { trains, hosted };
}

/** Draw the counts of a rate that changes. */
function changing({ dt, seed, trial }: NetworkProgram, drive: DriveProgram): HostedDrive {
  const { rate, targets, law, sources, keys, index } = drive;
  const perNeuron = rate.kind === "changing" && rate.perNeuron;
  const amounts = changingAmount(drive, dt);
  const { size } = targets;
  const means = new Float64Array(size);
  const counts = new Uint32Array(size);
  const laws = { first: new Float64Array(size), ratio: new Float64Array(size) };
  const binomial = { ...laws, mirror: new Int32Array(size), trials: sources };
  const entities = Uint32Array.from({ length: size }, (_, k) => k);
  const key = streamKey(seed, keys.counts, trial);
  return (step, add) => {
    const t = step * dt;
    if (perNeuron) for (let k = 0; k < size; k++) means[k] = amounts?.at(t, targets.neuron(k)) ?? 0;
    else means.fill(amounts?.at(t) ?? 0);
    const series = { key, entities, step };
    if (law === "poisson") {
      setPoissonLaws(means, laws);
      fillPoissonEach(series, laws, counts);
    } else {
      setBinomialLaws(means, binomial);
      fillBinomialEach(series, binomial, counts);
    }
    for (let k = 0; k < size; k++) {
      const count = counts[k] as number;
      if (count === 0) continue;
      checkEvents(index, step, { most: mostChanging, got: count });
      add(k, count);
    }
  };
}

function checkEvents(
  index: number,
  step: number,
  { most, got }: { readonly most: number; readonly got: number },
): void {
  if (got > most) throw FIXED_EVENTS({ place: `stimuli[${index}].rate`, step, most, got });
}

/** Weight of an event of a target. */
export function weightOf({ weight }: DriveProgram, number: number): number {
  return typeof weight === "number" ? weight : (weight[number] as number);
}

/** Bound the sums to which drives add. */
export function boundDrives(drives: readonly LaidDrive[], bounds: Bounds): void {
  for (const { drive, sums, counted, hosted } of drives) {
    const { targets, rate } = drive;
    const add = (number: number, times: number): void => {
      const weight = weightOf(drive, number);
      addBound(bounds, sums + targets.neuron(number), { weight, times });
    };
    counted?.own.numbers.forEach((number, k) => {
      const { thresholds, mirrored } = counted.laws[counted.lawOf[k] as number] as Law;
      add(number, Math.max(mirrored, thresholds.length));
    });
    if (hosted === undefined) continue;
    const times = rate.kind === "changing" ? mostChanging : mostHosted;
    for (let k = 0; k < targets.size; k++) add(k, times);
  }
}

/** A growing table of integers. */
export interface TableWriter {
  /** Append words; returns the index of the first. */
  add(words: ArrayLike<number>): number;
}

/** Write the laws of a drive into a table; returns the index of each law. */
export function writeLaws({ laws }: CountedTargets, { add }: TableWriter): readonly number[] {
  return laws.map(({ thresholds, mirrored }) => {
    const words = new Int32Array(lawHead + thresholds.length);
    words.set([thresholds.length, mirrored]);
    words.set(new Int32Array(thresholds.buffer, thresholds.byteOffset, thresholds.length), lawHead);
    return add(words);
  });
}
