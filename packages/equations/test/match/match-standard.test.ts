import { formatExpression } from "@spikeloom/equations";
import { type MatchOptions, matchStandard } from "@spikeloom/equations/match";
import {
  defineNeuron,
  type NeuronRecord,
  type PlasticityRecord,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { changeEquations, changeRules, reformed, renamed } from "./rewrite-model.ts";

const standards = defaultStack.list("neuron") as readonly NeuronRecord[];

/** Neurons of one framework that equal those of another, which comes first; that of `spyx-if` has no leak. */
const twins: Readonly<Record<string, string>> = {
  "sinabs-iaf": "spikingjelly-if-soft",
  "spyx-if": "snntorch-leaky",
  "spyx-lif": "snntorch-leaky",
};

function parametersOf(model: NeuronRecord, options?: MatchOptions) {
  const found = matchStandard(model, standards, options);
  const written = [...(found?.parameters ?? [])].map(([name, e]) => [name, formatExpression(e)]);
  return { standard: found?.standard.name, parameters: Object.fromEntries(written) };
}

/** A leaky neuron in the words of a user of Brian2. */
const stranger = defineNeuron({
  name: "mine",
  about: "A leaky neuron with currents that decay.",
  parameters: {
    C: { default: "200 pF", about: "capacitance", min: "0 pF", exclusive: true },
    gL: { default: "10 nS", about: "leak", min: "0 nS", exclusive: true },
    EL: { default: "-65 mV", about: "rest" },
    VT: { default: "-50 mV", about: "threshold" },
    tauE: { default: "3 ms", about: "decay" },
    ref: { default: "1 ms", about: "dead time" },
  },
  receptors: {
    ampa: { unit: "pA", about: "excites", on: { je: "weight + je" } },
    gaba: { unit: "pA", about: "inhibits", on: { ji: "ji + weight" }, sign: "negative" },
  },
  inputs: { drive: { unit: "pA", about: "injected" } },
  state: {
    vm: { initial: "EL", unit: "V", about: "potential" },
    je: { initial: "0 pA", unit: "pA", about: "current" },
    ji: { initial: "0 pA", unit: "pA", about: "current" },
  },
  dynamics: {
    vm: "-(vm*gL)/C + drive/C + je/C + EL*gL/C + ji/C",
    je: "-je * (1/tauE)",
    ji: "-0.2*ji/ms",
  },
  spike: {
    when: "vm - VT >= 0*mV",
    reset: { vm: "-60*mV" },
    refractory: { for: "ref", hold: ["vm"] },
  },
});

describe("matchStandard", () => {
  it.each(["synapse", "plasticity"] as const)("finds each %s of the stack as itself", (kind) => {
    const all = defaultStack.list(kind);
    const lost = all.filter((model) => matchStandard(model, [model])?.isSame !== true);
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  it.each(
    (["synapse", "plasticity"] as const).flatMap((kind) =>
      (defaultStack.list(kind) as readonly (SynapseRecord | PlasticityRecord)[]).map(
        (one) => [one.name, one] as const,
      ),
    ),
  )("finds %s behind other forms of its equations", (_, model) => {
    for (let which = 0; which < draws({ ci: 2, long: 60 }); which++) {
      const other = changeRules(model, reformed(newDraw(drawSeed, which)));
      const isSame = matchStandard(other, [model])?.isSame;
      expect({ seed: drawSeed, which, isSame, other }).toMatchObject({ isSame: true });
    }
  });

  it("accepts roots if parameters occur only as powers", () => {
    const gated = (parameters: NeuronRecord["parameters"], value: string): NeuronRecord =>
      defineNeuron({
        name: "gated",
        about: "A gate.",
        parameters,
        state: { x: { initial: 0, unit: "1", about: "what opens it" } },
        expressions: { open: { value, unit: "1", about: "how far" } },
        dynamics: { x: "(1 - x) / ms" },
        outputs: { share: { value: "open", unit: "1", about: "how far" } },
      });
    const half = { default: 0.3, about: "half", min: 0, exclusive: true } as const;
    const standard = gated({ half }, "x**4 / (x**4 + half**4)");
    const found = (model: NeuronRecord) => {
      const { parameters } = matchStandard(model, [standard]) ?? {};
      const value = parameters?.get("half");
      return value && formatExpression(value);
    };
    expect(found(gated({ c: half, d: half }, "x**4 / ((c*d)**4 + x**4)"))).toBe("c * d");
    expect(found(gated({}, "x**4 / (x**4 + 81)"))).toBe("3");
    // No parameter of the model is the fourth root of one.
    expect(found(gated({ c: half }, "x**4 / (x**4 + c**2)"))).toBeUndefined();
    expect(found(gated({}, "x**4 / (x**4 - 81)"))).toBeUndefined();
  });

  it("finds each model of the stack as itself", () => {
    const lost = standards.filter((model) => matchStandard(model, standards)?.isSame !== true);
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  it("returns the meaning of another model's parameters", () => {
    expect(parametersOf(stranger)).toEqual({
      standard: "lif-curr-exp",
      parameters: {
        c_m: "C",
        tau_m: "C / gL",
        v_rest: "EL",
        v_threshold: "VT",
        v_reset: "-60",
        tau_syn_exc: "tauE",
        tau_syn_inh: "5",
        tau_refrac: "ref",
        i_offset: "0",
      },
    });
  });

  it("returns the meaning of another model's names, and signs that it does not require", () => {
    const found = matchStandard(stranger, standards);
    const { state, receptor, input } = found?.names ?? {};
    expect(Object.fromEntries([...(state ?? [])])).toEqual({
      v: "vm",
      i_syn_exc: "je",
      i_syn_inh: "ji",
    });
    expect(Object.fromEntries([...(receptor ?? [])])).toEqual({
      excitatory: "ampa",
      inhibitory: "gaba",
    });
    expect(Object.fromEntries([...(input ?? [])])).toEqual({ i_inj: "drive" });
    expect(found?.isSame).toBe(false);
  });

  it.each(
    standards.filter((one) => one.source === undefined).map((one) => [one.name, one] as const),
  )("finds %s behind other names and other forms of its equations", (name, model) => {
    for (let which = 0; which < draws({ ci: 2, long: 60 }); which++) {
      const draw = newDraw(drawSeed, which);
      const other = renamed(changeEquations(model, reformed(draw)));
      const found = matchStandard(other, standards)?.standard.name;
      const twin = twins[name] ?? name;
      const wanted = found === twin ? twin : name;
      expect({ seed: drawSeed, which, found, other }).toMatchObject({ found: wanted });
    }
  });

  it("treats parameters with one permanent value as numbers", () => {
    const scaled = defineNeuron({
      ...stranger,
      parameters: { ...stranger.parameters, n: { default: 2, about: "a pure number" } },
      dynamics: { ...stranger.dynamics, je: "-(je**n/je)/tauE" },
    });
    expect(parametersOf(scaled).standard).toBeUndefined();
    const changed = defineNeuron({
      ...stranger,
      parameters: { ...stranger.parameters, n: { default: 1, about: "a pure number" } },
      spike: { ...stranger.spike, when: "n*vm > VT" },
    });
    expect(parametersOf(changed).standard).toBeUndefined();
    const options = { values: new Map([["n", 1]]), threshold: "either" as const };
    expect(parametersOf(changed, options)).toMatchObject({ standard: "lif-curr-exp" });
    expect(parametersOf(changed, { values: new Map([["n", 1]]) }).standard).toBeUndefined();
  });

  it.each<[string, Partial<NeuronRecord>]>([
    [
      "another sign",
      { dynamics: { ...stranger.dynamics, vm: "(vm*gL)/C + drive/C + je/C + EL*gL/C + ji/C" } },
    ],
    [
      "a current that counts twice",
      { dynamics: { ...stranger.dynamics, vm: "-(vm*gL)/C + drive/C + 2*je/C + EL*gL/C + ji/C" } },
    ],
    ["a square", { dynamics: { ...stranger.dynamics, ji: "-0.2*ji*ji/ms/pA" } }],
    ["a threshold from below", { spike: { ...stranger.spike, when: "vm - VT <= 0*mV" } }],
    ["a strict threshold", { spike: { ...stranger.spike, when: "vm > VT" } }],
    ["nothing held", { spike: { ...stranger.spike, refractory: { for: "ref" } } }],
    [
      "a current that is held too",
      { spike: { ...stranger.spike, refractory: { for: "ref", hold: ["vm", "je"] } } },
    ],
    ["a reset of a current", { spike: { ...stranger.spike, reset: { vm: "-60*mV", je: "0*pA" } } }],
    [
      "an increment twice as large",
      {
        receptors: {
          ...stranger.receptors,
          ampa: { unit: "pA", about: "excites", on: { je: "je + 2*weight" } },
        },
      },
    ],
    [
      "a rising threshold",
      { spike: { ...stranger.spike, when: "vm - VT >= 0*mV", edge: "rising" } },
    ],
  ])("finds no standard model if there is %s", (_, change) => {
    const other = defineNeuron({ ...stranger, ...change } as typeof stranger);
    expect(parametersOf(other).standard).toBeUndefined();
  });

  it("does not match a neuron with another number of states to a standard one", () => {
    const { ji: _, ...dynamics } = stranger.dynamics ?? {};
    const other = defineNeuron({ ...stranger, dynamics } as typeof stranger);
    expect(parametersOf(other).standard).toBeUndefined();
  });

  // There are too many pairings of 30 names to test all of them: the search must be cut off.
  it("ends if there are many equivalent states", () => {
    const names = Array.from({ length: 30 }, (_, k) => `y${k}`);
    const many = (last: string) =>
      defineNeuron({
        name: "many",
        about: "States that are alike.",
        parameters: { tau: { default: "5 ms", about: "decay" } },
        state: Object.fromEntries(
          names.map((name) => [name, { initial: 0, unit: "1", about: "one" }]),
        ),
        dynamics: Object.fromEntries(
          names.map((name, k) => [name, `-${name}/tau + ${k === 29 ? last : names[k + 1]}/ms`]),
        ),
      });
    expect(matchStandard(many("y0"), [many("y0")])?.isSame).toBe(true);
    expect(matchStandard(many("y0"), [many("2*y0")])).toBeUndefined();
  });

  it("finds a model with additional inputs, receptors and states, which stay zero", () => {
    const { ji: _, ...dynamics } = stranger.dynamics ?? {};
    const { gaba: __, ...receptors } = stranger.receptors ?? {};
    const { ji: ___, ...state } = stranger.state ?? {};
    const alone = {
      ...stranger,
      receptors,
      state,
      inputs: {},
      dynamics: { ...dynamics, vm: "-(vm*gL)/C + je/C + EL*gL/C" },
    } as unknown as typeof stranger;
    const found = matchStandard(defineNeuron(alone), standards);
    expect(found?.standard.name).toBe("lif-curr-exp");
    expect(found?.lacks).toBe(3);
    expect(Object.fromEntries([...(found?.names.state ?? [])])).toEqual({
      v: "vm",
      i_syn_exc: "je",
    });
    // If nothing else determines the capacitance, it is half as large for a current twice as large.
    const vm = (current: string): object => ({ vm: `-(vm*gL)/C + ${current} + EL*gL/C` });
    const changed = (current: string): typeof stranger =>
      defineNeuron({
        ...alone,
        dynamics: { ...alone.dynamics, ...vm(current) },
      } as typeof stranger);
    const { c_m } = parametersOf(changed("2*je/C")).parameters;
    expect(c_m).toBe("0.5 * C");
    expect(parametersOf(changed("je*je/C/pA")).standard).toBeUndefined();
  });
});
