import {
  checkOptionNames,
  type LayerRecord,
  type Loss,
  type NetworkRecord,
  type OptionNames,
} from "@spikeloom/kernel";
import { CONVERSION } from "../errors.ts";
import { countingNetwork } from "./counting-network.ts";
import {
  type CountingStage,
  countingStage,
  onGrid,
  potentials,
  spikeCounts,
} from "./counting-stage.ts";
import { readStages } from "./read-stages.ts";
import { channelsLast, largest, type MapShape, type Stage, sizeOf, weighted } from "./stage.ts";
import {
  fitThreshold,
  type ThresholdFit,
  type ThresholdRule,
  thresholdRules,
} from "./thresholds.ts";

/** Options for converting layers to a spiking network. */
export interface ConvertLayersOptions {
  /** Samples for measuring the layers, each in the layout of the first layer: channels, then rows, then columns. */
  readonly samples: readonly ArrayLike<number>[];
  /** Maximum spikes per neuron, and steps per layer; default 8. */
  readonly levels?: number;
  /** Rule for the value represented by the maximum number of spikes; default `percentile`. */
  readonly threshold?: ThresholdRule;
  /** Fraction of values that a percentile does not clip; default 0.999. */
  readonly share?: number;
}

const names: OptionNames<ConvertLayersOptions> = {
  samples: true,
  levels: true,
  threshold: true,
  share: true,
};

/** Conversion statistics of a layer. */
export interface ConvertedLayer extends ThresholdFit {
  readonly name: string;
  readonly neurons: number;
  /** Fraction of its outputs that are not 0, over the samples. */
  readonly active: number;
}

/** Layers converted to a spiking network. */
export interface ConvertedLayers {
  /** The network for one input: potentials of its last population are the outputs. */
  network(input: ArrayLike<number>): NetworkRecord;
  /** Outputs of the original layers. */
  values(input: ArrayLike<number>): Float64Array;
  /** Outputs of the network, computed exactly without simulation, from integer spike counts. */
  outputs(input: ArrayLike<number>): Float64Array;
  /** Spike rates of the neurons of each layer. */
  counts(input: ArrayLike<number>): ReadonlyMap<string, Float64Array>;
  readonly layers: readonly ConvertedLayer[];
  readonly losses: readonly Loss[];
}

/**
 * Convert layers with ReLUs to a spiking network.
 *
 * Values become spike counts from 0 to `levels`: each neuron collects its input, and then spikes for at most `levels`
 * steps. If a ReLU was clipped at `most` and rounded to `levels` in training (Bu et al. 2022, arXiv:2303.04347), only
 * the rounding of weights is lost; otherwise `layers` states the losses. Normalisation and means are folded into
 * weights. Throws `SL_CONVERSION`.
 */
export function convertLayers(
  layers: readonly LayerRecord[],
  options: ConvertLayersOptions,
): ConvertedLayers {
  checkOptionNames(options, names, "convertLayers");
  const { samples, levels = 8, threshold: rule = "percentile", share = 0.999 } = options;
  checkRule(rule, options.share);
  const { input, stages, losses } = readStages(layers);
  checkOptions({ samples, levels, share }, input);
  const given = samples.map((sample) => channelsLast(sample, input));
  const measured = measure(stages, given);
  const found: ConvertedLayer[] = [];
  let before = 1;
  const counting = stages.map((stage, k): CountingStage => {
    if (stage.kind === "largest") return stage;
    if (k === stages.length - 1 && stage.activation === undefined) {
      return countingStage(stage, { before, own: 1, levels: undefined });
    }
    const values = measured[k] as Float64Array;
    const { most } = stage.activation ?? {};
    const fit = fitThreshold(values, { name: stage.name, rule, levels, share, most });
    const active = values.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0) / values.length;
    found.push({ name: stage.name, neurons: sizeOf(stage.to), active, ...fit });
    const made = countingStage(stage, { before, own: fit.most / levels, levels });
    before = fit.most / levels;
    return made;
  });
  const counts = (from: ArrayLike<number>) =>
    countAll(counting, channelsLast(checked(from, input), input));
  return {
    network: (from) => countingNetwork({ stages: counting, levels, first: counts(from).first }),
    values: (from) =>
      valuesOf(stages, channelsLast(checked(from, input), input)).at(-1) as Float64Array,
    outputs: (from) => [...counts(from).all.values()].at(-1) as Float64Array,
    counts: (from) => counts(from).all,
    layers: found,
    losses: [...losses, ...found.flatMap((one) => lossesOf(one, levels))],
  };
}

