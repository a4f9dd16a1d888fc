import { hostFunctions } from "@spikeloom/compile";
import type { ConventionRecord, NetworkRecord, StimulusRecord, Value } from "@spikeloom/kernel";
import { type Chosen, resolveValue } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { ownPart } from "./accumulators.ts";
import type { Arena } from "./arena.ts";
import { type CurrentValue, currentStimulus } from "./current-stimuli.ts";
import { SLOT_MISSING, STIMULUS, STIMULUS_VALUE } from "./errors.ts";
import type { StimulusTarget } from "./feeds.ts";
import type { JobPlan } from "./job-plan.ts";
import type { Machine } from "./machine.ts";
import { meanCount, thresholdTable } from "./poisson-drive.ts";
import { type LaidPopulation, slotView } from "./populations.ts";
import { layRandomSeries, type RandomSeries } from "./randomness.ts";
import { type Part, placeIn, type Share } from "./share.ts";

/** Acts on the memory at the beginning of a step. */
export type Stimulate = (step: number) => void;

/** What stimuli are prepared with. */
export interface StimulateOptions {
  readonly network: NetworkRecord;
  readonly dt: number;
  readonly seed: number;
  readonly precision: "f64" | "f32";
  readonly populations: readonly LaidPopulation[];
  readonly buffer: ArrayBufferLike;
  readonly held: ConventionRecord["inputHold"];
}

/** Steps between the one whose value counts and the present one. */
const lags = { start: 0, previous: 1, end: -1 } as const;

