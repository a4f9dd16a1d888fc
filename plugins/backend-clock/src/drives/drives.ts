import { activeSteps, type DriveProgram, type StimulusProgram, slotName } from "@spikeloom/program";
import { streamKey } from "@spikeloom/random";
import { ownPart } from "../accumulators.ts";
import type { Arena, ByteRange } from "../arena.ts";
import { SLOT_MISSING } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import type { Machine } from "../machine.ts";
import { slotView } from "../populations.ts";
import type { Share } from "../share.ts";
import type { Stimulate, StimulateOptions } from "../stimuli/stimulate.ts";
import { layLaws } from "./count-laws.ts";
import { type DriveAmounts, driveAmounts } from "./drive-amounts.ts";
import { type CountSeries, drawCounts } from "./drive-counts.ts";
import { type GapSeries, layGapSeries } from "./gap-series.ts";
import { layRandomSeries } from "./random-series.ts";
import { type OwnTargets, ownTargets } from "./target-values.ts";

/** A Poisson stimulus with the memory that its targets in a shard need. */
export interface LaidDrive {
  readonly target: DriveProgram;
  readonly own: OwnTargets;
  readonly amounts: DriveAmounts;
  /** The first step in which it acts, and the first in which it no longer does. */
  readonly window: readonly [number, number];
  /** Targets whose events are rare, by the gaps between them. */
  readonly rare: RareDrive | undefined;
  /** All others, by a word for each target and step. */
  readonly counted: CountedDrive | undefined;
  /** What of its memory changes in a run. */
  readonly changing: readonly ByteRange[];
}

interface RareDrive {
  readonly own: OwnTargets;
  readonly series: GapSeries;
  readonly sums: SumPlanes;
}

type CountedDrive = CountSeries & {
  /** Not needed where all neurons get one weight. */
  readonly sums: (SumPlanes & { readonly list: number }) | undefined;
};

/** Addresses of what each target adds, and where. */
interface SumPlanes {
  readonly places: number;
  readonly weights: number;
}

/** Below this mean number of spikes a step, gaps between them are drawn where the rate stays. */
const rareBelow = 0.05;

/** Lay out the Poisson drives: independent counts for each target. */
export function layDrives(
  stimuli: readonly StimulusProgram[],
  { plan, share, memory }: { plan: JobPlan; share: Share; memory: Arena },
): readonly LaidDrive[] {
  return stimuli.flatMap((target) =>
    target.kind === "drive" ? [layDrive(target, { plan, share, memory })] : [],
  );
}

/** Say how the counts of drives are added. */
export function countsAdded(drives: readonly LaidDrive[]): {
  readonly all: boolean;
  readonly listed: boolean;
} {
  const isAll = ({ counted }: LaidDrive): boolean => counted !== undefined && !counted.sums;
  const isListed = ({ rare, counted }: LaidDrive): boolean =>
    rare !== undefined || counted?.sums !== undefined;
  return { all: drives.some(isAll), listed: drives.some(isListed) };
}

interface LayTask {
  readonly target: DriveProgram;
  readonly own: OwnTargets;
  readonly amounts: DriveAmounts;
  readonly window: LaidDrive["window"];
  readonly plan: JobPlan;
  readonly memory: Arena;
}

function layDrive(
  target: DriveProgram,
  { plan, share, memory }: { plan: JobPlan; share: Share; memory: Arena },
): LaidDrive {
  const own = ownTargets(target.targets, ownPart(plan, target.population, share));
  const window = activeSteps(target, plan.dt);
  const amounts = driveAmounts(target, plan.dt);
  const task = { target, own, amounts, window, plan, memory };
  const { rare, counted } = partsOf(task);
  const from = memory.size;
  const laid = {
    target,
    own,
    amounts,
    window,
    rare: rare && layRare(rare, task),
    counted: counted && layCounted(counted, task),
  };
  return { ...laid, changing: memory.changingWithin(from, memory.size) };
}

/** Part targets by their own mean alone, so that what a target draws depends on no other. */
function partsOf({ amounts, own, target }: LayTask): {
  readonly rare: OwnTargets | undefined;
  readonly counted: OwnTargets | undefined;
} {
  if (amounts === undefined) {
    return { rare: undefined, counted: own.numbers.length === 0 ? undefined : own };
  }
  const amount = (k: number): number =>
    typeof amounts === "number" ? amounts : (amounts[k] as number);
  const mayBeRare = target.law === "poisson";
  const isRare = (k: number): boolean => mayBeRare && amount(k) < rareBelow;
  return {
    rare: chosen(own, (k) => isRare(k) && amount(k) > 0),
    counted: chosen(own, (k) => !isRare(k) && amount(k) > 0),
  };
}

function chosen(
  { numbers, places }: OwnTargets,
  isChosen: (number: number) => boolean,
): OwnTargets | undefined {
  const of = (plane: Uint32Array): Uint32Array =>
    plane.filter((_, k) => isChosen(numbers[k] as number));
  const kept = { numbers: of(numbers), places: of(places) };
  return kept.numbers.length === 0 ? undefined : kept;
}

