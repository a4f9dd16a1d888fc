import type { FloatType } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import { normalises } from "../program/layer-order.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { TrainedProjection, TrainingProgram } from "../program/training-program.ts";
import { sortedBegins } from "../routines/add-listed.ts";
import { clearedElements } from "../routines/carry-window.ts";
import { copiesOf, together } from "../routines/gather-slopes.ts";
import { gatheredBegins } from "../routines/gather-window.ts";
import { windowMap } from "../routines/window-map.ts";

/** Every row is a multiple of this many elements: kernels compute whole groups. */
const padding = 16;
/** Unused bytes at the start, so that no address is 0. */
const reserved = 64;

/** Location of a trained matrix or row among the values. */
export interface ValuePlace {
  /** First element. */
  readonly at: number;
  readonly rows: number;
  /** Elements per row. */
  readonly pitch: number;
}

/** Locations of the numbers of a population; addresses in bytes. */
export interface PopulationPlace {
  /** Number of neurons, the number rounded up to whole groups, and the size of a row, which may be a group larger. */
  readonly size: number;
  readonly columns: number;
  readonly width: number;
  /** One row per step: the state at its start, and its inputs. Rows of a sample follow those of the previous one. */
  readonly rows: number;
  readonly rowElements: number;
  /** The element of a row at which a slot starts. */
  readonly slots: ReadonlyMap<string, number>;
  /** One row per step: derivatives of the loss with respect to inputs. */
  readonly slopes: number;
  readonly slopeElements: number;
  readonly inflows: ReadonlyMap<string, number>;
  /**
   * Indices of spiking neurons, step by step, and the start of each step in that list; a sample has room for this many
   * spikes.
   */
  readonly ids: number;
  readonly idElements: number;
  readonly marks: number;
  /**
   * Derivatives of the loss with respect to spikes of a step, and with respect to spike counts of a sample: one row per
   * sample.
   */
  readonly sums: number;
  readonly rateSlopes: number;
  /** One row per step, for the readout only: derivatives of the loss with respect to the output. */
  readonly stepSlopes: number | undefined;
  /** Slots that are constant over all steps. */
  readonly constants: ReadonlyMap<string, number>;
  /**
   * Derivatives of the loss with respect to states, one row per sample, and with respect to parameters and
   * coefficients, a single row.
   */
  readonly adjoints: ReadonlyMap<string, number>;
  /** Undefined if nothing is normalised. */
  readonly normal: NormalPlace | undefined;
}

/** Locations of the statistics of a normalisation, one number per channel; addresses in bytes, all in float64. */
export interface NormalPlace {
  readonly means: number;
  readonly variances: number;
  /** Reciprocal standard deviations. */
  readonly inverses: number;
  /** Sums accumulated in the backward pass. */
  readonly sums: number;
  readonly along: number;
}

/** Locations of a group's spikes, listed by neuron; addresses in bytes. */
export interface GroupedEvents {
  readonly places: number;
  readonly who: number;
  readonly begins: number;
  readonly arrivals: number;
}

/** Locations of the positions of a step's spikes on the map of a window; addresses in bytes. */
export interface SpikePlaces {
  readonly offsets: number;
  readonly begins: number;
  /** Targets reached by the spikes of a channel, and the start of those of each row. */
  readonly list: number;
  readonly marks: number;
}

