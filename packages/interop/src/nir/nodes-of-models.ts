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

/** Node of a population. */
export interface NodeOfModel {
  /** Undefined if it only sums its input. */
  readonly node?: NirPrimitive;
  /** Constants added to its input, and to input from a cycle, if any. */
  readonly bias?: Float64Array | undefined;
  readonly later?: Float64Array | undefined;
  /** Lag behind the inputs in ms, if the model states it. */
  readonly begin?: number;
  /** Rules that the node must be read with; any by default. */
  readonly rules?: NodeRules;
  /** It takes the steps of a library: input within one of its steps arrives one step later here. */
  readonly isStepped?: boolean;
  /** It is a framework's layer: each layer takes its step after those before it. */
  readonly isLayer?: boolean;
  readonly losses: readonly (readonly [code: NirLossCode, what: string, message: string])[];
}

/** Information that NIR cannot store. */
export interface NodeRules {
  readonly profile: NirProfileName;
  readonly spikes: "pulse" | "dirac";
  /** If different from the profile's. */
  readonly reset?: NirReset;
}

type Values = (name: string) => Float64Array;

/** Library whose neurons shall reproduce our steps, and their length in ms. */
export interface SteppedAs {
  readonly profile: SteppedProfile;
  readonly dt: number;
  /** Whether a potential equal to the threshold spikes here. */
  readonly isAtThreshold: boolean;
}

/**
 * Find the node of a population; undefined if there is none.
 *
 * If a library's steps are used, our models become equivalent ones in its steps.
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

/** Convert a model created from a graph back to its node. */
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
  const readRules = { profile, spikes, ...(reset !== base.reset && { reset }) };
  const [bias, later] = ["bias", "bias_later"].map((name) => someOf(values(name)));
  return {
    ...(isSum ? {} : { node: nodeWith(type, model, values, size), rules: readRules }),
    bias,
    later,
    begin: values("begin")[0] ?? 0,
    losses: [],
  };
}

/** All interpretations of a node under a profile, the library's own first. */
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
      // Internal times are in ms, rates in 1/ms.
      const factor = isTime ? 1e-3 : isRate ? 1e3 : 1;
      const key = type === "Threshold" && name === "v_threshold" ? "threshold" : name;
      return [key, listed(values(name).map((value) => factor * value))];
    });
  const plain = listed(new Float64Array(size).fill(1));
  // Parameters that a profile does not read have no effect.
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

/** Convert our models to NIR's units: seconds, mV and pA. */
const standards: Readonly<Record<string, Standard>> = {
  "lif-delta": (values) => ({
    node: {
      type: "LIF",
      tau: seconds(values("tau_m")),
      // A spike of area 1 s makes a jump of r / tau times its weight.
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

/** The adjacent 32-bit number: what spikes at the threshold here is above or at it there. */
function neighbour(value: number, shift: -1 | 0 | 1): number {
  if (shift === 0) return value;
  const float = Float32Array.of(value);
  const bits = new Int32Array(float.buffer);
  // The bit pattern increases with the magnitude, regardless of the sign.
  bits[0] = (bits[0] ?? 0) + (value > 0 ? shift : -shift);
  return float[0] ?? value;
}

interface Stepping {
  readonly values: Values;
  readonly stack: Stack;
  readonly stepped: SteppedAs;
}

/** Find a library's neuron that passes through the same potentials, step by step. */
function steppedNode(
  model: NeuronRecord,
  { values, stack, stepped }: Stepping,
): NodeOfModel | undefined {
  const standard = stack.find("neuron", "lif-delta");
  if (standard === undefined || matchStandard(model, [standard])?.isSame !== true) return undefined;
  const { profile, dt, isAtThreshold } = stepped;
  // The decay factor per step is 1 - dt / tau there, and exp(-dt / tau_m) here.
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
    ? [["reset", "v_reset", "There, a spike resets to the resting potential."]]
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

/** Steady-state potential without spikes, including a constant current. */
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
  return [["refractory", "tau_refrac", "NIR neurons have no refractory period."]];
}

function currentOf(values: Values): NodeOfModel["losses"] {
  if (values("i_offset").every((value) => value === 0)) return [];
  return [["current", "i_offset", "NIR neurons without leak have no constant current."]];
}

function receptorsOf(values: Values): NodeOfModel["losses"] {
  const other = values("tau_syn_inh");
  if (values("tau_syn_exc").every((value, k) => value === other[k])) return [];
  const message = "NIR neurons have a single synaptic time constant; the excitatory one is used.";
  return [["receptors", "tau_syn_inh", message]];
}
