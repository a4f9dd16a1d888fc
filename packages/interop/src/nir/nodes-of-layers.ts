import { matchStandard } from "@spikeloom/equations/match";
import type { Stack } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import { NIR_WRITE } from "./errors.ts";
import type { NirArray, NirPrimitive } from "./graph.ts";
import type { NodeOfModel } from "./nodes-of-models.ts";
import { profiles } from "./profiles.ts";
import type { NirProfileName, NirReset } from "./rule-names.ts";

type Numbers = (name: string) => Float64Array;

/** A framework's layer as a node that its library reads as that layer. */
interface Layer {
  readonly profile: NirProfileName;
  /** If different from the profile's. */
  readonly reset?: NirReset;
  node(values: Numbers): NirPrimitive;
}

function listed(values: Float64Array): NirArray {
  return { shape: [values.length], values };
}

function like(values: Float64Array, value: number): NirArray {
  return listed(new Float64Array(values.length).fill(value));
}

/** Time constant in steps of a variable that keeps the fraction `1 - dt / tau` per step. */
function stepsOf(share: Float64Array): Float64Array {
  return share.map((value) => 1 / (1 - value));
}

function timed(steps: Float64Array, profile: NirProfileName): NirArray {
  return listed(steps.map((value) => value * profiles[profile].dt));
}

/** A leaky neuron that receives unscaled inputs: `r` cancels the factor that a step applies to them. */
function leaky(profile: NirProfileName, threshold: string, isScaled: boolean): Layer["node"] {
  return (values) => {
    const steps = stepsOf(values("beta"));
    return {
      type: "LIF",
      tau: timed(steps, profile),
      r: isScaled ? listed(steps) : like(steps, 1),
      v_leak: like(steps, 0),
      v_threshold: listed(values(threshold)),
      v_reset: like(steps, 0),
    };
  };
}

/** The same with a decaying synaptic current. */
function synaptic(profile: NirProfileName, isScaled: boolean): Layer["node"] {
  return (values) => {
    const [current, potential] = [stepsOf(values("alpha")), stepsOf(values("beta"))];
    const whole = (steps: Float64Array) => (isScaled ? listed(steps) : like(steps, 1));
    return {
      type: "CubaLIF",
      tau_syn: timed(current, profile),
      tau_mem: timed(potential, profile),
      r: whole(potential),
      w_in: whole(current),
      v_leak: like(potential, 0),
      v_threshold: listed(values("threshold")),
      v_reset: like(potential, 0),
    };
  };
}

/** A neuron without leak. */
const integrating: Layer["node"] = (values) => {
  const above = values("threshold");
  return { type: "IF", r: like(above, 1), v_threshold: listed(above), v_reset: like(above, 0) };
};

/** A leaky neuron, or without leak a node of another type. */
const leakyOrNot: Layer["node"] = (values) => {
  const isWhole = values("beta").every((share) => share === 1);
  return (isWhole ? integrating : leaky("spyx", "threshold", false))(values);
};

const [snntorch, spyx] = ["snntorch", "spyx"] as const;

/** Framework layers that NIR can express, by model name. */
const layers: Readonly<Record<string, Layer>> = {
  "snntorch-leaky": {
    profile: snntorch,
    reset: "subtract-later",
    node: leaky(snntorch, "threshold", true),
  },
  "snntorch-leaky-zero": {
    profile: snntorch,
    reset: "zero-later",
    node: leaky(snntorch, "threshold", true),
  },
  "snntorch-synaptic": {
    profile: snntorch,
    reset: "subtract-later",
    node: synaptic(snntorch, true),
  },
  "snntorch-synaptic-zero": {
    profile: snntorch,
    reset: "zero-later",
    node: synaptic(snntorch, true),
  },
  "spyx-if": { profile: spyx, node: integrating },
  "spyx-lif": { profile: spyx, node: leakyOrNot },
  "spyx-cubalif": { profile: spyx, node: synaptic(spyx, false) },
  "spikingjelly-lif": {
    profile: "spikingjelly",
    node: (values) => {
      const [steps, rest] = [values("tau"), listed(values("v_reset"))];
      return {
        type: "LIF",
        tau: timed(steps, "spikingjelly"),
        r: like(steps, 1),
        v_leak: rest,
        v_threshold: listed(values("v_threshold")),
        v_reset: rest,
      };
    },
  },
};

/** Model names of layers that NIR can express. */
export const layerModels: readonly string[] = Object.keys(layers);

/** Decay factors per step that a node expresses as time constants. */
const shares: readonly string[] = ["alpha", "beta"];

/** Check that a node contains only valid numbers: a factor of 1 has no time constant. */
function finite(node: NirPrimitive, values: Numbers, place: string): NirPrimitive {
  const arrays = Object.values(node).flatMap((field: unknown) =>
    typeof field === "object" ? [(field as NirArray).values ?? []] : [],
  );
  if (arrays.every((numbers) => numbers.every(Number.isFinite))) return node;
  const name = shares.find((share) => values(share).includes(1)) ?? "beta";
  throw NIR_WRITE({
    place: `${place}.parameters.${name}`,
    message: "A variable without decay has no time constant, which NIR requires.",
    expected: "less than 1",
    got: String(values(name).find((value) => value === 1) ?? "another number"),
  });
}

/**
 * Find the node of a framework's layer; undefined if there is none.
 *
 * Throws `SL_NIR_WRITE` with the place in the network if a parameter cannot be expressed in the node.
 */
export function nodeOfLayer(
  { model, parameters, size }: ResolvedPopulation,
  stack: Stack,
  place: string,
): NodeOfModel | undefined {
  // Layers of two libraries may be equal; the model's name decides.
  const found = Object.hasOwn(layers, model.name) ? layers[model.name] : undefined;
  const own = found === undefined ? [] : [[model.name, found] as const];
  for (const [name, { node, profile, reset }] of [...own, ...Object.entries(layers)]) {
    const standard = stack.find("neuron", name);
    if (standard === undefined || matchStandard(model, [standard])?.isSame !== true) continue;
    const values: Numbers = (of) => {
      const value = parameters.get(of)?.value ?? 0;
      return typeof value === "number"
        ? new Float64Array(size).fill(value)
        : Float64Array.from(value);
    };
    const rules = { profile, spikes: "pulse", ...(reset !== undefined && { reset }) } as const;
    return { node: finite(node(values), values, place), rules, isLayer: true, losses: [] };
  }
  return undefined;
}