/** Memory layout of a program. */
export interface MemoryPlan {
  readonly type: FloatType;
  /** Number of samples that passes process together. */
  readonly group: number;
  /**
   * Minimum number of samples of a batch per block, whose gradients are summed separately; a block of whole groups may
   * have fewer, by less than a group.
   */
  readonly block: number;
  /** Whether each block is a single group, as is the case with normalisation. */
  readonly wholeBlocks: boolean;
  /** Trained values come first; gradients have the same offsets. */
  readonly values: number;
  readonly trainedElements: number;
  /** Including weights that are not trained. */
  readonly allElements: number;
  readonly gradients: number;
  /** State variables of an optimiser per value, one array after another. */
  readonly kept: number;
  /** Numbers of an optimiser shared by all values, and a factor for gradients, in float64. */
  readonly common: number;
  readonly weights: ReadonlyMap<TrainedProjection, ValuePlace>;
  readonly parameters: ReadonlyMap<string, ValuePlace>;
  /**
   * Coefficients of exact steps that depend on trained parameters, as `population.slot`; their derivatives by each
   * parameter follow under its name.
   */
  readonly coefficients: ReadonlyMap<string, ValuePlace>;
  /** Weights by target, for projections whose sources are trained. */
  readonly transposed: ReadonlyMap<TrainedProjection, number>;
  readonly populations: ReadonlyMap<string, PopulationPlace>;
  readonly groupedEvents: GroupedEvents;
  /** Positions of a step's spikes on the map of a window. */
  readonly placedSpikes: SpikePlaces;
  /** Slopes of some samples, interleaved. */
  readonly gathered: number;
  /** Sums of slopes of the sources of a window. */
  readonly map: number;
  /** Means followed by variances of each block of a batch, in float64, by normalised population. */
  readonly statistics: ReadonlyMap<string, number>;
  /** Non-zero during a training batch, in which normalisation uses the statistics of the block. */
  readonly learns: number;
  /** Spikes of a batch; nothing is stored after them. */
  readonly events: number;
}

/** Options of a memory plan. */
export interface MemoryNeeds {
  readonly type: FloatType;
  readonly blocks: number;
  /** Number of arrays of optimiser state. */
  readonly kept: number;
  /** Number of values that the optimiser shares between all trained values. */
  readonly common: number;
  readonly readout: string;
  readonly workers: number;
}

/** Maximum number of bytes stored for the steps of a group, if it has more than one sample. */
const groupBytes = 2 ** 26;
const mostExamples = 8;
/** Bytes of a group's steps that still fit into the next cache level: groups are enlarged up to this size. */
const nearBytes = 2 ** 21;
const mostNear = 16;
/** Maximum number of bytes stored for the steps of a block whose samples are all normalised together. */
const blockBytes = 2 ** 27;
const mostNormalised = 128;

/** Count the elements stored for the steps of a sample. */
function elementsOfExample({ populations, steps }: TrainingProgram): number {
  return populations.reduce((sum, { size, states, inflows }) => {
    return sum + steps * wholeGroups(size) * (states.size + 2 * inflows.length + 1);
  }, 0);
}

/**
 * Choose the number of samples per group: weights are then read once for several samples, and spikes of a neuron are
 * summed together.
 */
function examplesOfGroup(program: TrainingProgram, bytes: number): number {
  const fit = (room: number): number => Math.floor(room / (elementsOfExample(program) * bytes));
  if (normalises(program)) {
    return Math.max(1, Math.min(mostNormalised, fit(blockBytes)));
  }
  const near = Math.min(mostNear, fit(nearBytes));
  return Math.max(1, near, Math.min(mostExamples, fit(groupBytes)));
}

/**
 * Minimum number of elements stored per gradient of a block, because gradients are cleared and summed for each block.
 */
const keptOfGradient = 4;
const mostOfBlock = 32;

/** Choose the minimum number of samples per block: few if a sample is much work for few weights. */
function examplesOfBlock(
  program: TrainingProgram,
  { group, trainedElements }: Pick<MemoryPlan, "group" | "trainedElements">,
): number {
  // The number of samples for statistics does not depend on the memory that they need.
  if (normalises(program)) return mostOfBlock;
  const least = (keptOfGradient * trainedElements) / elementsOfExample(program);
  return Math.max(group, Math.min(mostOfBlock, group * Math.ceil(least / group)));
}

/** Number of groups from which on a row has an odd number of them. */
const longRow = 16;

