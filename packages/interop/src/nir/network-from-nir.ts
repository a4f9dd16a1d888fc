import {
  checkOptionNames,
  type Loss,
  type NetworkRecord,
  type NeuronRecord,
  type OptionNames,
  type RecorderRecord,
} from "@spikeloom/kernel";
import { impulseConvention, nirConvention } from "./convention.ts";
import { NIR_ALIGN } from "./errors.ts";
import { type FlatGraph, flatGraph } from "./flat-graph.ts";
import type { NirNode } from "./graph.ts";
import { graphLosses, type MadePopulation } from "./graph-losses.ts";
import { withInputs } from "./inputs.ts";
import { neuronModel, type PopulationType, type StepRules } from "./neuron-models.ts";
import { sizeOf } from "./numbers.ts";
import { populationNames } from "./population-names.ts";
import { compactValue, populationParameters } from "./population-parts.ts";
import { profiles } from "./profiles.ts";
import { milliseconds } from "./projections.ts";
import { aboutOf, type NirProfileName, type NirReset } from "./rule-names.ts";
import { traceSignals } from "./signals.ts";
import { type Stages, stagesOf } from "./stages.ts";
import { valueSynapse } from "./value-synapse.ts";
import { beginOf, biasesOf, type Unit, unitsOf, type Wiring, wire } from "./wiring.ts";

/** Options for running a graph. */
export interface NetworkFromNirOptions {
  /** Library whose interpretation of NIR is used; `exact` by default. */
  readonly profile?: NirProfileName | undefined;
  /** Time step in seconds; the profile's by default. */
  readonly dt?: number | undefined;
  /** Reset of neurons after a spike; the profile's by default. */
  readonly reset?: NirReset | undefined;
  /** Spikes last one step with height 1, or are delta pulses of area 1 s. */
  readonly spikes?: "pulse" | "dirac" | undefined;
  /** Inputs receive spikes, given as times, or a value per step. */
  readonly input?: "spikes" | "values" | undefined;
  /**
   * Whether to record every population at the times of a forward pass: step k ends at (k + 1) dt for all.
   *
   * Each population then has its lag as `lag`. A cycle of several neuron nodes is refused, as it has no such times.
   */
  readonly align?: boolean | undefined;
}

/** A network equivalent to a graph. */
export interface NetworkFromNir {
  readonly network: NetworkRecord;
  readonly losses: readonly Loss[];
  /**
   * Lag of each population behind the inputs, in steps.
   *
   * A population does in step k + lag what its node does in step k of a forward pass. With `align`, recorded times do not
   * include the lag.
   */
  readonly stages: ReadonlyMap<string, number>;
  /** Populations of the graph's inputs: spike sources, or sums driven by stimuli. */
  readonly inputs: readonly string[];
}

const names: OptionNames<NetworkFromNirOptions> = {
  profile: true,
  dt: true,
  reset: true,
  spikes: true,
  input: true,
  align: true,
};

/**
 * Create a network from a graph.
 *
 * Nodes with state become populations, whose models are part of the network; linear nodes become connections.
 * Populations behind others lag by some steps: see `stages`.
 */
export function networkFromNir(
  node: NirNode,
  options: NetworkFromNirOptions = {},
  place = "graph",
): NetworkFromNir {
  checkOptionNames(options, names, "networkFromNir");
  const { profile = "exact", input = "spikes" } = options;
  const base = profiles[profile];
  const { dt = base.dt, reset = base.reset, spikes = "pulse" } = options;
  const graph = withInputs(flatGraph(node, place));
  const units = unitsOf(graph, traceSignals(graph, { dt, place }), { place, input });
  const sourcesOf = ({ name, signal }: Unit) => [name, [...(signal?.terms.keys() ?? [])]] as const;
  const stages = stagesOf(new Map(units.map(sourcesOf)));
  const { align = false } = options;
  if (align) refuseCycles(stages, place);
  const naming = populationNames(units.map(({ name }) => name));
  const least = spikes === "dirac" ? 1 : 0;
  const { sendsLater, ofArea } = base;
  // Delta spikes have an area of their own.
  const areas = spikes === "pulse" && ofArea ? { ofArea } : {};
  const sending = { ...(sendsLater && { sendsLater }), ...areas, seconds: dt };
  const wiring: Wiring = {
    units,
    stages,
    naming,
    place,
    dt: milliseconds(1, 1000 * dt),
    least,
    sending,
  };
  const resetOfIf = options.reset ?? base.resetOfIf ?? reset;
  const resetOfCuba = options.reset ?? base.resetOfCuba ?? reset;
  const rules = { ...base, reset, resetOfIf, resetOfCuba, spikes };
  const models = new Map<string, NeuronRecord>();
  const making = { ...wiring, rules, profile, models, align };
  const made = units.map((unit) => populationOf(unit, making));
  const { relays, projections } = wire(wiring);
  if (relays.size > 0) modelOf("Sum", { rules, profile, models });
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    about: aboutOf(profile),
    dt: `${wiring.dt} ms`,
    convention: spikes === "dirac" ? impulseConvention : nirConvention,
    models: { ...Object.fromEntries(models), [valueSynapse.name]: valueSynapse },
    populations: Object.fromEntries([
      ...made.map(({ name, population }) => [name, population] as const),
      ...relays,
    ]),
    projections,
    record: recordersOf(graph, wiring),
  };
  const losses = graphLosses({ node, graph, wiring, made, profile, seconds: dt });
  const at = new Map(units.map(({ name }) => [naming.of(name), stages.at(name)]));
  const inputs = units.filter(({ type }) => type === "Input").map(({ name }) => naming.of(name));
  return { network, losses, stages: at, inputs };
}

