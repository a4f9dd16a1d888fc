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

/** Elements that every row is a multiple of: kernels compute whole groups. */
const padding = 16;
/** Bytes that nothing is in, so that no address is 0. */
const reserved = 64;

/** Where a matrix or a row of what is trained is among the values. */
export interface ValuePlace {
  /** First element. */
  readonly at: number;
  readonly rows: number;
  /** Elements from a row to the next. */
  readonly pitch: number;
}

/** Where the numbers of a population are; addresses in bytes. */
export interface PopulationPlace {
  /** Neurons, the whole groups of them that are computed, and the room of a row, which may be for a group more. */
  readonly size: number;
  readonly columns: number;
  readonly width: number;
  /** One row a step: what the step begins with, and what comes into it. Those of an example lie behind those of another. */
  readonly rows: number;
  readonly rowElements: number;
  /** The element of a row where a slot begins. */
  readonly slots: ReadonlyMap<string, number>;
  /** One row a step: how the loss changes with what comes in. */
  readonly slopes: number;
  readonly slopeElements: number;
  readonly inflows: ReadonlyMap<string, number>;
  /** Who spiked, step after step, and where each step begins in that list; an example has room for so many spikes. */
  readonly ids: number;
  readonly idElements: number;
  readonly marks: number;
  /** How the loss changes with each spike of a step, and with each spike of the example: a row for each example. */
  readonly sums: number;
  readonly rateSlopes: number;
  /** One row a step, of the readout alone: how the loss changes with what is read. */
  readonly stepSlopes: number | undefined;
  /** Slots that hold over all steps. */
  readonly constants: ReadonlyMap<string, number>;
  /** How the loss changes with states, a row for each example, and with parameters and coefficients, of which there is one row. */
  readonly adjoints: ReadonlyMap<string, number>;
  /** Undefined where nothing is normalised. */
  readonly normal: NormalPlace | undefined;
}

/** Where the statistics of what is normalised are, a number for each channel; addresses in bytes, all in float64. */
export interface NormalPlace {
  readonly means: number;
  readonly variances: number;
  /** One over the standard deviations. */
  readonly inverses: number;
  /** What is summed on the way back. */
  readonly sums: number;
  readonly along: number;
}

/** Where the spikes of a group are listed by neuron; addresses in bytes. */
export interface TurnedPlace {
  readonly places: number;
  readonly who: number;
  readonly begins: number;
  readonly arrivals: number;
}

/** Where it is noted where the spikes of a step are on the map of a window; addresses in bytes. */
export interface SpikePlaces {
  readonly offsets: number;
  readonly begins: number;
  /** Targets that the spikes of a channel meet, and where those of each row begin. */
  readonly list: number;
  readonly marks: number;
}

/** Memory layout of a program. */
export interface MemoryPlan {
  readonly type: FloatType;
  /** Examples that passes take through their steps together. */
  readonly group: number;
  /** Examples of a batch for each block whose gradients are summed apart, at least; a block of whole groups may have some less, by less than a group. */
  readonly block: number;
  /** Whether blocks are one group each, as where they are normalised. */
  readonly wholeBlocks: boolean;
  /** Values that are trained come first; gradients have the places of these. */
  readonly values: number;
  readonly trainedElements: number;
  readonly gradients: number;
  /** Numbers that an optimiser keeps beside each value, one array after the other. */
  readonly kept: number;
  /** Scalars of an optimiser shared by all values, and a factor of gradients, in float64. */
  readonly common: number;
  readonly weights: ReadonlyMap<TrainedProjection, ValuePlace>;
  readonly parameters: ReadonlyMap<string, ValuePlace>;
  /** Numbers of exact steps that follow from what is trained, as `population.slot`; how they change with each parameter follows its name. */
  readonly coefficients: ReadonlyMap<string, ValuePlace>;
  /** Weights by target, of projections whose sources are trained. */
  readonly turned: ReadonlyMap<TrainedProjection, number>;
  readonly populations: ReadonlyMap<string, PopulationPlace>;
  readonly turnedEvents: TurnedPlace;
  /** Where the spikes of a step are on the map of a window. */
  readonly placedSpikes: SpikePlaces;
  /** Where slopes of some examples lie side by side. */
  readonly gathered: number;
  /** Where slopes of the sources of a window are summed. */
  readonly map: number;
  /** Means and then variances of each block of a batch, in float64, by population that is normalised. */
  readonly statistics: ReadonlyMap<string, number>;
  /** Not 0 while a batch is learnt from, so that what is normalised takes the statistics of a block of this batch. */
  readonly learns: number;
  /** Spikes of a batch; nothing lies behind them. */
  readonly events: number;
}

