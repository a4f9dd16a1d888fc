import { hostFunctions } from "@spikeloom/equations/functions";
import {
  checkOptionNames,
  type Loss,
  type NetworkRecord,
  type OptionNames,
  type ProjectionRecord,
  type Stack,
  type SynapseRecord,
} from "@spikeloom/kernel";
import {
  completeNetwork,
  networkStep,
  resolveConvention,
  resolvePopulation,
} from "@spikeloom/network";
import { NIR_WRITE } from "./errors.ts";
import type { NirArray, NirFile, NirNode } from "./graph.ts";
import type { NirLossCode } from "./losses.ts";
import { isGraded, networkLosses } from "./network-losses.ts";
import { layerModels, nodeOfLayer } from "./nodes-of-layers.ts";
import { type NodeOfModel, nodeOfModel, type SteppedAs } from "./nodes-of-models.ts";
import { type NirProfile, profiles } from "./profiles.ts";
import { recurrentLayers } from "./recurrent-layers.ts";
import type { SteppedProfile } from "./rule-names.ts";
import { type Stages, stagesOf } from "./stages.ts";
import { valueSynapse } from "./value-synapse.ts";
import { weightsOf } from "./weights-of.ts";
import { heightOf, lateness } from "./wiring.ts";
import { nirVersion } from "./write-nir.ts";

/** A graph equivalent to a network, with the losses. */
export interface NirFromNetwork {
  readonly file: NirFile;
  readonly losses: readonly Loss[];
}

/** Options for converting a network to a graph. */
export interface NirFromNetworkOptions {
  /**
   * Library whose steps of the graph shall equal those of the network.
   *
   * Neuron parameters are then converted to its steps, and the graph must be read with its profile. By default, neurons
   * are written in continuous time, with delta spikes.
   */
  readonly profile?: SteppedProfile | undefined;
}

const optionNames: OptionNames<NirFromNetworkOptions> = { profile: true };

/**
 * Convert a network to a graph.
 *
 * Spike sources become inputs; projections become weights with delays. Only neurons that NIR can express are accepted:
 * models of a graph that was read, `lif-delta`, `if-delta`, `lif-curr-exp`, and similar ones.
 */
export function nirFromNetwork(
  network: NetworkRecord,
  stack: Stack,
  options: NirFromNetworkOptions = {},
): NirFromNetwork {
  checkOptionNames(options, optionNames, "nirFromNetwork");
  const complete = completeNetwork(withoutIdleDelays(network), stack);
  const names = Object.keys(complete.populations);
  const { profile } = options;
  const step = networkStep(complete);
  const stepped = profile === undefined ? undefined : steppedAs(profile, network, step);
  const isOfLayers = resolveConvention(network.convention).order.join(", ") === layeredOrder;
  const units = new Map(
    names.map((name) => [name, unitOf(complete, name, { stack, stepped, isOfLayers })]),
  );
  const into = (name: string): readonly string[] =>
    complete.projections.filter(({ to }) => to === name).map(({ from }) => from);
  const writing: Writing = {
    network: complete,
    stack,
    units,
    nodes: new Map(),
    edges: [],
    losses: [],
    stages: stagesOf(new Map(names.map((name) => [name, into(name)]))),
    dt: step,
    seconds: secondsOf([...units.values()], profile) ?? step / 1000,
    pending: new Map([...units].map(([name, { bias, later }]) => [name, { bias, later }])),
  };
  for (const [name, unit] of units) addUnit(writing, name, unit);
  for (const index of complete.projections.keys()) addProjection(writing, index);
  for (const name of names) addLeftBias(writing, name);
  addOutputs(writing);
  const { dt } = writing;
  const { nodes, edges } = profile === "snntorch" ? recurrentLayers(writing) : writing;
  const losses = [...writing.losses, ...networkLosses(network, { stack, units, dt })];
  const metadata = new Map([["spikeloom", rulesOf(writing)]]);
  return {
    file: { version: nirVersion, node: { type: "NIRGraph", nodes, edges, metadata } },
    losses,
  };
}

/** Step order in which input acts on the potential after integration: that of `nest`. */
const steppedOrder = "integrate, arrive, threshold, reset";

