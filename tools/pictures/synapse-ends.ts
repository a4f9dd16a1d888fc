import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import type { SynapseRecord } from "../../packages/kernel/src/contracts/synapse.ts";

type Part = "state" | "inputs" | "receptors" | "dynamics" | "expressions" | "parameters";
type Parts = { [Name in Part]: Record<string, object | string> };

/** Potential at which a neuron is held by default. */
export const HELD_AT = -65;

const record = (name: string, parts: Partial<Parts>): NeuronRecord =>
  ({
    kind: "neuron",
    contract: 1,
    name,
    about: "One end of a synapse that is drawn.",
    parameters: {},
    ...parts,
  }) as NeuronRecord;

/**
 * Create a neuron that is held at its potential, as in voltage clamp, and shows the current into it.
 *
 * It has the variables and the input of the target that the synapse names.
 */
export function heldTarget(model: SynapseRecord): NeuronRecord {
  const parts = variablesOf(model, "post");
  const expressions: Parts["expressions"] = {};
  for (const { into, unit } of model.coupling ?? []) {
    parts.inputs[into] = { unit, about: "what the synapse lets in" };
    expressions["response"] = { value: into, unit, about: "what the synapse lets in" };
  }
  return record("held-target", { ...parts, expressions: { ...parts.expressions, ...expressions } });
}

/** Create a source whose variables follow an external command: `v` follows `command_v`. */
export function commandedSource(model: SynapseRecord): NeuronRecord {
  return record("commanded-source", variablesOf(model, "pre"));
}

/** Create a target that sums what is delivered, and decays like a synaptic current. */
export function meteringTarget(unit: string): NeuronRecord {
  return record("metering-target", {
    parameters: { tau: { default: "5 ms", about: "decay of the response" } },
    receptors: {
      arrivals: {
        unit,
        about: "what is delivered",
        on: { response: "response + weight", total: "total + weight" },
      },
    },
    state: {
      response: { initial: 0, unit, about: "response that decays" },
      total: { initial: 0, unit, about: "sum of all that was delivered" },
    },
    dynamics: { response: "-response / tau" },
  });
}

/** Variables that a synapse reads at one end: each keeps its set value, plus a command. */
function variablesOf(model: SynapseRecord, end: "pre" | "post") {
  const parts: Pick<Parts, "state" | "inputs" | "expressions" | "parameters"> = {
    state: {},
    inputs: {},
    expressions: {},
    parameters: {},
  };
  for (const { of, variable, unit } of Object.values(model.reads ?? {})) {
    if (of !== end) continue;
    const held = `held_${variable}`;
    parts.parameters[held] = {
      default: unit === "mV" ? `${HELD_AT} mV` : zero(unit),
      about: "held at",
    };
    parts.inputs[`command_${variable}`] = { unit, about: "added to it" };
    parts.expressions[variable] = { value: `${held} + command_${variable}`, unit, about: "held" };
  }
  return parts;
}

function zero(unit: string): string | number {
  return unit === "1" ? 0 : `0 ${unit}`;
}
