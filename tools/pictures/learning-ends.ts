import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import type { PlasticityRecord } from "../../packages/kernel/src/contracts/plasticity.ts";

/** The unit of the weights with which a rule is plotted. */
export function weightUnitOf(rule: PlasticityRecord): string {
  return rule.weightUnit ?? "nA";
}

/** A weight halfway to the maximum, or one that the rule uses as a reference. */
export function startingWeight(rule: PlasticityRecord): number {
  const numberOf = (name: string): number | undefined => {
    const text = String(rule.parameters[name]?.default ?? "");
    return text.endsWith(` ${weightUnitOf(rule)}`) ? Number.parseFloat(text) : undefined;
  };
  const most = numberOf("w_max");
  if (most !== undefined) return most / 2;
  return numberOf("w_ref") ?? numberOf("w_unit") ?? 1;
}

/** Events of a rule besides spikes. Clock events occur at intervals, others like a reward. */
export function eventsOf(rule: PlasticityRecord): {
  readonly clocked: readonly string[];
  readonly rewards: readonly string[];
} {
  const named = Object.keys(rule.on).filter((name) => name !== "pre" && name !== "post");
  const isClocked = (name: string): boolean => name === "update" || name === "scale";
  return {
    clocked: named.filter(isClocked),
    rewards: named.filter((name) => !isClocked(name)),
  };
}

/**
 * Create a neuron that repeats a driver's spikes and receives plastic synapses without effect.
 *
 * Its potential jumps to 30 mV at a spike and decays to −70 mV within some milliseconds. A rule with its own
 * threshold assumes a potential that stays below it: it is then 5 mV below.
 */
export function relay(rule: PlasticityRecord): NeuronRecord {
  const unit = weightUnitOf(rule);
  const threshold = rule.parameters["v_threshold"]?.default;
  const still = threshold === undefined ? undefined : `${Number.parseFloat(`${threshold}`) - 5} mV`;
  return {
    kind: "neuron",
    contract: 1,
    name: "relay",
    about: "Repeats spikes that arrive.",
    parameters: {
      v_rest: { default: still ?? "-70 mV", about: "potential at rest" },
      v_peak: { default: still ?? "30 mV", about: "potential right after a spike" },
      tau_peak: { default: "3 ms", about: "decay of the potential after a spike" },
    },
    receptors: {
      driver: { unit: "1", about: "spikes to repeat", on: { due: "due + weight" } },
      plastic: { unit, about: "spikes to hear", on: { heard: "heard + weight" } },
    },
    state: {
      v: { initial: "v_rest", unit: "mV", about: "potential" },
      due: { initial: 0, unit: "1", about: "spikes to repeat" },
      heard: { initial: `0 ${unit}`, unit, about: "sum of all weights that arrived" },
    },
    dynamics: { v: "(v_rest - v) / tau_peak" },
    spike: { when: "due > 0.5", reset: { due: "0", v: "v_peak" } },
  } as NeuronRecord;
}
