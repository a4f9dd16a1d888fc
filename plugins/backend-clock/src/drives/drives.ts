import {
  type CountSeries,
  drawCounts,
  type FloatType,
  type GapSeries,
  type LawArrays,
  type OwnTargets,
  type RandomSeries,
  type SplitDrive,
  splitDrive,
} from "@spikeloom/code";
import { activeSteps, type DriveProgram, type StimulusProgram, slotName } from "@spikeloom/program";
import { type Key, streamKey } from "@spikeloom/random";
import { ownPart } from "../accumulators.ts";
import { type Arena, type ByteRange, paddedLength } from "../arena.ts";
import { SLOT_MISSING } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import type { Machine } from "../machine.ts";
import { type PlacedArray, unsignedOf, viewer, viewOf } from "../placed.ts";
import type { Share } from "../share.ts";
import type { Stimulate, StimulateOptions } from "../stimuli/stimulate.ts";
import { layRandomSeries } from "./random-series.ts";
import { ownTargets } from "./target-values.ts";

/** A Poisson stimulus with the memory that its targets in a shard need. */
export interface PlacedDrive {
  readonly target: DriveProgram;
  readonly own: OwnTargets;
  readonly split: SplitDrive;
  /** The first step in which it acts, and the first in which it no longer does. */
  readonly window: readonly [number, number];
  /** Targets with rare events, drawn as gaps. */
  readonly rare: RareDrive | undefined;
  /** All other targets, with one word per target and step. */
  readonly counted: CountedDrive | undefined;
  /** The part of its memory that changes during a run. */
  readonly changing: readonly ByteRange[];
}

interface RareDrive {
  readonly own: OwnTargets;
  readonly series: GapSeries<PlacedArray>;
  readonly sums: SumPlanes;
}

type CountedDrive = CountSeries<PlacedArray> & {
  /** Not needed if all neurons have the same weight. */
  readonly sums: (SumPlanes & { readonly list: PlacedArray<"i32"> }) | undefined;
};

/** The weight of each target, and the address of its sum. */
interface SumPlanes {
  readonly places: PlacedArray<"i32">;
  readonly weights: PlacedArray<FloatType>;
}

/** Lay out the Poisson drives: independent counts for each target. */
export function layDrives(
  stimuli: readonly StimulusProgram[],
  { plan, share, memory }: { plan: JobPlan; share: Share; memory: Arena },
): readonly PlacedDrive[] {
  return stimuli.flatMap((target) =>
    target.kind === "drive" ? [layDrive(target, { plan, share, memory })] : [],
  );
}

/** Describe how the counts of drives are added. */
export function countsAdded(drives: readonly PlacedDrive[]): {
  readonly all: boolean;
  readonly listed: boolean;
} {
  const isAll = ({ counted }: PlacedDrive): boolean => counted !== undefined && !counted.sums;
  const isListed = ({ rare, counted }: PlacedDrive): boolean =>
    rare !== undefined || counted?.sums !== undefined;
  return { all: drives.some(isAll), listed: drives.some(isListed) };
}

interface LayTask {
  readonly target: DriveProgram;
  readonly own: OwnTargets;
  readonly split: SplitDrive;
  readonly window: PlacedDrive["window"];
  readonly plan: JobPlan;
  readonly memory: Arena;
}

function layDrive(
  target: DriveProgram,
  { plan, share, memory }: { plan: JobPlan; share: Share; memory: Arena },
): PlacedDrive {
  const own = ownTargets(target.targets, ownPart(plan, target.population, share));
  const window = activeSteps(target, plan.dt);
  const split = splitDrive(target, own, plan.dt);
  const task = { target, own, split, window, plan, memory };
  const { rare, counted } = split;
  const from = memory.size;
  const placed = {
    target,
    own,
    split,
    window,
    rare: rare && layRare(rare, task),
    counted: counted && layCounted(counted, task),
  };
  return { ...placed, changing: memory.changingWithin(from, memory.size) };
}

function layRare(own: OwnTargets, { target, split, window, plan, memory }: LayTask): RareDrive {
  const key = streamKey(plan.seed, target.keys.gaps, plan.trial);
  const { numbers } = own;
  const { amounts } = split;
  const lambda =
    typeof amounts === "object"
      ? Float64Array.from(numbers, (k) => amounts[k] as number)
      : (amounts ?? Number.NaN);
  const series = layGapSeries(memory, { key, entities: numbers, lambda, start: window[0] });
  return { own, series, sums: layPlanes(own, plan, memory) };
}