/** Options of a memory plan. */
export interface MemoryNeeds {
  readonly type: FloatType;
  readonly blocks: number;
  /** Arrays that the optimiser keeps. */
  readonly kept: number;
  /** Numbers that it has for all. */
  readonly common: number;
  readonly readout: string;
  readonly workers: number;
}

/** Bytes that all that is kept of the steps of a group takes at most, where it is of more than one example. */
const groupBytes = 2 ** 26;
const mostExamples = 8;
/** Bytes of the steps of a group that the next cache still holds: so many more examples are taken together. */
const nearBytes = 2 ** 21;
const mostNear = 16;
/** Bytes of the steps of a block at most, where all its examples are normalised together. */
const blockBytes = 2 ** 27;
const mostNormalised = 128;

/** Count the elements that are kept of the steps of an example. */
function elementsOfExample({ populations, steps }: TrainingProgram): number {
  return populations.reduce((sum, { size, states, inflows }) => {
    return sum + steps * wholeGroups(size) * (states.size + 2 * inflows.length + 1);
  }, 0);
}

/** Decide how many examples are taken together: weights are then read once for several, and spikes of a neuron are summed in one go. */
function examplesOfGroup(program: TrainingProgram, bytes: number): number {
  const fit = (room: number): number => Math.floor(room / (elementsOfExample(program) * bytes));
  if (normalises(program)) {
    return Math.max(1, Math.min(mostNormalised, fit(blockBytes)));
  }
  const near = Math.min(mostNear, fit(nearBytes));
  return Math.max(1, near, Math.min(mostExamples, fit(groupBytes)));
}

/** Elements that are kept of a block for each gradient, at least: gradients are cleared and added up for each block. */
const keptOfGradient = 4;
const mostOfBlock = 32;

/** Decide how many examples of a batch there are for each block at least: few where an example is much work for few weights. */
function examplesOfBlock(
  program: TrainingProgram,
  { group, trainedElements }: Pick<MemoryPlan, "group" | "trainedElements">,
): number {
  // Statistics are of as many, whatever is kept of them.
  if (normalises(program)) return mostOfBlock;
  const least = (keptOfGradient * trainedElements) / elementsOfExample(program);
  return Math.max(group, Math.min(mostOfBlock, group * Math.ceil(least / group)));
}

/** Groups from which on a row has an odd number of them. */
const longRow = 16;

/**
 * Give the elements of a row that has room for so many: whole groups.
 *
 * Rows of a kibibyte and multiples of it begin in the same few lines of a cache, and push each other out where some columns
 * of all of them are read; an odd number of groups spreads them.
 */
export function wholeGroups(count: number): number {
  const groups = Math.ceil(count / padding);
  return padding * (groups >= longRow ? groups | 1 : groups);
}

/** Plan the memory of a program: one plan for each worker, with places of its own for the steps of examples. */
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
  // An update keeps values and state as they were behind the gradients of the first block.
  const gradients = take(trainedElements * Math.max(needs.blocks, 2 + needs.kept));
  const kept = take(trainedElements * needs.kept);
  const numbers = take(needs.common + 1, 8);
  const turned = new Map(
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
    turned,
    statistics,
    learns,
    events: take(0),
  };
  return [{ ...shared, ...first }, ...others.map((one) => ({ ...shared, ...one }))];
}

/** Take the places that a worker has for itself: of the steps of a group, and of what is noted of them. */
function placeSteps(
  program: TrainingProgram,
  {
    take,
    group,
    type,
    readout,
  }: Pick<Placing, "take" | "group"> & Pick<MemoryNeeds, "type" | "readout">,
): Pick<MemoryPlan, "populations" | "turnedEvents" | "placedSpikes" | "gathered" | "map"> {
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
    turnedEvents: {
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

/** Take the places of what is normalised by: means and then variances of each block. */
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

/** Count the neurons that a window slides over. */
function sourcesOf({ from, inputs }: SlidingWindow): number {
  return from[0] * from[1] * inputs;
}

/** Count the elements that weights take by target. */
function turnedElements({ window, targets, sources }: TrainedProjection): number {
  return window === undefined ? targets * wholeGroups(sources) : windowMap(window).weights;
}

/** What the slope of a coefficient by a parameter is called by. */
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
  // A list may be written a few places past its end.
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
