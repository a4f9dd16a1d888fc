import { defineNeuron, type NeuronRecord } from "@spikeloom/kernel";
import { neuronForm } from "@spikeloom/program";
import { defaultStack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { makeTrainer, surrogate, surrogateOf } from "../src/index.ts";
import { adaptingVariables } from "../src/surrogates/adapting-variables.ts";
import { type SmallNetwork, smallBatch, smallNetwork, smallRequest } from "./small-task.ts";

const excitatory = { receptor: "excitatory", weight: [2.5, "nA"] } as const;
const unitless = { weight: [1, ""], receptor: "spikes" } as const;

/** Neurons of the stack, each with the variables to which a spike adds. */
const cases: readonly (SmallNetwork & { readonly adapts: readonly string[] })[] = [
  { model: "lif-curr-exp", ...excitatory, adapts: [] },
  { model: "mat2-curr-exp", ...excitatory, adapts: ["v_th_1", "v_th_2"] },
  { model: "norse-lif", ...unitless, adapts: [] },
  { model: "norse-lsnn", ...unitless, adapts: ["b"] },
];

describe("a surrogate without resets", () => {
  it.each(cases)("passes gradients through $adapts of $model", ({ adapts, ...small }) => {
    const gradients = (reset?: "detached" | readonly string[]) => {
      const slope = surrogate("arctan", { width: 0.5, ...(reset && { reset }) });
      const trainer = makeTrainer(smallRequest(smallNetwork(small), { surrogate: slope }));
      trainer.differentiate(smallBatch(2));
      return trainer.gradients().map((one) => [...one]);
    };
    expect(gradients()).toEqual(gradients(adapts));
    if (adapts.length > 0) expect(gradients()).not.toEqual(gradients("detached"));
  });

  it.each([
    ["adex-cond-exp", ["w"]],
    ["izhikevich", ["u"]],
    ["lif-cond-exp-sfa-rr", ["g_sfa", "g_rr"]],
    ["lif-cond-exp-adaptive-threshold", ["v_rise"]],
    ["spike-response-model", []],
    ["spikingjelly-lif-soft", []],
    ["sinabs-alif", ["b"]],
    ["snntorch-leaky", []],
  ])("of %s passes those of %j", (name, adapts) => {
    const model = defaultStack.get("neuron", name);
    const form = neuronForm(model);
    expect(adaptingVariables({ form, parameters: new Map() })).toEqual(adapts);
  });

  const adaptive = (when: string) =>
    defineNeuron({
      name: "adaptive",
      about: "Neuron whose threshold rises at a spike.",
      parameters: {
        v_threshold: { default: "1 mV", about: "threshold" },
        gain: { default: 1, about: "factor of the adaptation" },
      },
      receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
      state: {
        v: { initial: "0 mV", unit: "mV", about: "potential" },
        a: { initial: "0 mV", unit: "mV", about: "adaptation" },
      },
      dynamics: { v: "-v / (20*ms)", a: "-a / (100*ms)" },
      expressions: { above: { value: "v - gain * a", unit: "mV", about: "potential above it" } },
      spike: { when, reset: { v: "v - v_threshold", a: "a + 1*mV" } },
    });

  it.each([
    ["v >= v_threshold + gain * a", 1, ["a"]],
    ["v_threshold + gain * a < v", 1, ["a"]],
    ["above > v_threshold", 1, ["a"]],
    ["-above < -v_threshold", 1, ["a"]],
    ["above / v_threshold > 1", 1, ["a"]],
    // The variable that brings the neuron nearer to its next spike is a second potential.
    ["above > v_threshold", -1, []],
  ])("distinguishes the potential of %s, factor %d, from the adaptation", (when, gain, adapts) => {
    const parameters = new Map([
      ["gain", { value: gain }],
      ["v_threshold", { value: 1 }],
    ]);
    const form = neuronForm(adaptive(when) as NeuronRecord);
    expect(adaptingVariables({ form, parameters })).toEqual(adapts);
  });

  it("equals that of frameworks that detach the reset of the potential", () => {
    expect(surrogateOf("norse/super").reset).toBe("by-variable");
    expect(surrogateOf("spikingjelly/atan").reset).toBe("attached");
    expect(surrogateOf("norse/super", { reset: "detached" }).reset).toBe("detached");
  });

  it("refuses unknown words, and variables that no neuron has", () => {
    expect(() => surrogate("arctan", { reset: "adaptation" as "attached" })).toThrow("by-variable");
    const small: SmallNetwork = { model: "lif-curr-exp", ...excitatory };
    const odd = surrogate("arctan", { reset: ["b"] });
    expect(() => makeTrainer(smallRequest(smallNetwork(small), { surrogate: odd }))).toThrow(
      "SL_TRAINING_OPTION",
    );
  });
});