/** Allocate the memory of a series of events. */
export function layGapSeries(
  memory: Arena,
  given: Pick<GapSeries, "key" | "entities" | "lambda" | "start">,
): GapSeries<PlacedArray> {
  const length = paddedLength(given.entities.length);
  const words = (name: string, more = 0): PlacedArray =>
    memory.array(name, "i32", { length: length + more });
  const numbers = (name: string): PlacedArray => memory.array(name, "f64", { length });
  return {
    ...given,
    arrays: {
      list: words("list", 4),
      counts: words("counts"),
      key: memory.array("key", "i32", { length: 4 }),
      entities: words("entities"),
      next: numbers("next"),
      drawn: words("drawn"),
      lambda: numbers("lambda"),
      work: words("work", 4),
    },
  };
}

function layCounted(counted: OwnTargets, { target, own, split, plan, memory }: LayTask) {
  const key: Key = streamKey(plan.seed, target.keys.counts, plan.trial);
  const { length } = counted.numbers;
  const series: RandomSeries<PlacedArray> = layRandomSeries(memory, {
    key,
    entities: counted.numbers,
  });
  const laws = split.hasLaws ? layLaws(memory, length, split.trials) : undefined;
  const isAll = target.targets.isAll === true && length === own.numbers.length;
  const sums =
    isAll && typeof target.weight === "number"
      ? undefined
      : {
          ...layPlanes(counted, plan, memory),
          list: memory.array("list", "i32", { length, kind: "fixed" }),
        };
  return { own: counted, series, laws, sums };
}

function layLaws(memory: Arena, size: number, trials: number | undefined): LawArrays<PlacedArray> {
  const plane = { length: paddedLength(size), kind: "fixed" } as const;
  return {
    trials,
    first: memory.array("first", "f64", plane),
    ratio: memory.array("ratio", "f64", plane),
    mirror: trials === undefined ? undefined : memory.array("mirror", "i32", plane),
  };
}

function layPlanes(own: OwnTargets, { precision }: JobPlan, memory: Arena): SumPlanes {
  const plane = { length: own.numbers.length, kind: "fixed" } as const;
  return {
    places: memory.array("places", "i32", plane),
    weights: memory.array("weights", precision, plane),
  };
}

/** Prepare the Poisson drives: counts times weight, added to the receptor. */
export function prepareDrives(
  drives: readonly PlacedDrive[],
  machine: Machine,
  options: StimulateOptions,
): readonly Stimulate[] {
  return drives.map((drive) => prepareDrive(drive, machine, options));
}

function prepareDrive(drive: PlacedDrive, machine: Machine, options: StimulateOptions): Stimulate {
  const { target, window, rare, counted } = drive;
  const population = options.populations.find(({ name }) => name === target.population);
  const slot = slotName("receptor", target.port);
  const address = population?.slots.get(slot);
  if (population === undefined || address === undefined) {
    throw SLOT_MISSING({ population: target.population, slot });
  }
  const { weight } = target;
  const task = { address, weight, size: population.part.size };
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
}

function prepareRare({ own, series, sums }: RareDrive, machine: Machine, task: SumTask): Stimulate {
  const { random, buffer } = machine;
  fillPlanes(sums, own, { buffer, task });
  const { places, weights } = sums;
  const [list, counts] = [series.arrays.list.address, series.arrays.counts.address];
  return (step) => {
    const found = random.gaps(series, step);
    machine.addListed(list, counts, places.address, weights.address, task.address, found);
  };
}

function fillPlanes(
  { places, weights }: SumPlanes,
  own: OwnTargets,
  { buffer, task }: { readonly buffer: ArrayBufferLike; readonly task: SumTask },
): void {
  const { weight } = task;
  const { numbers } = own;
  unsignedOf(buffer, places).set(own.places);
  const each = viewOf(buffer, weights);
  if (typeof weight === "number") each.fill(weight);
  else for (let k = 0; k < each.length; k++) each[k] = weight[numbers[k] as number] as number;
}

function prepareCounted(
  drive: PlacedDrive,
  counted: CountedDrive,
  { machine, task, dt }: { readonly machine: Machine; readonly task: SumTask; readonly dt: number },
): Stimulate {
  const { own, series, sums } = counted;
  const { buffer } = machine;
  const { target, split } = drive;
  const { random } = machine;
  const context = { random, view: viewer(buffer), dt };
  const draw = drawCounts({ target, amounts: split.amounts }, counted, context);
  if (sums === undefined) {
    const { address, size, weight } = task;
    return (step) => {
      if (draw(step)) machine.addCounts(series.out.address, address, size, weight as number);
    };
  }
  fillPlanes(sums, own, { buffer, task });
  const { list, places, weights } = sums;
  const arrays = [list, series.out, places, weights].map(({ address: at }) => at);
  const { length } = own.numbers;
  const order = unsignedOf(buffer, list);
  for (let k = 0; k < length; k++) order[k] = k;
  return (step) => {
    if (draw(step)) machine.addListed(...arrays, task.address, length);
  };
}