interface Making {
  readonly rules: StepRules;
  readonly profile: NirProfileName;
  /** Models needed so far. */
  readonly models: Map<string, NeuronRecord>;
}

/** Refuse cycles of several populations, whose signals arrive later than in a forward pass. */
function refuseCycles({ circles }: Stages, place: string): void {
  const [names] = circles;
  if (names === undefined) return;
  throw NIR_ALIGN({ place: `${place}/nodes/${names[0]}`, names: names.join(", ") });
}

/** Name the model of a node type and add it to the network. */
function modelOf(type: PopulationType, { rules, profile, models }: Making): NeuronRecord {
  const name = type === "Sum" ? "nir-sum" : `nir-${type.toLowerCase()}-${profile}`;
  const model = models.get(name) ?? neuronModel(type, name, rules);
  models.set(name, model);
  return model;
}

function populationOf(
  unit: Unit,
  making: Making & Wiring & { readonly align: boolean },
): MadePopulation {
  const { name, type, node, shape } = unit;
  const { naming, stages, place, profile, align } = making;
  const size = sizeOf(shape);
  const made = { node: name, name: naming.of(name), unread: [] };
  if (type === "Input" && !unit.isGraded) {
    return { ...made, population: { model: "spike-array", size } };
  }
  const model = modelOf(type === "Input" ? "Sum" : type, making);
  const scope = { shape, place: `${place}/nodes/${name}`, profile: profiles[profile] };
  const names = Object.keys(model.parameters);
  const { parameters, unread } =
    node === undefined || type === "Input"
      ? { parameters: {}, unread: [] }
      : populationParameters(node, names, scope);
  const { bias, later } = biasesOf(unit, stages);
  const begin = beginOf(name, making);
  const all = {
    ...parameters,
    ...(bias.some(isNotZero) && { bias: compactValue(bias) }),
    ...(later.some(isNotZero) && { bias_later: compactValue(later) }),
    ...(begin > 0 && { begin: `${begin} ms` }),
  };
  const lag = align && begin > 0 ? { lag: `${begin} ms` } : {};
  return { ...made, unread, population: { model: model.name, size, parameters: all, ...lag } };
}

function isNotZero(value: number): boolean {
  return value !== 0;
}

/** Record the outputs: spikes, or values from the first step on. */
function recordersOf(graph: FlatGraph, wiring: Wiring): readonly RecorderRecord[] {
  const { units, naming, stages, dt } = wiring;
  const outputs = units.filter(({ name }) => graph.get(name)?.node.type === "Output");
  const leaves = units.filter((unit) => feedsOutput(unit, graph));
  return [...new Set([...leaves, ...outputs])].map(({ name, isGraded }) => {
    const population = naming.of(name);
    if (!isGraded) return { population, variables: ["spikes"] };
    const from = `${milliseconds(stages.at(name) + 1, dt)} ms`;
    return { population, variables: ["v"], from };
  });
}

/** Whether this population feeds an output, or nothing else receives its signal. */
function feedsOutput({ name, type }: Unit, graph: FlatGraph): boolean {
  const targets = [...graph].filter(([, { from }]) => from.includes(name));
  if (type === "Input") return false;
  return targets.length === 0
    ? graph.get(name)?.node.type !== "Output"
    : targets.some(([, { node, isInner }]) => node.type === "Output" && !isInner);
}
