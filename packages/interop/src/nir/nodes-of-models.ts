import { hostFunctions } from "@spikeloom/equations/functions";
import { matchStandard } from "@spikeloom/equations/match";
import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import type { NirArray, NirPrimitive } from "./graph.ts";
import type { NirLossCode } from "./losses.ts";
import { neuronModel, type PopulationType, type StepRules } from "./neuron-models.ts";
import { type NirProfile, profiles } from "./profiles.ts";
import {
  type NirProfileName,
  type NirReset,
  nirResets,
  type SteppedProfile,
} from "./rule-names.ts";

/** What a population is as a node. */
export interface NodeOfModel {
  /** Undefined where it only adds up what reaches it. */
  readonly node?: NirPrimitive;
  /** Constants that are added to its input, and to what comes around a circle; where there are some. */
  readonly bias?: Float64Array | undefined;
  readonly later?: Float64Array | undefined;
  /** Step by which it is behind the inputs, in ms, where the model says so. */
  readonly begin?: number;
  /** Rules that the node is to be read with; any where they are not given. */
  readonly rules?: NodeRules;
  /** Its step is that of a library: what reaches it in a step of one is a step later here. */
  readonly isStepped?: boolean;
  /** It is a layer of a framework: each one behind others takes its step when they have taken theirs. */
  readonly isLayer?: boolean;
  readonly losses: readonly (readonly [code: NirLossCode, what: string, message: string])[];
}

/** What NIR does not say of a network. */
export interface NodeRules {
  readonly profile: NirProfileName;
  readonly spikes: "pulse" | "dirac";
  /** Where it is not that of the profile. */
  readonly reset?: NirReset;
}

type Values = (name: string) => Float64Array;

/** A library whose neurons are to take the steps that ours take, and the length of these in ms. */
export interface SteppedAs {
  readonly profile: SteppedProfile;
  readonly dt: number;
  /** Whether a potential at the threshold spikes here. */
  readonly isAtThreshold: boolean;
}

/**
 * Find the node that says what a population does; undefined where there is none.
 *
 * Where steps are those of a library, models of ours become what does the same in its steps.
 */
export function nodeOfModel(
  population: ResolvedPopulation,
  stack: Stack,
  stepped?: SteppedAs,
): NodeOfModel | undefined {
  const { model, size } = population;
  const values: Values = (name) => {
    const value = population.parameters.get(name)?.value ?? 0;
    return typeof value === "number"
      ? new Float64Array(size).fill(value)
      : Float64Array.from(value);
  };
  if (model.source !== undefined) {
    return { node: { type: "Input", shape: [size] }, begin: 0, losses: [] };
  }
  return (
    ownNode(model, values, size) ??
    (stepped === undefined
      ? standardNode(model, values, stack)
      : steppedNode(model, { values, stack, stepped }))
  );
}

const dirac: NodeRules = { profile: "exact", spikes: "dirac" };
const types: readonly PopulationType[] = [
  ...(["I", "IF", "LI", "LIF", "CubaLI", "CubaLIF", "Threshold", "Sum"] as const),
];

/** Take back a model that a graph was read as. */
function ownNode(model: NeuronRecord, values: Values, size: number): NodeOfModel | undefined {
  const [, typeName = "", profileName = ""] =
    model.name.match(/^nir-([a-z]+)(?:-([a-z]+))?$/) ?? [];
  const type = types.find((one) => one.toLowerCase() === typeName);
  if (type === undefined) return undefined;
  const isSum = type === "Sum";
  const profile = (isSum ? "exact" : profileName) as NirProfileName;
  const base = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;
  const rules =
    base && readings(base).find((one) => isModel(model, neuronModel(type, model.name, one)));
  if (base === undefined || rules === undefined) return undefined;
  const { spikes, reset } = rules;
  const told = { profile, spikes, ...(reset !== base.reset && { reset }) };
  const [bias, later] = ["bias", "bias_later"].map((name) => someOf(values(name)));
  return {
    ...(isSum ? {} : { node: nodeWith(type, model, values, size), rules: told }),
    bias,
    later,
    begin: values("begin")[0] ?? 0,
    losses: [],
  };
}

/** All ways to read a node under a profile, that of the library first. */
function readings(base: NirProfile): readonly StepRules[] {
  const resets = [base.reset, ...nirResets];
  return (["pulse", "dirac"] as const).flatMap((spikes) =>
    resets.map((reset) => {
      const resetOfIf = reset === base.reset ? (base.resetOfIf ?? reset) : reset;
      const resetOfCuba = reset === base.reset ? (base.resetOfCuba ?? reset) : reset;
      return { ...base, spikes, reset, resetOfIf, resetOfCuba };
    }),
  );
}

function isModel(model: NeuronRecord, other: NeuronRecord): boolean {
  return JSON.stringify(model) === JSON.stringify(other);
}

function nodeWith(
  type: Exclude<PopulationType, "Sum">,
  model: NeuronRecord,
  values: Values,
  size: number,
): NirPrimitive {
  const others: ReadonlySet<string> = new Set(["bias", "bias_later", "begin"]);
  const fields = Object.keys(model.parameters)
    .filter((name) => !others.has(name))
    .map((name) => {
      const isTime = name.startsWith("tau");
      const isRate = name === "r" && (type === "I" || type === "IF");
      // Internal times are ms, rates 1/ms.
      const factor = isTime ? 1e-3 : isRate ? 1e3 : 1;
      const key = type === "Threshold" && name === "v_threshold" ? "threshold" : name;
      return [key, listed(values(name).map((value) => factor * value))];
    });
  const plain = listed(new Float64Array(size).fill(1));
  // Parameters that a profile does not read are those that make no difference.
  const ignored = type === "IF" || type === "I" ? { r: plain } : {};
  return { type, ...ignored, ...Object.fromEntries(fields) } as NirPrimitive;
}