/**
 * Return the length of a row with room for this many elements: whole groups.
 *
 * Rows whose length is a multiple of a kibibyte map to the same few cache sets, and evict each other if some columns of
 * all rows are read; an odd number of groups distributes them.
 */
export function wholeGroups(count: number): number {
  const groups = Math.ceil(count / padding);
  return padding * (groups >= longRow ? groups | 1 : groups);
}

/** Plan the memory of a program: one plan per worker, each with its own storage for the steps of samples. */
export function planMemory(
  program: TrainingProgram,
  needs: MemoryNeeds,
): readonly [MemoryPlan, ...MemoryPlan[]] {
  const bytes = needs.type === "f64" ? 8 : 4;
  const group = examplesOfGroup(program, bytes);
  let free = reserved;
  const take = (elements: number, each = bytes): number => {
    const at = free;
    free += Math.ceil((elements * each) / 64) * 64;
    return at;
  };
  const { weights, parameters, coefficients, trainedElements, allElements } = placeValues(program);
  const values = take(allElements);
  // An update backs up values and state after the gradients of the first block.
  const gradients = take(trainedElements * Math.max(needs.blocks, 2 + needs.kept));
  const kept = take(trainedElements * needs.kept);
  const numbers = take(needs.common + 1, 8);
  const transposed = new Map(
    program.projections
      .filter(({ from }) => program.populations.some(({ name }) => name === from))
      .map((one) => [one, take(turnedElements(one))]),
  );
  const block = examplesOfBlock(program, { group, trainedElements });
  const wholeBlocks = normalises(program);
  const common = {
    type: needs.type,
    group,
    block,
    wholeBlocks,
    values,
    trainedElements,
    allElements,
    gradients,
    kept,
    common: numbers,
  };
  const own = () => placeSteps(program, { ...needs, take, group });
  const first = own();
  const others = Array.from({ length: needs.workers - 1 }, own);
  const learns = take(1, 4);
  const statistics = placeStatistics(program, { ...needs, take });
  const shared = {
    ...common,
    weights,
    parameters,
    coefficients,
    transposed,
    statistics,
    learns,
    events: take(0),
  };
  return [{ ...shared, ...first }, ...others.map((one) => ({ ...shared, ...one }))];
}

/** Allocate the storage of one worker: for the steps of a group, and for data derived from them. */
function placeSteps(
  program: TrainingProgram,
  {
    take,
    group,
    type,
    readout,
  }: Pick<Placing, "take" | "group"> & Pick<MemoryNeeds, "type" | "readout">,
): Pick<MemoryPlan, "populations" | "groupedEvents" | "placedSpikes" | "gathered" | "map"> {
  const { given, populations, projections, steps } = program;
  const most = Math.max(...[...given, ...populations].map(({ size }) => size));
  const dense = projections.filter(({ window }) => window === undefined);
  const mostTargets = Math.max(0, ...dense.map(({ targets }) => targets));
  const windows = projections.flatMap(({ window }) => window ?? []);
  const mostBegins = windows.flatMap((one) => [gatheredBegins(one), sortedBegins(one)]);
  return {
    populations: new Map(
      populations.map((one) => {
        return [
          one.name,
          placePopulation(one, { take, steps, group, isRead: one.name === readout }),
        ];
      }),
    ),
    groupedEvents: {
      places: take(most, 4),
      who: take(most, 4),
      begins: take(most + 1, 4),
      arrivals: take(most * steps * group, 4),
    },
    placedSpikes: {
      offsets: take(Math.max(0, ...windows.map(sourcesOf)), 4),
      begins: take(Math.max(0, ...mostBegins), 4),
      list: take(Math.max(0, ...windows.map(({ from }) => from[0] * from[1] + 1)), 4),
      marks: take(Math.max(0, ...windows.map(({ from }) => from[0] + 1)), 4),
    },
    gathered: take(together * copiesOf(type) * mostTargets),
    map: take(Math.max(0, ...windows.map(clearedElements))),
  };
}