/** Time step that a library assumes, to which neuron parameters are converted. */
function secondsOf(
  units: readonly NodeOfModel[],
  profile: SteppedProfile | undefined,
): number | undefined {
  const layer = units.find(({ isLayer }) => isLayer === true)?.rules?.profile;
  const stepping = profile ?? layer;
  return stepping && profiles[stepping].dt;
}

/** Step order of a layer, in which input acts before integration: that of `frameworks`. */
const layeredOrder = "arrive, integrate, threshold, reset";

/** Return how a library takes the network's steps; refuses other step orders. */
function steppedAs(profile: SteppedProfile, network: NetworkRecord, dt: number): SteppedAs {
  const { name, order, threshold } = resolveConvention(network.convention);
  if (order.join(", ") === steppedOrder) {
    return { profile, dt, isAtThreshold: threshold !== "greater" };
  }
  throw NIR_WRITE({
    place: "convention",
    message: `${profile} cannot reproduce the step order of "${name}".`,
    expected: `${steppedOrder}, the order of nest`,
    got: order.join(", "),
    next:
      name === "frameworks"
        ? `Omit the profile: layers under "${name}" are written in the steps of ${profile} and other libraries.`
        : "Omit the profile, or convert the network with --convention nest.",
  });
}

/** Ignore delays of connections that read a value in each step, which delays do not affect. */
function withoutIdleDelays(network: NetworkRecord): NetworkRecord {
  const projections = network.projections?.map(({ delay, ...record }) =>
    isOfValues(record) || delay === undefined ? record : { ...record, delay },
  );
  return projections === undefined ? network : { ...network, projections };
}

interface Writing {
  readonly network: ReturnType<typeof completeNetwork>;
  readonly stack: Stack;
  readonly units: ReadonlyMap<string, NodeOfModel>;
  readonly stages: Stages;
  /** Time step in ms. */
  readonly dt: number;
  /** The corresponding step of the graph, in seconds. */
  readonly seconds: number;
  /** Constants not yet provided by a node. */
  readonly pending: Map<string, Pick<NodeOfModel, "bias" | "later">>;
  readonly nodes: Map<string, NirNode>;
  readonly edges: (readonly [string, string])[];
  readonly losses: Loss[];
}

function addLoss({ losses }: Writing, code: NirLossCode, place: string, message: string): void {
  losses.push({ code, place, message });
}

interface Reading {
  readonly stack: Stack;
  readonly stepped: SteppedAs | undefined;
  /** Whether the step order is that of a framework layer. */
  readonly isOfLayers: boolean;
}

function unitOf(network: NetworkRecord, name: string, reading: Reading): NodeOfModel {
  const { stack, stepped, isOfLayers } = reading;
  const seed = network.seed ?? 0;
  const resolved = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
  const place = `populations.${name}`;
  const isLayer = isOfLayers && stepped === undefined;
  const layer = isLayer ? nodeOfLayer(resolved, stack, place) : undefined;
  const found = layer ?? nodeOfModel(resolved, stack, stepped);
  if (found !== undefined) return found;
  throw NIR_WRITE({
    place: `${place}.model`,
    message: `NIR has no neuron equivalent to "${resolved.model.name}".`,
    expected:
      stepped === undefined
        ? `lif-delta, if-delta, lif-curr-exp, a model of a graph that was read, or, under the convention frameworks, ${layerModels.join(", ")}`
        : `lif-delta, which ${stepped.profile} can reproduce, or a model of a graph that was read`,
    got: resolved.model.name,
  });
}

function addUnit(writing: Writing, name: string, { node, losses }: NodeOfModel): void {
  for (const [code, what, message] of losses) {
    addLoss(writing, code, `populations.${name}.parameters.${what}`, message);
  }
  const size = writing.network.populations[name]?.size ?? 0;
  // A pure sum is a node that multiplies by one.
  writing.nodes.set(
    name,
    node ?? { type: "Scale", scale: array([size], new Float64Array(size).fill(1)) },
  );
}

