import { type Batch, checkOptionNames, type LearningRequest } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { TRAINING_OPTION } from "../errors.ts";
import {
  type TrainedProjection,
  type TrainingProgram,
  trainingProgram,
} from "../program/training-program.ts";
import { checkReadout } from "../readout/check-readout.ts";
import { readSteps } from "../readout/read-steps.ts";
import { chooseReduction } from "../readout/reductions.ts";
import { masksOf } from "../run/dropout.ts";
import { type MovingPopulation, movingPopulation } from "./moving-population.ts";
import { type WeightPlace, weightPlaces } from "./weight-places.ts";

/** Loss of a batch and its directional derivative. */
export interface Directional {
  readonly loss: number;
  readonly derivative: number;
}

type Request = Pick<
  LearningRequest,
  | "program"
  | "stack"
  | "trainable"
  | "surrogate"
  | "readout"
  | "loss"
  | "values"
  | "dropout"
  | "normalise"
  | "seed"
>;

/**
 * Compute a loss and its directional derivative by forward-mode differentiation.
 *
 * It processes neuron by neuron in float64, is slow, and shares neither memory nor loops with training: it is the
 * reference for all gradients. `direction` has a number per trained value, in the order of `trainable`. Neurons are
 * dropped as in the first batch; normalisation is refused with `SL_TRAINING_OPTION`. With `truncate`, derivatives end
 * after so many steps.
 */
export function forwardMode(
  request: Request,
  given: Batch,
  direction: readonly Float64Array[],
  cut: { readonly truncate?: number } = {},
): Directional {
  checkOptionNames(cut, { truncate: true }, "forwardMode");
  const { stack, surrogate, trainable, values = [], dropout = [], normalise = [], seed } = request;
  if (normalise.length > 0) throw unnormalised(normalise.length);
  const dropped = new Map(dropout.map(({ population, share }) => [population, 1 / (1 - share)]));
  const options = {
    stack,
    surrogate,
    trainable,
    values: new Set(values),
    dropped: new Set(dropped.keys()),
    truncate: cut.truncate,
  };
  const program = scaledFrom(trainingProgram(request.program as NetworkProgram, options), dropped);
  checkReadout(request.readout, program);
  const masks = masksOf(dropout, { program, size: given.size, drawn: { seed, batch: 0 } });
  const batch = { ...given, inputs: { ...given.inputs, ...masks } };
  const along = movesAlong(program, { trainable, direction, dropped });
  let [loss, derivative] = [0, 0];
  for (let example = 0; example < batch.size; example++) {
    const found = assess(runExample(program, along, { batch, example }), request);
    loss += found.loss;
    derivative += found.derivative;
  }
  return { loss: loss / batch.size, derivative: derivative / batch.size };
}

function unnormalised(count: number): Error {
  return TRAINING_OPTION({
    place: "normalise",
    message: "Forward mode processes samples one by one, without normalisation over a batch.",
    expected: "none",
    got: `${count} of populations`,
    next: "Compare with differences of a trainer's losses.",
  });
}

/** Direction of all trained values. */
interface Moves {
  readonly weights: ReadonlyMap<TrainedProjection, Float64Array>;
  readonly parameters: ReadonlyMap<string, Float64Array>;
}

/** Scale the weights from populations with dropped neurons. */
function scaledFrom(
  program: TrainingProgram,
  dropped: ReadonlyMap<string, number>,
): TrainingProgram {
  const projections = program.projections.map((one) => {
    const factor = dropped.get(one.from) ?? 1;
    return { ...one, values: one.values.map((value) => factor * value) };
  });
  return { ...program, projections };
}

interface Along {
  readonly trainable: Request["trainable"];
  readonly direction: readonly Float64Array[];
  readonly dropped: ReadonlyMap<string, number>;
}

function movesAlong(
  { projections }: TrainingProgram,
  { trainable, direction, dropped }: Along,
): Moves {
  const weights = new Map<TrainedProjection, Float64Array>();
  const parameters = new Map<string, Float64Array>();
  trainable.forEach((one, k) => {
    const along = direction[k] ?? new Float64Array(0);
    if ("population" in one) {
      parameters.set(`${one.population}.${one.parameter}`, along);
      return;
    }
    const found = projections.find(({ name }) => name === one.projection);
    if (found === undefined) return;
    const factor = dropped.get(found.from) ?? 1;
    const matrix = new Float64Array(found.values.length);
    found.places.forEach((place, n) => {
      matrix[place] = factor * (along[n] as number);
    });
    weights.set(found, matrix);
  });
  return { weights, parameters };
}

interface Example {
  readonly batch: Batch;
  readonly example: number;
}

interface Ran extends Example {
  readonly program: TrainingProgram;
  readonly trains: ReadonlyMap<string, Train>;
  readonly populations: readonly MovingPopulation[];
}