/** Prepare the continuous inputs: each is the sum of its stimuli, written when it changes. */
export function prepareInputs(
  stimuli: readonly StimulusTarget[],
  options: StimulateOptions,
): readonly Stimulate[] {
  const groups = new Map<string, StimulusTarget[]>();
  for (const stimulus of stimuli) {
    if (options.network.stimuli?.[stimulus.index]?.kind === "poisson") continue;
    const key = `${stimulus.population}\n${stimulus.port}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(stimulus);
  }
  return [...groups.values()].map((group) => prepareInput(group, options));
}

function prepareInput(group: readonly StimulusTarget[], options: StimulateOptions): Stimulate {
  const { network, populations, buffer, precision, dt, seed } = options;
  const [first] = group;
  const population = populations.find(({ name }) => name === first?.population);
  const port = first?.port ?? "";
  const address = population?.slots.get(port);
  if (population === undefined || address === undefined) {
    throw SLOT_MISSING({ population: first?.population ?? "", slot: port });
  }
  const { part, resolved } = population;
  const { size, model } = resolved;
  const unit = model.inputs?.[port]?.unit ?? "1";
  const input = slotView(buffer, { address, size: part.size, precision });
  const parts = group.map(({ index, targets }) => {
    const record = network.stimuli?.[index];
    const place = `stimuli[${index}]`;
    if (record === undefined || record.kind === "poisson") {
      throw STIMULUS({ place, message: "This stimulus feeds no continuous input." });
    }
    const request = { place, index, dt, seed, targets, populationSize: size, unit };
    const value: CurrentValue = currentStimulus(record, request);
    return { own: ownTargets(targets, part), value, last: Number.NaN };
  });
  const lag = lags[options.held];
  return (step) => {
    const values = parts.map(({ value }) => (step < lag ? 0 : value(step - lag)));
    const isSame = parts.every(({ last }, k) => last === values[k]);
    if (isSame) return;
    input.fill(0);
    parts.forEach((one, k) => {
      const value = values[k] ?? 0;
      one.last = typeof value === "number" ? value : Number.NaN;
      const { numbers, places } = one.own;
      for (let n = 0; n < places.length; n++) {
        const place = places[n] as number;
        const more = typeof value === "number" ? value : (value[numbers[n] as number] ?? 0);
        input[place] = (input[place] ?? 0) + more;
      }
    });
  };
}

/** The targets of a stimulus that a shard owns. */
interface OwnTargets {
  /** Their numbers among all targets. */
  readonly numbers: Uint32Array;
  /** Their places in the shard's arrays. */
  readonly places: Uint32Array;
}

function ownTargets(targets: Chosen, part: Part): OwnTargets {
  const numbers: number[] = [];
  const places: number[] = [];
  for (let number = 0; number < targets.size; number++) {
    const place = placeIn(part, targets.neuron(number));
    if (place < 0) continue;
    numbers.push(number);
    places.push(place);
  }
  return { numbers: Uint32Array.from(numbers), places: Uint32Array.from(places) };
}

/** A Poisson stimulus with the memory for its counts. */
export interface LaidDrive {
  readonly target: StimulusTarget;
  readonly record: PoissonStimulus;
  readonly own: OwnTargets;
  readonly series: RandomSeries;
}

type PoissonStimulus = Extract<StimulusRecord, { readonly kind: "poisson" }>;

/** Lay out the Poisson drives: independent counts for each target. */
export function layDrives(
  stimuli: readonly StimulusTarget[],
  { plan, share, memory }: { plan: JobPlan; share: Share; memory: Arena },
): readonly LaidDrive[] {
  const { network, seed } = plan;
  return stimuli.flatMap((target) => {
    const record = network.stimuli?.[target.index];
    if (record?.kind !== "poisson") return [];
    const key = streamKey(seed, `stimulus/${target.index}`);
    const own = ownTargets(target.targets, ownPart(plan, target.population, share));
    const series = layRandomSeries(memory, { key, entities: own.numbers });
    return [{ target, record, own, series }];
  });
}

/** Prepare the Poisson drives: counts times weight, added to the receptor. */
export function prepareDrives(
  drives: readonly LaidDrive[],
  machine: Machine,
  options: StimulateOptions,
): readonly Stimulate[] {
  return drives.map((drive) => prepareDrive(drive, machine, options));
}

function prepareDrive(
  { target, record, own, series }: LaidDrive,
  machine: Machine,
  options: StimulateOptions,
): Stimulate {
  const { populations, buffer, precision, dt, seed } = options;
  const { index, targets, port } = target;
  const population = populations.find(({ name }) => name === target.population);
  const slot = `receptor:${port}`;
  const address = population?.slots.get(slot);
  if (population === undefined || address === undefined) {
    throw SLOT_MISSING({ population: target.population, slot });
  }
  const { size, model } = population.resolved;
  const { part } = population;
  const place = `stimuli[${index}]`;
  const unit = model.receptors?.[port]?.unit ?? "1";
  const weight = driveWeight(record.weight, { place, index, targets, size, unit, seed });
  const mean = meanCount(record, place, dt);
  const thresholds = thresholdTable();
  const counts = new Uint32Array(buffer, series.out, own.numbers.length);
  const { random } = machine;
  const sums = slotView(buffer, { address, size: part.size, precision });
  const round = precision === "f32" ? Math.fround : (x: number): number => x;
  return (step) => {
    const expected = mean.constant ?? mean.at(step);
    if (!(expected > 0)) return;
    random.counts(series, step, thresholds(expected));
    if (typeof weight === "number" && record.neurons === undefined) {
      machine.addCounts(series.out, address, part.size, weight);
      return;
    }
    for (let k = 0; k < counts.length; k++) {
      const each =
        typeof weight === "number" ? weight : (weight[own.numbers[k] as number] as number);
      const neuron = own.places[k] as number;
      sums[neuron] = (sums[neuron] ?? 0) + round(round(each) * (counts[k] ?? 0));
    }
  };
}

interface WeightRequest {
  readonly place: string;
  readonly index: number;
  readonly targets: Chosen;
  /** Neurons of the whole population. */
  readonly size: number;
  readonly unit: string;
  readonly seed: number;
}

/** The weight of a Poisson stimulus: one number, or one for each target. */
function driveWeight(value: Value, request: WeightRequest): number | Float64Array {
  const { index, targets, size, unit } = request;
  const key = streamKey(request.seed, `stimulus/${index}/weight`);
  const place = `${request.place}.weight`;
  // A formula counts neurons within the population, as the formula of a current does.
  const isFormula = typeof value === "object" && "formula" in value;
  const resolved = resolveValue(value, {
    size: isFormula ? size : targets.size,
    unit,
    place,
    stream: (neuron) => stream(key, neuron),
    functions: hostFunctions,
  });
  const weight =
    isFormula && typeof resolved !== "number"
      ? Float64Array.from({ length: targets.size }, (_, k) => resolved[targets.neuron(k)] as number)
      : resolved;
  const infinite =
    typeof weight === "number" ? (Number.isFinite(weight) ? -1 : 0) : weight.findIndex(isInfinite);
  if (infinite < 0) return weight;
  const got = `inf for neuron ${targets.neuron(infinite)}`;
  const message = "The weight of a Poisson stimulus is finite.";
  throw STIMULUS_VALUE({ place, message, expected: "a finite weight", got });
}

function isInfinite(value: number): boolean {
  return !Number.isFinite(value);
}