function someOf(values: Float64Array): Float64Array | undefined {
  return values.some((value) => value !== 0) ? values : undefined;
}

function listed(values: Float64Array): NirArray {
  return { shape: [values.length], values };
}

type Standard = (values: Values) => Pick<NodeOfModel, "node" | "losses">;

/** Two ways to say the same: what stands in NIR, in seconds, mV and pA, of models of ours. */
const standards: Readonly<Record<string, Standard>> = {
  "lif-delta": (values) => ({
    node: {
      type: "LIF",
      tau: seconds(values("tau_m")),
      // A spike of an area of 1 s makes a jump of r / tau times its weight.
      r: seconds(values("tau_m")),
      v_leak: listed(restOf(values)),
      ...spikingOf(values),
    },
    losses: refractoryOf(values),
  }),
  "if-delta": (values) => ({
    node: { type: "IF", r: listed(values("c_m").fill(1)), ...spikingOf(values) },
    losses: [...refractoryOf(values), ...currentOf(values)],
  }),
  "lif-curr-exp": (values) => ({
    node: {
      type: "CubaLIF",
      tau_syn: seconds(values("tau_syn_exc")),
      tau_mem: seconds(values("tau_m")),
      w_in: seconds(values("tau_syn_exc")),
      r: listed(ratio(values("tau_m"), values("c_m"))),
      v_leak: listed(restOf(values)),
      ...spikingOf(values),
    },
    losses: [...refractoryOf(values), ...receptorsOf(values)],
  }),
};

function standardNode(model: NeuronRecord, values: Values, stack: Stack): NodeOfModel | undefined {
  for (const [name, make] of Object.entries(standards)) {
    const standard = stack.find("neuron", name);
    if (standard === undefined || matchStandard(model, [standard])?.isSame !== true) continue;
    return { ...make(values), rules: dirac };
  }
  return undefined;
}

/** The number of 32 bits before or after a number: what spikes at it here is above or at that one there. */
function neighbour(value: number, shift: -1 | 0 | 1): number {
  if (shift === 0) return value;
  const float = Float32Array.of(value);
  const bits = new Int32Array(float.buffer);
  // Bits count up with the size of a number, whatever its sign.
  bits[0] = (bits[0] ?? 0) + (value > 0 ? shift : -shift);
  return float[0] ?? value;
}

interface Stepping {
  readonly values: Values;
  readonly stack: Stack;
  readonly stepped: SteppedAs;
}

/** Find the neuron of a library that goes through the same potentials, step by step. */
function steppedNode(
  model: NeuronRecord,
  { values, stack, stepped }: Stepping,
): NodeOfModel | undefined {
  const standard = stack.find("neuron", "lif-delta");
  if (standard === undefined || matchStandard(model, [standard])?.isSame !== true) return undefined;
  const { profile, dt, isAtThreshold } = stepped;
  // What a step leaves of a potential is 1 - dt / tau there, and exp(-dt / tau_m) here.
  const gains = values("tau_m").map(
    (tau) => 1 / (1 - (hostFunctions["exp"]?.(-dt / tau) ?? Number.NaN)),
  );
  const rest = values("v_rest");
  const none = listed(new Float64Array(rest.length));
  const tau = listed(gains.map((gain) => gain * profiles[profile].dt));
  const isAtThere = profiles[profile].test === ">=";
  const shift = isAtThreshold === isAtThere ? 0 : isAtThere ? 1 : -1;
  const above = listed(
    values("v_threshold").map((value, k) => neighbour(value - (rest[k] ?? 0), shift)),
  );
  const neuron = { type: "LIF", tau, r: listed(gains), v_leak: none } as const;
  const isOff = values("v_reset").some((value, k) => value !== rest[k]);
  const resets: NodeOfModel["losses"] = isOff
    ? [["reset", "v_reset", "A spike resets to the resting potential there."]]
    : [];
  return {
    node: { ...neuron, v_threshold: above, v_reset: none },
    rules: { profile, spikes: "pulse" },
    isStepped: true,
    losses: [...refractoryOf(values), ...currentOf(values), ...resets],
  };
}

function seconds(milliseconds: Float64Array): NirArray {
  return listed(milliseconds.map((value) => value / 1000));
}

function ratio(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => value / (b[k] ?? 1));
}

/** Where the potential is without spikes: a constant current moves it. */
function restOf(values: Values): Float64Array {
  const gain = ratio(values("tau_m"), values("c_m"));
  const current = values("i_offset");
  return values("v_rest").map((rest, k) => rest + (gain[k] ?? 0) * (current[k] ?? 0));
}

function spikingOf(values: Values): { readonly v_threshold: NirArray; readonly v_reset: NirArray } {
  return { v_threshold: listed(values("v_threshold")), v_reset: listed(values("v_reset")) };
}

function refractoryOf(values: Values): NodeOfModel["losses"] {
  if (values("tau_refrac").every((value) => value === 0)) return [];
  return [["refractory", "tau_refrac", "Neurons of NIR have no refractory period."]];
}

function currentOf(values: Values): NodeOfModel["losses"] {
  if (values("i_offset").every((value) => value === 0)) return [];
  return [["current", "i_offset", "A neuron without leak has no constant current in NIR."]];
}

function receptorsOf(values: Values): NodeOfModel["losses"] {
  const other = values("tau_syn_inh");
  if (values("tau_syn_exc").every((value, k) => value === other[k])) return [];
  const message =
    "Neurons of NIR have one time constant for all that comes in: the excitatory one.";
  return [["receptors", "tau_syn_inh", message]];
}