/** Allocate the statistics of normalisation: means followed by variances of each block. */
function placeStatistics(
  { populations }: TrainingProgram,
  { take, blocks }: Pick<Placing, "take"> & Pick<MemoryNeeds, "blocks">,
): MemoryPlan["statistics"] {
  return new Map(
    populations.flatMap(({ name, normalised }) =>
      normalised === undefined ? [] : [[name, take(2 * blocks * normalised.channels, 8)] as const],
    ),
  );
}

/** Count the neurons of the map over which a window slides. */
function sourcesOf({ from, inputs }: SlidingWindow): number {
  return from[0] * from[1] * inputs;
}

/** Count the elements of weights stored by target. */
function turnedElements({ window, targets, sources }: TrainedProjection): number {
  return window === undefined ? targets * wholeGroups(sources) : windowMap(window).weights;
}

/** Return the name of the derivative of a coefficient by a parameter. */
export const slopeName = (coefficient: string, parameter: string): string =>
  `${coefficient} by ${parameter}`;

function placeValues({ populations, projections }: TrainingProgram) {
  let allElements = 0;
  const place = (rows: number, columns: number): ValuePlace => {
    const pitch = wholeGroups(columns);
    const at = allElements;
    allElements += rows * pitch;
    return { at, rows, pitch };
  };
  const weights = new Map<TrainedProjection, ValuePlace>();
  const placeWeights = (isTrained: boolean): void => {
    for (const one of projections) {
      if (one.isTrained === isTrained) weights.set(one, place(one.rows, one.columns));
    }
  };
  placeWeights(true);
  const parameters = new Map(
    populations.flatMap(({ name, size, trained }) =>
      trained.map((parameter) => [`${name}.${parameter}`, place(1, size)] as const),
    ),
  );
  const trainedElements = allElements;
  placeWeights(false);
  const coefficients = new Map(
    populations.flatMap(({ name, size, coefficients: own, trained }) =>
      [...own.keys()].flatMap((slot) => {
        const names = [slot, ...trained.map((parameter) => slopeName(slot, parameter))];
        return names.map((one) => [`${name}.${one}`, place(1, size)] as const);
      }),
    ),
  );
  return { weights, parameters, coefficients, trainedElements, allElements };
}

interface Placing {
  take(elements: number, each?: number): number;
  readonly steps: number;
  readonly group: number;
  readonly isRead: boolean;
}

const placeNormal = (row: () => number): NormalPlace => ({
  means: row(),
  variances: row(),
  inverses: row(),
  sums: row(),
  along: row(),
});

function placePopulation(
  { size, states, inflows, constants, trained, coefficients, normalised }: TrainedPopulation,
  { take, steps, group, isRead }: Placing,
): PopulationPlace {
  const width = wholeGroups(size);
  const columns = padding * Math.ceil(size / padding);
  const slots = new Map([...states.keys(), ...inflows].map((slot, k) => [slot, k * width]));
  const rowElements = slots.size * width;
  const slopeElements = inflows.length * width;
  // A list may be written a few entries beyond its end.
  const idElements = steps * width + padding;
  return {
    size,
    columns,
    width,
    slots,
    rowElements,
    slopeElements,
    idElements,
    rows: take(group * (steps + 1) * rowElements),
    slopes: take(group * steps * slopeElements),
    inflows: new Map(inflows.map((slot, k) => [slot, k * width])),
    ids: take(group * idElements, 4),
    marks: take(group * (steps + 1), 4),
    sums: take(group * width),
    rateSlopes: take(group * width),
    stepSlopes: isRead ? take(group * steps * width) : undefined,
    constants: new Map([...constants.keys()].map((slot) => [slot, take(width)])),
    adjoints: new Map([
      ...[...states.keys()].map((slot) => [slot, take(group * width)] as const),
      ...[...trained, ...coefficients.keys()].map((slot) => [slot, take(width)] as const),
    ]),
    normal: normalised && placeNormal(() => take(normalised.channels, 8)),
  };
}