function layRare(own: OwnTargets, { target, amounts, window, plan, memory }: LayTask): RareDrive {
  const key = streamKey(plan.seed, target.keys.gaps, plan.trial);
  const { numbers } = own;
  const lambda =
    typeof amounts === "object"
      ? Float64Array.from(numbers, (k) => amounts[k] as number)
      : (amounts ?? Number.NaN);
  const series = layGapSeries(memory, { key, entities: numbers, lambda, start: window[0] });
  return { own, series, sums: layPlanes(own, plan, memory) };
}

function layCounted(counted: OwnTargets, task: LayTask): CountedDrive {
  const { target, own, plan, memory } = task;
  const key = streamKey(plan.seed, target.keys.counts, plan.trial);
  const size = counted.numbers.length;
  const series = layRandomSeries(memory, { key, entities: counted.numbers });
  const trials = target.law === "binomial" ? target.sources : undefined;
  const laws = needsLaws(task) ? layLaws(memory, { size, trials }) : undefined;
  const isAll = target.targets.isAll === true && size === own.numbers.length;
  const sums =
    isAll && typeof target.weight === "number"
      ? undefined
      : { ...layPlanes(counted, plan, memory), list: memory.allocate(4 * size, "fixed") };
  return { own: counted, series, laws, sums };
}

function layPlanes(own: OwnTargets, { precision }: JobPlan, memory: Arena): SumPlanes {
  const { length } = own.numbers;
  return {
    places: memory.allocate(4 * length, "fixed"),
    weights: memory.allocate((precision === "f64" ? 8 : 4) * length, "fixed"),
  };
}

/** Whether one table of thresholds is not enough, or has its shares summed in another order. */
function needsLaws({ amounts, target: { law, rate } }: LayTask): boolean {
  if (typeof amounts === "number") return law === "binomial" && amounts > 0.5;
  const isShared = rate.kind === "changing" && !rate.perNeuron;
  return !isShared || law === "binomial";
}

/** Prepare the Poisson drives: counts times weight, added to the receptor. */
export function prepareDrives(
  drives: readonly LaidDrive[],
  machine: Machine,
  options: StimulateOptions,
): readonly Stimulate[] {
  return drives.map((drive) => prepareDrive(drive, machine, options));
}

function prepareDrive(drive: LaidDrive, machine: Machine, options: StimulateOptions): Stimulate {
  const { target, window, rare, counted } = drive;
  const population = options.populations.find(({ name }) => name === target.population);
  const slot = slotName("receptor", target.port);
  const address = population?.slots.get(slot);
  if (population === undefined || address === undefined) {
    throw SLOT_MISSING({ population: target.population, slot });
  }
  const { weight } = target;
  const task = { address, weight, size: population.part.size, precision: options.precision };
  const parts = [
    rare === undefined ? [] : [prepareRare(rare, machine, task)],
    counted === undefined
      ? []
      : [prepareCounted(drive, counted, { machine, task, dt: options.dt })],
  ].flat();
  const [start, stop] = window;
  return (step) => {
    if (step < start || step >= stop) return;
    for (const part of parts) part(step);
  };
}

interface SumTask {
  /** The sums of the receptor. */
  readonly address: number;
  readonly size: number;
  readonly weight: number | Float64Array;
  readonly precision: "f64" | "f32";
}

function prepareRare({ own, series, sums }: RareDrive, machine: Machine, task: SumTask): Stimulate {
  const { random, buffer } = machine;
  fillPlanes(sums, own, { buffer, task });
  const { places, weights } = sums;
  return (step) => {
    const found = random.gaps(series, step);
    machine.addListed(series.list, series.counts, places, weights, task.address, found);
  };
}

function fillPlanes(
  { places, weights }: SumPlanes,
  own: OwnTargets,
  { buffer, task }: { readonly buffer: ArrayBufferLike; readonly task: SumTask },
): void {
  const { weight, precision } = task;
  const { numbers } = own;
  new Uint32Array(buffer, places, numbers.length).set(own.places);
  const each = slotView(buffer, { address: weights, size: numbers.length, precision });
  if (typeof weight === "number") each.fill(weight);
  else for (let k = 0; k < each.length; k++) each[k] = weight[numbers[k] as number] as number;
}

function prepareCounted(
  drive: LaidDrive,
  counted: CountedDrive,
  { machine, task, dt }: { readonly machine: Machine; readonly task: SumTask; readonly dt: number },
): Stimulate {
  const { own, series, sums } = counted;
  const { buffer } = machine;
  const draw = drawCounts(drive, counted, { machine, dt });
  if (sums === undefined) {
    const { address, size, weight } = task;
    return (step) => {
      if (draw(step)) machine.addCounts(series.out, address, size, weight as number);
    };
  }
  fillPlanes(sums, own, { buffer, task });
  const { list, places, weights } = sums;
  const { length } = own.numbers;
  const order = new Uint32Array(buffer, list, length);
  for (let k = 0; k < length; k++) order[k] = k;
  return (step) => {
    if (draw(step)) machine.addListed(list, series.out, places, weights, task.address, length);
  };
}