function runExample(program: TrainingProgram, moves: Moves, { batch, example }: Example): Ran {
  const { steps, dt, truncate = steps } = program;
  const trains = new Map<string, Train>();
  for (const { name, size } of program.given) {
    trains.set(name, givenTrain(batch, name, { example, steps, size }));
  }
  const populations = program.populations.map((one) => {
    trains.set(one.name, emptyTrain(steps, one.size));
    return movingPopulation(one, { parameterMoves: moves.parameters, steps });
  });
  const weights = new Map(program.projections.map((one) => [one, weightPlaces(one)]));
  const isCut = (one: number, other: number): boolean =>
    Math.floor(one / truncate) !== Math.floor(other / truncate);
  for (let step = 0; step < steps; step++) {
    if (step > 0 && isCut(step - 1, step)) for (const one of populations) one.detach();
    for (const population of populations) {
      population.begin();
      giveValues(population, { batch, example, step, steps });
      for (const projection of program.projections) {
        if (projection.to !== population.name) continue;
        const places = weights.get(projection) as readonly WeightPlace[][];
        const along = moves.weights.get(projection);
        if (projection.carries !== undefined) {
          const source = populations.find((one) => one.name === projection.from);
          if (source !== undefined)
            handOn([source, population], projection, { places, along, step });
          continue;
        }
        if (step < projection.latency) continue;
        const at = step - projection.latency;
        const sent = trains.get(projection.from) as Train;
        const train = isCut(at, step)
          ? { ...sent, moves: new Float64Array(sent.moves.length) }
          : sent;
        arrive(population, projection, { train, at, places, along });
      }
      population.advance(step * dt, trains.get(population.name) as Train, step);
    }
  }
  return { batch, example, program, trains, populations };
}

function assess(
  { batch, example, program, trains, populations }: Ran,
  { readout, loss }: Request,
): Directional {
  const { population: name, variable } = readout;
  const population = populations.find((one) => one.name === name) as MovingPopulation;
  const train = trains.get(name) as Train;
  const { size } = population;
  const part = (what: "value" | "move") => (step: number, n: number) =>
    variable === "spikes"
      ? ((what === "value" ? train.spikes : train.moves)[step * size + n] as number)
      : (population.trace(variable, what, step)[n] as number);
  const reduction = chooseReduction(readout);
  let derivative = 0;
  const read = readSteps(readout, {
    program,
    size,
    value: part("value"),
    slope: (step, n, value) => {
      derivative += value * part("move")(step, n);
    },
  });
  const output = new Float64Array(reduction.outputs(read));
  const slope = new Float64Array(output.length);
  const each = loss.targets(output.length);
  const target = batch.targets.slice(example * each, (example + 1) * each);
  reduction.read(read, output);
  const value = loss.value(output, target, slope);
  reduction.write(read, slope, 1);
  return { loss: value, derivative };
}

/** Spikes of each neuron in each step, and their derivatives. */
interface Train {
  readonly spikes: Float64Array;
  readonly moves: Float64Array;
}

function emptyTrain(steps: number, size: number): Train {
  return { spikes: new Float64Array(steps * size), moves: new Float64Array(steps * size) };
}

function givenTrain(
  { inputs }: Batch,
  name: string,
  { example, steps, size }: { example: number; steps: number; size: number },
): Train {
  const train = emptyTrain(steps, size);
  const columns = inputs[name];
  if (columns === undefined || !("begins" in columns)) return train;
  const end = columns.begins[example + 1] as number;
  for (let k = columns.begins[example] as number; k < end; k++) {
    const at = (columns.steps[k] as number) * size + (columns.neurons[k] as number);
    train.spikes[at] = (train.spikes[at] as number) + 1;
  }
  return train;
}

function giveValues(
  population: MovingPopulation,
  { batch, example, step, steps }: { batch: Batch; example: number; step: number; steps: number },
): void {
  for (const [key, one] of Object.entries(batch.inputs)) {
    if (!("values" in one) || !key.startsWith(`${population.name}.`)) continue;
    const row = (example * one.steps + (one.steps === steps ? step : 0)) * population.size;
    const input = population.values(key.slice(population.name.length + 1), "value");
    for (let n = 0; n < population.size; n++) input[n] = one.values[row + n] as number;
  }
}

/** Add the values of sources at the start of a step, in any order of populations. */
function handOn(
  [source, target]: readonly [MovingPopulation, MovingPopulation],
  { carries = "", receptor, values }: TrainedProjection,
  {
    places,
    along,
    step,
  }: {
    readonly places: readonly (readonly WeightPlace[])[];
    readonly along: Float64Array | undefined;
    readonly step: number;
  },
): void {
  const [sums, tangents] = [target.values(receptor, "value"), target.values(receptor, "move")];
  const [held, moves] = (["value", "move"] as const).map((what) =>
    source.trace(carries, what, step - 1),
  ) as [Float64Array, Float64Array];
  for (let i = 0; i < source.size; i++) {
    const [value, move] = [held[i] as number, moves[i] as number];
    for (const [j, place] of places[i] ?? []) {
      const weight = values[place] as number;
      sums[j] = (sums[j] as number) + value * weight;
      tangents[j] = (tangents[j] as number) + value * (along?.[place] ?? 0) + move * weight;
    }
  }
}

function arrive(
  population: MovingPopulation,
  projection: TrainedProjection,
  {
    train,
    at,
    places,
    along,
  }: {
    readonly train: Train;
    readonly at: number;
    readonly places: readonly (readonly WeightPlace[])[];
    readonly along: Float64Array | undefined;
  },
): void {
  const { sources, receptor, values } = projection;
  const [sums, tangents] = [
    population.values(receptor, "value"),
    population.values(receptor, "move"),
  ];
  for (let i = 0; i < sources; i++) {
    const [spikes, move] = [train.spikes[at * sources + i], train.moves[at * sources + i]];
    if (spikes === 0 && move === 0) continue;
    for (const [j, place] of places[i] ?? []) {
      sums[j] = (sums[j] as number) + (spikes as number) * (values[place] as number);
      const own = (spikes as number) * (along?.[place] ?? 0);
      tangents[j] = (tangents[j] as number) + own + (move as number) * (values[place] as number);
    }
  }
}