function addProjection(writing: Writing, index: number): void {
  const { network, stages, edges, nodes, stack, dt } = writing;
  const record = network.projections[index] as ProjectionRecord;
  const { from, to, name: given = `${from}->${to}` } = record;
  // HDF5 group names contain no slash, and node names are unique.
  const name = freeName(writing, given.replaceAll("/", "|").replace(/^\.+$/, "|"));
  const place = `projections[${index}]`;
  if (record.plasticity !== undefined) {
    addLoss(writing, "plasticity", `${place}.plasticity`, "Weights of a graph are constant.");
  }
  const unit = writing.units.get(from)?.node;
  if (!isPlain(record) || isOfValues(record) !== isGraded(unit)) {
    addLoss(
      writing,
      "synapse",
      place,
      "Connections of a graph pass on the signal of their source, multiplied by a weight.",
    );
  }
  const isAround = stages.isRecurrent(from, to);
  for (const [k, { delay, values }] of weightsOf(network, index, stack).entries()) {
    const own = k === 0 ? name : freeName(writing, `${name} ${k + 1}`);
    const steps = Math.round(delay / dt) + behind(writing, { from, to, isAround });
    // A cycle delays every signal by one step anyway.
    const left = isAround ? steps - 1 : steps;
    if (left < 0)
      addLoss(writing, "recurrence", `${place}.delay`, "It is one step later in a graph.");
    const size = network.populations[from]?.size ?? 0;
    let source = from;
    if (left > 0) {
      const late = freeName(writing, `${own} delay`);
      const time = Number((left * writing.seconds).toPrecision(12));
      nodes.set(late, { type: "Delay", delay: array([size], new Float64Array(size).fill(time)) });
      edges.push([from, late]);
      source = late;
    }
    const { seconds } = writing;
    const height =
      unit === undefined ? 1 : heightOf(unit.type, { ...sendingOf(writing, from), seconds });
    const weights = height === 1 ? values : values.map((value) => value / height);
    addWeights(writing, { own, source, to, values: weights, size, isAround });
  }
}

/** Signal of a population's neurons, as defined by the library of its rules. */
function sendingOf({ units }: Writing, name: string): Pick<NirProfile, "sendsLater" | "ofArea"> {
  const rules = units.get(name)?.rules;
  if (rules === undefined) return {};
  const { sendsLater, ofArea } = profiles[rules.profile];
  return {
    ...(sendsLater && { sendsLater }),
    ...(rules.spikes === "pulse" && ofArea && { ofArea }),
  };
}

/** Steps between the stages of two populations that remain of a zero delay. */
function behind(
  writing: Writing,
  {
    from,
    to,
    isAround,
  }: { readonly from: string; readonly to: string; readonly isAround: boolean },
): number {
  const { units, dt, stages } = writing;
  const [first, second] = [units.get(from)?.begin, units.get(to)?.begin];
  const type = units.get(from)?.node?.type ?? "Scale";
  const late = isAround ? 0 : lateness(type, sendingOf(writing, from));
  if (units.get(to)?.isLayer === true) return 1 - late + stages.at(from) - stages.at(to);
  // Outside cycles, a library passes on within a step what arrives one step later here.
  if (units.get(to)?.isStepped === true) return isAround ? 0 : -1;
  if (second === undefined) return 0;
  const isImpulse = units.get(to)?.rules?.spikes === "dirac";
  return (isImpulse ? 0 : 1) - late - Math.round((second - (first ?? 0)) / dt);
}

/** Create an unused node name. */
function freeName({ nodes }: Writing, wanted: string): string {
  let name = wanted;
  for (let number = 2; nodes.has(name); number++) name = `${wanted} ${number}`;
  return name;
}

function synapseName({ synapse }: Pick<ProjectionRecord, "synapse">): string | undefined {
  const isGiven = synapse !== undefined && typeof synapse !== "string";
  const record: SynapseRecord | string | undefined =
    isGiven && "model" in synapse ? synapse.model : synapse;
  return typeof record === "string" ? record : record?.name;
}

function isPlain(record: ProjectionRecord): boolean {
  const name = synapseName(record);
  return name === undefined || name === "static" || name === valueSynapse.name;
}

/** Return whether these connections transmit values rather than spikes. */
function isOfValues(record: Pick<ProjectionRecord, "synapse">): boolean {
  return synapseName(record) === valueSynapse.name;
}

interface Weighted {
  readonly own: string;
  readonly source: string;
  readonly to: string;
  readonly values: Float64Array;
  /** Signal of the source. */
  readonly size: number;
  readonly isAround: boolean;
}

