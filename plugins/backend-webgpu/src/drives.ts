import { addBound, countLawWords, type SumBounds, type WordTable } from "@spikeloom/code/processor";
import {
  type CountLaw,
  countLaw,
  type DriveProgram,
  driveDraws,
  driveWeight,
  mostEvents,
  type NetworkProgram,
} from "@spikeloom/program";
import type { GapTrains } from "@spikeloom/random";
import { FIXED_EVENTS } from "./errors.ts";
import { type LaidPopulation, type NetworkLayout, sumOf } from "./layout.ts";

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
  readonly hosted: HostedDrive;
  /** The next events of rare targets, which a saved state includes. */
  readonly trains: GapTrains;
}

/** Targets whose counts a processor draws. */
export interface CountedTargets {
  readonly numbers: Uint32Array;
  /** Index of each target's law among the laws of the drive. */
  readonly lawOf: Uint32Array;
  readonly laws: readonly CountLaw[];
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
  const draws = driveDraws(drive, program);
  const [from, until] = draws.window;
  const isChanging = drive.rate.kind === "changing";
  const hosted: HostedDrive = (step, add) => {
    const most = mostOnHost(drive);
    const checked = (number: number, got: number): void => {
      const place = `stimuli[${drive.index}].rate`;
      if (got > most) throw FIXED_EVENTS({ place, step, most, got });
      add(number, got);
    };
    draws.rare(step, checked);
    if (isChanging) draws.count(step, checked);
  };
  const isCounted = !isChanging && draws.counted.length > 0;
  const counted = isCounted ? lawsOf(drive, draws.counted, draws.amount) : undefined;
  return { ...to, drive, from, until, counted, hosted, trains: draws.trains };
}

function mostOnHost({ rate }: DriveProgram): number {
  return rate.kind === "changing" ? mostChanging : mostHosted;
}

function lawsOf(
  drive: DriveProgram,
  numbers: Uint32Array,
  amountOf: (number: number) => number,
): CountedTargets {
  const known = new Map<number, number>();
  const laws: CountLaw[] = [];
  const lawOf = numbers.map((number) => {
    const amount = amountOf(number);
    const found = known.get(amount) ?? laws.push(countLaw(drive, amount)) - 1;
    known.set(amount, found);
    return found;
  });
  return { numbers, lawOf, laws };
}

/** Bound the sums to which drives add. */
export function boundDrives(drives: readonly LaidDrive[], bounds: SumBounds): void {
  for (const { drive, sums, counted, trains } of drives) {
    const { targets, rate } = drive;
    const add = (number: number, times: number): void => {
      const weight = driveWeight(drive, number);
      addBound(bounds, sums + targets.neuron(number), { weight, times });
    };
    counted?.numbers.forEach((number, k) => {
      add(number, mostEvents(counted.laws[counted.lawOf[k] as number] as CountLaw));
    });
    const most = mostOnHost(drive);
    if (rate.kind !== "changing") for (const number of trains.entities) add(number, most);
    else for (let k = 0; k < targets.size; k++) add(k, most);
  }
}

/** Write the laws of a drive into a table; returns the index of each law. */
export function writeLaws({ laws }: CountedTargets, { add }: WordTable): readonly number[] {
  return laws.map((law) => add(countLawWords(law)));
}
