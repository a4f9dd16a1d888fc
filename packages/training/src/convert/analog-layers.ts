import type { LayerRecord, LearningRequest, SlidingWindow, Tensor } from "@spikeloom/kernel";
import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import { CONVERSION } from "../errors.ts";
import type { TrainedPopulation } from "../program/trained-population.ts";
import {
  type TrainedProjection,
  type TrainingProgram,
  trainingProgram,
} from "../program/training-program.ts";

/** What was trained: what learning began with, and what `parameters` gives. */
export interface TrainedAnalog {
  readonly request: Pick<LearningRequest, "program" | "trainable" | "values">;
  readonly parameters: readonly Float64Array[];
}

/**
 * Give analog populations that follow each other as layers, with what was trained.
 *
 * They are what `convertLayers` takes: `analog-qcfs` becomes a ReLU that is cut at its `most`. Maps have the channel
 * running fastest in a population, and first in a layer. Throws `SL_CONVERSION` for what is no such layer.
 */
export function analogLayers({ request, parameters }: TrainedAnalog): readonly LayerRecord[] {
  const { trainable, values = [] } = request;
  const program = trainingProgram(request.program as NetworkProgram, {
    ...{ surrogate: undefined, trainable, values: new Set(values) },
  });
  const chain = chainOf(program);
  const models = (request.program as NetworkProgram).populations;
  const layers: LayerRecord[] = [];
  for (const [k, population] of chain.entries()) {
    const before = layers.at(-1)?.name ?? "";
    const onto = program.projections.find(({ to }) => to === population.name);
    const next = program.projections.find(({ from }) => from === population.name);
    if (onto === undefined) {
      layers.push({ kind: "input", name: "input", from: [], shape: inputShape(population, next) });
      continue;
    }
    const model = models.get(population.name) as PopulationProgram;
    if (model.model.name === "analog-largest") {
      layers.push(largestLayer(population.name, before));
      continue;
    }
    const own = { population: model, trained: { trainable, parameters } };
    const weighted = weightedLayers(onto, { ...own, before });
    layers.push(...weighted);
    const kind = model.model.name;
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

/** Order populations from the first to the last, each fed by the one before it alone. */
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
    // The largest of squares is taken by a projection from each of their places.
    const targets = new Set(onward.map(({ to }) => to));
    if (targets.size > 1) throw refused(name, "one population behind it", String(targets.size));
    next = populations.find((one) => one.name === onward[0]?.to);
  }
  const odd = projections.find(({ carries }) => carries === undefined)?.name ?? given[0]?.name;
  if (odd !== undefined) throw refused(odd, "values that are handed on", "spikes");
  const joined = new Set(projections.map(({ from, to }) => `${from}->${to}`));
  if (chain.length === populations.length && chain.length === joined.size + 1) return chain;
  throw refused("populations", "populations one behind the other", `${chain.length} of them`);
}

function largestLayer(name: string, before: string): LayerRecord {
  const padding = [0, 1].map(() => [0, 0] as const);
  return {
    ...{ kind: "pooling", how: "largest", name, from: [before], padding, dilation: [1, 1] },
    ...{ size: [2, 2], stride: [2, 2], countsPadding: false, overhangs: false },
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
  const { sources, targets, window, values, places } = onto;
  const { trainable, parameters } = own.trained;
  const { name } = own.population;
  const at = trainable.findIndex((one) => "projection" in one && one.projection === onto.name);
  const weights = parameters[at] ?? Float64Array.from(places, (place) => values[place] as number);
  if (window !== undefined) return convolved(window, { name, before, weights, own });
  if (weights.length !== sources * targets) throw refused(name, "all-to-all", "some synapses");
  const turned = weights.map((_, k) => {
    return weights[(k % sources) * targets + Math.floor(k / sources)] as number;
  });
  const weight = { shape: [targets, sources], values: turned };
  return [{ kind: "dense", name, from: [before], weight, bias: biasOf(own, targets) }];
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
    ...{ kind: "pooling", how: "mean", name: `${name} pool`, from: [before], ...plain },
    ...{ size: [pool, pool], stride: [pool, pool], countsPadding: false, overhangs: false },
  };
  // A window sums the squares that it pools; a layer takes their mean.
  const values = made.weights.map((one) => one * pool * pool);
  const convolution: LayerRecord = {
    ...{ kind: "convolution", name, groups: 1, dilation: [1, 1] },
    ...{ from: [pool > 1 ? pooling.name : before], stride: [stride, stride] },
    padding: both.map(() => [padding, padding] as const),
    weight: { shape: [outputs, inputs, ...kernel], values },
    bias: biasOf(own, outputs),
  };
  return pool > 1 ? [pooling, convolution] : [convolution];
}

/** The biases of a population, one for each channel. */
function biasOf(own: Own, channels: number): Tensor {
  const all = valuesOf(own, "bias");
  const values = Float64Array.from({ length: channels }, (_, k) => all[k % all.length] as number);
  const odd = all.findIndex((one, k) => one !== values[k % channels]);
  if (odd >= 0) throw refused(own.population.name, "one bias for each channel", "several");
  return { shape: [channels], values };
}

function oneOf(own: Own, parameter: string): number {
  const [first = Number.NaN, ...rest] = valuesOf(own, parameter);
  if (rest.every((one) => one === first)) return first;
  throw refused(own.population.name, `one "${parameter}" for all neurons`, "several");
}

const none = new Float64Array(0);

/** A parameter as it was trained, or as the network has it. */
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
    ...{ place, message: "This is no chain of analog layers that have a counterpart." },
    ...{ expected, got },
  });
}