/** Return the values of each stage. */
function valuesOf(stages: readonly Stage[], input: Float64Array): readonly Float64Array[] {
  let values = input;
  return stages.map((stage) => {
    values = stage.kind === "largest" ? largest(stage, values) : weighted(stage, values);
    if (stage.kind === "largest" || stage.activation === undefined) return values;
    const { most = Number.POSITIVE_INFINITY } = stage.activation;
    values = values.map((one) => Math.min(most, Math.max(0, one)));
    return values;
  });
}

/** Return the values of each stage for all samples in sequence. */
function measure(
  stages: readonly Stage[],
  samples: readonly Float64Array[],
): readonly Float64Array[] {
  const all = stages.map(({ to }) => new Float64Array(sizeOf(to) * samples.length));
  samples.forEach((sample, n) => {
    for (const [k, values] of valuesOf(stages, sample).entries()) {
      all[k]?.set(values, n * values.length);
    }
  });
  return all;
}

/** Count through all stages; the potentials of the first are the initial state of a network. */
function countAll(
  stages: readonly CountingStage[],
  input: Float64Array,
): { readonly first: Float64Array; readonly all: ReadonlyMap<string, Float64Array> } {
  const all = new Map<string, Float64Array>();
  let values = input;
  let first: Float64Array | undefined;
  for (const stage of stages) {
    const found = potentials(stage, values);
    // Input values are not integers.
    const kept = first === undefined ? found.map(onGrid) : found;
    first ??= kept;
    values = spikeCounts(stage, kept);
    all.set(stage.name, values);
  }
  return { first: first ?? input, all };
}

function lossesOf({ name, clipped, error }: ConvertedLayer, levels: number): readonly Loss[] {
  const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`;
  const rounding = `The root mean square error of ${levels} spikes is ${percent(error)} of its values.`;
  return [
    ...(clipped > 0
      ? [
          {
            code: "clipped",
            place: name,
            message: `${percent(clipped)} of its values are clipped.`,
          },
        ]
      : []),
    ...(error > 0 ? [{ code: "rounded", place: name, message: rounding }] : []),
  ];
}

function checkOptions(
  { samples, levels, share }: Required<Omit<ConvertLayersOptions, "threshold">>,
  input: MapShape,
): void {
  const refuse = (place: string, expected: string, got: string): never => {
    throw CONVERSION({ place, message: "Invalid option for converting layers.", expected, got });
  };
  if (samples.length === 0) refuse("samples", "at least one input", "none");
  for (const sample of samples) checked(sample, input);
  if (!(Number.isInteger(levels) && levels >= 1 && levels <= 1024)) {
    refuse("levels", "an integer from 1 to 1024", String(levels));
  }
  if (!(share > 0 && share <= 1)) refuse("share", "a fraction above 0, at most 1", String(share));
}

function checkRule(rule: ThresholdRule, share: number | undefined): void {
  if (!thresholdRules.includes(rule)) {
    throw CONVERSION({
      place: "threshold",
      message: "Unknown threshold rule.",
      expected: thresholdRules.join(", "),
      got: String(rule),
    });
  }
  if (rule === "percentile" || share === undefined) return;
  throw CONVERSION({
    place: "share",
    message: `Only a percentile has a fraction of values that are not clipped; "${rule}" has none.`,
    expected: "none",
    got: String(share),
    next: 'Omit it, or use "percentile".',
  });
}

function checked(input: ArrayLike<number>, shape: MapShape): ArrayLike<number> {
  const odd = Array.prototype.findIndex.call(input, (one: number) => !Number.isFinite(one));
  if (input.length === sizeOf(shape) && odd < 0) return input;
  throw CONVERSION({
    place: "input",
    message: "The input does not match the first layer.",
    expected: `${shape.join(" × ")} finite numbers`,
    got: odd < 0 ? String(input.length) : `${input[odd]} at ${odd}`,
  });
}
