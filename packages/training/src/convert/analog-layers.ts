import type { LayerRecord, LearningRequest, SlidingWindow, Tensor } from "@spikeloom/kernel";
import { internalNumbers, type TrainedParameter } from "@spikeloom/network";
import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import { CONVERSION } from "../errors.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import {
  type TrainedProjection,
  type TrainingProgram,
  trainingProgram,
} from "../program/training-program.ts";
import { placeWeights } from "../weights/largest-of-squares.ts";

/** Trained network: the initial network and the learner's `parameters`. */
export interface TrainedAnalog {
  readonly request: Pick<LearningRequest, "program" | "stack" | "trainable" | "values">;
  /** In the order of `trainable`: the learner's `parameters()`, or plain arrays in internal units. */
  readonly parameters: readonly (TrainedParameter | Float64Array)[];
}

/**
 * Return a chain of analog populations as layers, with trained parameters.
 *
 * The layers are suitable for `convertLayers`: `analog-qcfs` becomes a ReLU clipped at its `most`. The channel of maps
 * varies fastest in a population, and slowest in a layer. Throws `SL_CONVERSION` for other populations.
 */
export function analogLayers(given: TrainedAnalog): readonly LayerRecord[] {
  const { request } = given;
  const parameters = given.parameters.map(internalNumbers);
  const { stack, trainable, values = [] } = request;
  const program = trainingProgram(request.program as NetworkProgram, {
    stack,
    surrogate: undefined,
    trainable,
    values: new Set(values),
  });
  const chain = chainOf(program);
  const models = (request.program as NetworkProgram).populations;
  const layers: LayerRecord[] = [];
  for (const [k, population] of chain.entries()) {
    const before = layers.at(-1)?.name ?? "";
    const all = program.projections.filter(({ to }) => to === population.name);
    const [onto] = all;
    const next = program.projections.find(({ from }) => from === population.name);
    const model = models.get(population.name) as PopulationProgram;
    const own = { population: model, trained: { trainable, parameters } };
    if (onto === undefined) {
      checkInput(own);
      layers.push({ kind: "input", name: "input", from: [], shape: inputShape(population, next) });
      continue;
    }
    if (model.form.model === "analog-largest") {
      checkSquares(all, own);
      layers.push(largestLayer(population.name, before));
      continue;
    }
    if (all.length > 1) throw refused(population.name, "one projection onto it", `${all.length}`);
    const weighted = weightedLayers(onto, { ...own, before });
    layers.push(...weighted);
    const kind = model.form.model;
    const most = kind === "analog-qcfs" ? oneOf(own, "most") : undefined;
    const name = `${population.name} cut`;
    if (kind === "analog-qcfs" || kind === "analog-relu") {
      layers.push({ kind: "relu", name, from: [layers.at(-1)?.name ?? ""], ...(most && { most }) });
    } else if (kind !== "analog-identity" || k < chain.length - 1) {
      throw refused(population.name, "analog-relu, analog-qcfs; analog-identity at the end", kind);
    }
  }
  return layers;
}

/** Sort populations from the first to the last; each must have only its predecessor as source. */
function chainOf({
  populations,
  projections,
  given,
}: TrainingProgram): readonly TrainedPopulation[] {
  const chain: TrainedPopulation[] = [];
  let next = populations.find(({ name }) => !projections.some(({ to }) => to === name));
  while (next !== undefined && !chain.includes(next)) {
    chain.push(next);
    const { name } = next;
    const onward = projections.filter(({ from }) => from === name);
    // Max pooling uses one projection from each position of the squares.
    const targets = new Set(onward.map(({ to }) => to));
    if (targets.size > 1) throw refused(name, "one population after it", String(targets.size));
    next = populations.find((one) => one.name === onward[0]?.to);
  }
  const odd = projections.find(({ carries }) => carries === undefined)?.name ?? given[0]?.name;
  if (odd !== undefined) throw refused(odd, "transmitted values", "spikes");
  const joined = new Set(projections.map(({ from, to }) => `${from}->${to}`));
  if (chain.length === populations.length && chain.length === joined.size + 1) return chain;
  throw refused("populations", "a chain of populations", `${chain.length} of them`);
}

/** Refuse an input population other than an identity: a layer has no model and no bias for it. */
function checkInput(own: Own): void {
  const { name, form } = own.population;
  if (form.model !== "analog-identity") throw refused(name, "analog-identity first", form.model);
  const odd = valuesOf(own, "bias").find((one) => one !== 0);
  if (odd !== undefined) throw refused(name, "an input without a bias", `a bias of ${odd}`);
}

