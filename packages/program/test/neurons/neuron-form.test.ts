import { defineNeuron, type NeuronRecord } from "@spikeloom/kernel";
import { conventions } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { together } from "../../../../tools/test/conventions.ts";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { plainParameters } from "../../../../tools/test/stepped-models.ts";
import {
  discretise,
  namesReadBy,
  neuronForm,
  programOf,
  schemeOf,
  valuesIn,
} from "../../src/index.ts";
import { neuronForm as formCodec, scheme as schemeCodec } from "../../src/json/form-json.ts";
import { stepProgram } from "../../src/json/step-json.ts";
import { namesIn } from "../../src/neurons/statements.ts";
import type { Discretisation } from "../../src/neurons/step-input.ts";

const models = defaultStack.list("neuron") as readonly NeuronRecord[];

/** Discretise with default values and Runge-Kutta. */
function discretisation(model: NeuronRecord, more: Partial<Discretisation> = {}): Discretisation {
  return {
    parameters: plainParameters(model),
    dt: 0.1,
    convention: together,
    scheme: schemeOf(defaultStack.get("integrator", "rk4"), 2),
    inputs: new Set(Object.keys(model.inputs ?? {})),
    receptors: new Set(Object.keys(model.receptors ?? {})),
    observed: [],
    zeroDelay: false,
    ...more,
  };
}

describe("the continuous form of a neuron", () => {
  it.each(models.map((model) => [model.name, model] as const))(
    "of %s is data: written as JSON and read back, it has the same step",
    (_, model) => {
      const form = neuronForm(model);
      const text = JSON.stringify(formCodec.write(form));
      const read = formCodec.read(JSON.parse(text), "form");
      expect(JSON.stringify(formCodec.write(read))).toBe(text);
      const noisy = JSON.stringify(model).includes("xi");
      const scheme = schemeOf(defaultStack.get("integrator", noisy ? "milstein" : "rk4"), 2);
      const options = discretisation(model, { scheme });
      const copy = schemeCodec.read(JSON.parse(JSON.stringify(schemeCodec.write(scheme))), "s");
      const again = discretise(read, { ...options, scheme: copy });
      expect(stepProgram.write(again)).toEqual(stepProgram.write(discretise(form, options)));
    },
  );

  it("describes a leaky integrate-and-fire neuron for an event-driven simulator", () => {
    const form = neuronForm(defaultStack.get("neuron", "lif-curr-exp"));
    expect(form.flow.kind).toBe("equations");
    expect([...form.receptors.keys()]).toEqual(["excitatory", "inhibitory"]);
    expect(form.emission?.when).toMatchObject({
      kind: "threshold",
      condition: { kind: "greater_equal", left: { name: "v" }, right: { name: "v_threshold" } },
    });
    expect(form.emission?.refractory).toMatchObject({
      lasts: { kind: "time", duration: { name: "tau_refrac" } },
      hold: ["v"],
    });
  });

  it("of equal records is one", () => {
    const model = defaultStack.get("neuron", "lif");
    expect(neuronForm(structuredClone({ ...model }))).toBe(neuronForm(model));
  });

  it("has the same step whether the edge of its threshold is omitted or stated as the default", () => {
    const spike = { when: "v >= 1*mV", within: true, reset: { v: "0*mV" } } as const;
    const model = (more: { readonly edge?: "level" }): NeuronRecord =>
      defineNeuron({
        name: "within",
        about: "Spikes within sub-steps.",
        parameters: {},
        state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
        dynamics: { v: "(2*mV - v) / (10*ms)" },
        spike: { ...spike, ...more },
      });
    const steps = [model({}), model({ edge: "level" })].map((one) =>
      discretise(neuronForm(one), discretisation(one)),
    );
    expect(steps[1]).toEqual(steps[0]);
    // The crossing is placed within the sub-step.
    const names = [...namesIn(steps[1]?.kernels[0]?.statements ?? [])];
    expect(names.some((name) => name.startsWith("share."))).toBe(true);
  });

  it.each(Object.values(conventions).map((one) => [one.name, one] as const))(
    "reads in a step that is split by %s only values of its own kernel",
    (_, convention) => {
      const model = defaultStack.get("neuron", "lif-curr-exp");
      const options = discretisation(model, { convention, zeroDelay: true });
      const { kernels, slots } = discretise(neuronForm(model), options);
      expect(kernels).toHaveLength(2);
      for (const { statements, stores } of kernels) {
        const read = namesReadBy([...valuesIn(statements), ...stores.map(([, value]) => value)]);
        const known = new Set([...slots.keys(), ...namesIn(statements), "t"]);
        expect([...read].filter((one) => !known.has(one))).toEqual([]);
      }
    },
  );
});

describe("a population", () => {
  it("derives the requested step", () => {
    const program = programOf(
      {
        ...({ format: "spikeloom-network", version: 1, dt: "0.1 ms" } as const),
        populations: { E: { model: "lif", size: 40, parameters: { tau_m: "10 ms" } } },
      },
      { stack: defaultStack },
    );
    const population = program.populations.get("E");
    const usual = population?.step({ zeroDelay: false });
    expect(population?.step({ zeroDelay: false })).toBe(usual);
    expect(usual?.slots.has("tau_m")).toBe(false);
    const open = population?.step({ zeroDelay: false, asSlots: new Set(["tau_m"]) });
    expect(open?.slots.get("tau_m")?.role).toBe("parameter");
    expect(open?.exact?.[0]?.parameters).toEqual(["tau_m"]);
    const driven = population?.step({ zeroDelay: false, inputs: new Set(["i_syn"]) });
    expect(driven?.slots.has("i_syn")).toBe(true);
  });
});