/** Add a node of weights, with the constants that the target still needs. */
function addWeights(writing: Writing, { own, source, to, values, size, isAround }: Weighted): void {
  const { nodes, edges, pending } = writing;
  const weight = array([values.length / size, size], values);
  const left = pending.get(to);
  const bias = isAround ? left?.later : left?.bias;
  if (bias !== undefined) {
    nodes.set(own, { type: "Affine", weight, bias: array([bias.length], bias) });
    pending.set(to, { ...left, [isAround ? "later" : "bias"]: undefined });
  } else {
    const diagonal = diagonalOf(values, size);
    if (diagonal?.every((value) => value === 1)) {
      edges.push([source, to]);
      return;
    }
    if (diagonal) nodes.set(own, { type: "Scale", scale: array([size], diagonal) });
    else nodes.set(own, { type: "Linear", weight });
  }
  edges.push([source, own], [own, to]);
}

function diagonalOf(values: Float64Array, size: number): Float64Array | undefined {
  if (values.length !== size * size) return undefined;
  const isDiagonal = values.every((value, k) => value === 0 || k % (size + 1) === 0);
  return isDiagonal
    ? Float64Array.from({ length: size }, (_, k) => values[k * (size + 1)] ?? 0)
    : undefined;
}

/** Provide constants without weights through an input of their own, which is always zero. */
function addLeftBias(writing: Writing, name: string): void {
  const { nodes, edges, pending } = writing;
  const { bias, later } = pending.get(name) ?? {};
  if (later !== undefined) {
    const place = `populations.${name}.parameters.bias_later`;
    addLoss(
      writing,
      "recurrence",
      place,
      "It receives no signal within a cycle that could carry it.",
    );
  }
  if (bias === undefined) return;
  const weight = array([bias.length, 1], new Float64Array(bias.length));
  const [input, affine] = [freeName(writing, `${name} nothing`), freeName(writing, `${name} bias`)];
  nodes.set(input, { type: "Input", shape: [1] });
  nodes.set(affine, { type: "Affine", weight, bias: array([bias.length], bias) });
  edges.push([input, affine], [affine, name]);
}

/** Add outputs for recorded populations, or else for those without targets. */
function addOutputs(writing: Writing): void {
  const { network, nodes, edges, units } = writing;
  const recorded = new Set(network.record.map(({ population }) => population));
  const isTaken = new Set(
    network.projections.flatMap(({ from, to }) => (from === to ? [] : [from])),
  );
  // Library readers only support graphs that end in their last layer.
  const isStepped = [...units.values()].some((unit) => unit.isStepped === true);
  const names = Object.keys(network.populations).filter((name) =>
    recorded.size > 0 && !isStepped ? recorded.has(name) : !isTaken.has(name),
  );
  for (const [k, { population }] of network.record.entries()) {
    // Source spikes are reported elsewhere.
    if (names.includes(population) || units.get(population)?.node?.type === "Input") continue;
    addLoss(writing, "recorder", `record[${k}]`, "Libraries return the signal of the last layer.");
  }
  for (const name of names) {
    const output = names.length === 1 && !nodes.has("output") ? "output" : `${name} output`;
    nodes.set(output, { type: "Output", shape: [network.populations[name]?.size ?? 0] });
    edges.push([name, output]);
  }
}

/** State how the graph must be read; all neurons of a graph are read alike. */
function rulesOf(writing: Writing): ReadonlyMap<string, string | NirArray> {
  const all = [...writing.units.values()].flatMap(({ rules }) => (rules ? [rules] : []));
  const [first = { profile: "exact", spikes: "pulse" } as const] = all;
  const odd = all.find((rules) => JSON.stringify(rules) !== JSON.stringify(first));
  if (odd !== undefined) {
    const message = "Its models belong to several profiles; the graph is written for the first.";
    addLoss(writing, "profile", "populations", message);
  }
  return new Map<string, string | NirArray>([
    ...Object.entries(first),
    ["dt", array([], Float64Array.of(Number(writing.seconds.toPrecision(12))))],
  ]);
}

function array(shape: readonly number[], values: Float64Array): NirArray {
  return { shape, values };
}