/** Refuse projections onto `analog-largest` other than those of `largestOfSquares`. */
function checkSquares(all: readonly TrainedProjection[], { population, trained }: Own): void {
  const expected = "the four projections of largestOfSquares, with weights of 1";
  const rest = new Set([0, 1, 2, 3]);
  for (const one of all) {
    const { name, window, receptor } = one;
    if (window === undefined) throw refused(name, expected, "no window");
    const { inputs, outputs, kernel, stride, padding, pool } = window;
    const shape = [...kernel, stride, padding, pool, outputs].join();
    const k = Number(receptor.at(-1));
    const wanted = placeWeights(inputs, k);
    const weights = weightsOf(one, trained);
    const isPlace = shape === [2, 2, 2, 0, 1, inputs].join() && rest.delete(k);
    if (isPlace && wanted.every((weight, at) => weight === weights[at])) continue;
    throw refused(name, expected, "another window, or other weights");
  }
  if (rest.size > 0) throw refused(population.name, expected, `${all.length} of them`);
}

function largestLayer(name: string, before: string): LayerRecord {
  const padding = [0, 1].map(() => [0, 0] as const);
  return {
    kind: "pooling",
    how: "largest",
    name,
    from: [before],
    padding,
    dilation: [1, 1],
    size: [2, 2],
    stride: [2, 2],
    countsPadding: false,
    overhangs: false,
  };
}

interface Own {
  readonly population: PopulationProgram;
  readonly trained: {
    readonly trainable: LearningRequest["trainable"];
    readonly parameters: readonly Float64Array[];
  };
}

function weightedLayers(
  onto: TrainedProjection,
  { before, ...own }: Own & { readonly before: string },
): readonly LayerRecord[] {
  const { sources, targets, window } = onto;
  const { name } = own.population;
  const weights = weightsOf(onto, own.trained);
  if (window !== undefined) return convolved(window, { name, before, weights, own });
  if (weights.length !== sources * targets) throw refused(name, "all-to-all", "some synapses");
  const transposed = new Float64Array(weights.length);
  onto.places.forEach((place, k) => {
    const [source, target] = [Math.floor(place / targets), place % targets];
    transposed[target * sources + source] = weights[k] as number;
  });
  const weight = { shape: [targets, sources], values: transposed };
  return [{ kind: "dense", name, from: [before], weight, bias: biasOf(own, targets) }];
}

/** Weights of a projection, trained or from the network. */
function weightsOf(
  { name, values, places }: TrainedProjection,
  { trainable, parameters }: Own["trained"],
): Float64Array {
  const at = trainable.findIndex((one) => "projection" in one && one.projection === name);
  return parameters[at] ?? Float64Array.from(places, (place) => values[place] as number);
}

function convolved(
  { inputs, outputs, kernel, stride, padding, pool }: SlidingWindow,
  made: {
    readonly name: string;
    readonly before: string;
    readonly weights: Float64Array;
    readonly own: Own;
  },
): readonly LayerRecord[] {
  const { name, before, own } = made;
  const both = [0, 1];
  const plain = { padding: both.map(() => [0, 0] as const), dilation: [1, 1] };
  const pooling: LayerRecord = {
    kind: "pooling",
    how: "mean",
    name: `${name} pool`,
    from: [before],
    ...plain,
    size: [pool, pool],
    stride: [pool, pool],
    countsPadding: false,
    overhangs: false,
  };
  // A convolution sums the squares that it pools; a layer averages them.
  const values = made.weights.map((one) => one * pool * pool);
  const convolution: LayerRecord = {
    kind: "convolution",
    name,
    groups: 1,
    dilation: [1, 1],
    from: [pool > 1 ? pooling.name : before],
    stride: [stride, stride],
    padding: both.map(() => [padding, padding] as const),
    weight: { shape: [outputs, inputs, ...kernel], values },
    bias: biasOf(own, outputs),
  };
  return pool > 1 ? [pooling, convolution] : [convolution];
}

/** Biases of a population, one per channel. */
function biasOf(own: Own, channels: number): Tensor {
  const all = valuesOf(own, "bias");
  const values = Float64Array.from({ length: channels }, (_, k) => all[k % all.length] as number);
  const odd = all.findIndex((one, k) => one !== values[k % channels]);
  if (odd >= 0) throw refused(own.population.name, "one bias per channel", "several");
  return { shape: [channels], values };
}

function oneOf(own: Own, parameter: string): number {
  const [first = Number.NaN, ...rest] = valuesOf(own, parameter);
  if (rest.every((one) => one === first)) return first;
  throw refused(own.population.name, `one "${parameter}" for all neurons`, "several");
}

const none = new Float64Array(0);

/** Trained value of a parameter, or its value in the network. */
function valuesOf({ population, trained }: Own, parameter: string): Float64Array {
  const { trainable, parameters } = trained;
  const at = trainable.findIndex(
    (one) =>
      "population" in one && one.population === population.name && one.parameter === parameter,
  );
  const value = population.parameters.get(parameter)?.value;
  return parameters[at] ?? (typeof value === "number" ? Float64Array.of(value) : (value ?? none));
}

function inputShape({ size }: TrainedPopulation, next: TrainedProjection | undefined) {
  const window = next?.window;
  return window === undefined ? [size] : [window.inputs, ...window.from];
}

function refused(place: string, expected: string, got: string): Error {
  return CONVERSION({
    place,
    message: "These populations are not a chain of analog layers with a counterpart.",
    expected,
    got,
  });
}
