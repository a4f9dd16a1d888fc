import { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkModelInFull,
  type Expression,
  freeNames,
  type NeuronEquations,
  neuronFromEquations,
  parseNeuronModel,
  type SynapseEquations,
  synapseFromEquations,
} from "../src/index.ts";

function errorsOf(act: () => unknown): readonly SpikeLoomError[] {
  try {
    act();
  } catch (error) {
    if (error instanceof SpikeLoomError) return [error, ...error.others];
    throw error;
  }
  return [];
}

function codesOf(act: () => unknown): readonly string[] {
  return errorsOf(act).map(({ code }) => code);
}

// The CUBA network of Brette et al. 2007 (doi:10.1007/s10827-007-0038-6).
const cuba: NeuronEquations = {
  name: "cuba",
  equations: `
    dv/dt = (ge + gi - (v - El))/taum : volt (unless refractory)
    dge/dt = -ge/taue : volt
    dgi/dt = -gi/taui : volt`,
  parameters: {
    taum: "20*ms",
    taue: "5*ms",
    taui: "10 ms",
    Vt: "-50*mV",
    Vr: "-60*mV",
    El: "-49*mV",
  },
  initial: { v: "Vr + rand() * (Vt - Vr)" },
  threshold: "v > Vt",
  reset: "v = Vr",
  refractory: "5*ms",
  receptors: ["ge", "gi"],
  method: "exact",
};

describe("a neuron from equations", () => {
  it("has the dynamics, the values and the refractoriness of the text", () => {
    const record = neuronFromEquations(cuba);
    expect(record.dynamics).toEqual({
      v: "(ge + gi - (v - El)) / taum",
      ge: "-ge / taue",
      gi: "-gi / taui",
    });
    expect(record.spike).toEqual({
      when: "v > Vt",
      reset: { v: "Vr" },
      refractory: { for: "5 * ms", hold: ["v"] },
    });
    expect(record.receptors?.["gi"]?.on).toEqual({ gi: "gi + weight" });
    expect(record.integrator).toEqual({ name: "exact" });
    const model = parseNeuronModel(record);
    expect(model.parameters.get("taum")?.defaultValue).toBe(20);
    expect(model.parameters.get("El")?.defaultValue).toBe(-49);
  });

  it("is data", () => {
    const record = neuronFromEquations(cuba);
    expect(JSON.parse(JSON.stringify(record))).toEqual({ ...record });
    expect(checkModelInFull(JSON.parse(JSON.stringify(record)))).toEqual([]);
  });

  it("is called with values as every model is", () => {
    const record = neuronFromEquations(cuba);
    const given = record({ taum: "10 ms", Vt: "-52 mV" });
    expect(given.parameters).toEqual({ taum: "10 ms", Vt: "-52 mV" });
    expect(given.model.parameters["taum"]?.default).toBe("20 ms");
    expect(Object.isFrozen(record)).toBe(true);
  });

  it("treats declared names as its own, and undeclared ones as units", () => {
    const record = neuronFromEquations({
      name: "named-as-units",
      equations: `
        dv/dt = (V2 - v + GA*mV2)/(m3*ms) : volt
        V2 : volt
        mV2 = V2 + 1*mV : volt`,
      parameters: { V2: "-60 mV", GA: 0, m3: 20 },
      threshold: "v*v > 2500*mV**2 and v > 0*nV2/nV",
      reset: "nS2 = V2; v = nS2",
    });
    expect(record.spike?.reset).toEqual({ v: "V2" });
    const model = parseNeuronModel(record);
    expect([...model.parameters.keys()]).toEqual(["V2", "GA", "m3"]);
    const read = (e: Expression | undefined): unknown => e && [...freeNames(e)];
    expect(read(model.dynamics.get("v"))).toEqual(["V2", "v", "GA", "mV2", "m3"]);
    // Not declared: (1 nV)^2 / (1 nV) is a potential by its dimensions.
    expect(read(model.spike?.when)).toEqual(["v"]);
  });

  const adaptive: NeuronEquations = {
    name: "adaptive",
    equations: `
      dv/dt = (v0 - v + drive)/tau + sigma*xi*tau**-0.5 : volt
      dw/dt = -w/tau : 1
      drive = 2*mV*int(t - lastspike > 10*ms) : volt
      doubled = 2*w : 1
      kick = rand() : 1 (constant over dt)
      v0 : volt
      tau : second (constant)
      sigma : volt (shared)
      count : integer
      on : boolean`,
    parameters: { tau: "20*ms", v0: "1*mV", sigma: "1 mV" },
    initial: { on: "True" },
    threshold: "v > 10*mV and on",
    reset: "u = w + 1\nv = v0*u; w += u*kick; count += int(doubled)",
    refractory: "2*ms + w*ms",
  };

  it("turns statements in a row into assignments at once", () => {
    const { spike } = neuronFromEquations(adaptive);
    expect(spike?.reset).toEqual({
      v: "v0 * (w + 1)",
      w: "w + (w + 1) * kick",
      count: "count + int(2 * (w + (w + 1) * kick))",
      lastspike: "t",
    });
  });

  it("creates variables for assigned names and parameters for names with a value", () => {
    const { state, parameters } = neuronFromEquations(adaptive);
    expect(Object.keys(parameters)).toEqual(["v0", "tau", "sigma"]);
    expect(state?.["count"]).toMatchObject({ initial: 0, unit: "1", type: "integer" });
    expect(state?.["on"]).toMatchObject({ initial: "True", type: "boolean" });
    expect(state?.["lastspike"]).toMatchObject({ initial: "-1e4 s", unit: "s" });
  });

  it("preserves values that are constant over a step, and evaluates a changing dead time at each step", () => {
    const { expressions, spike } = neuronFromEquations(adaptive);
    expect(expressions?.["kick"]?.constantOverStep).toBe(true);
    expect(spike?.refractory).toMatchObject({ for: "2 * ms + w * ms", evaluate: "each-step" });
  });

  it("takes a condition as refractoriness", () => {
    const { spike } = neuronFromEquations({ ...cuba, refractory: "v > -40*mV" });
    expect(spike?.refractory).toEqual({ while: "v > -40*mV", hold: ["v"] });
  });

  it("has no refractoriness if none is given, whatever the flags", () => {
    const { refractory: _, ...never } = cuba;
    expect(neuronFromEquations(never).spike?.refractory).toBeUndefined();
  });

  it("sends further events", () => {
    const events = { low: { when: "v < Vr", do: "v = Vr" }, high: "v > Vt" };
    expect(neuronFromEquations({ ...cuba, events }).events).toMatchObject({
      low: { when: "v < Vr", do: { v: "Vr" } },
      high: { when: "v > Vt", do: {} },
    });
  });

  it("names inputs that something outside feeds", () => {
    const equations = "dv/dt = (I - v)/tau : volt\nI : volt";
    const parameters = { tau: "10 ms" };
    const record = neuronFromEquations({ name: "driven", equations, parameters, inputs: ["I"] });
    expect(record.inputs).toMatchObject({ I: { unit: "volt" } });
  });

  it.each([
    ["reset", { reset: "v = Vr; w += 5*mV" }, '"w" is not a variable that can be changed'],
    ["reset", { reset: "V = Vr" }, 'no later statement reads it. Did you mean "v"?'],
    [
      "events.low.do",
      { events: { low: { when: "v < Vr", do: "vv = Vr" } } },
      '"vv" is not a variable',
    ],
    ["initial.V", { initial: { V: "Vr" } }, 'not a variable of the equations. Did you mean "v"?'],
  ])("refuses in %s statements that change no variable", (path, given, message) => {
    const errors = errorsOf(() => neuronFromEquations({ ...cuba, ...given }));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: "SL_NAME_UNKNOWN" });
    expect(errors[0]?.place).toContain(path);
    expect(errors[0]?.message).toContain(message);
  });

  it("keeps names that statements have for themselves", () => {
    const { spike } = neuronFromEquations({ ...cuba, reset: "low = Vr; low += 1*mV; v = low" });
    expect(spike?.reset).toEqual({ v: "Vr + 1 * mV" });
  });

  it("requests all missing values at once", () => {
    const equations = "dv/dt = -v/tau : volt\ntau : second\ngain : 1";
    const errors = errorsOf(() => neuronFromEquations({ name: "bare", equations }));
    expect(errors.map(({ code, place }) => [code, place])).toEqual([
      ["SL_EQUATIONS_VALUE", 'neuron "bare" parameters.tau'],
      ["SL_EQUATIONS_VALUE", 'neuron "bare" parameters.gain'],
    ]);
  });

  it.each([
    ["a linked variable", { equations: "x : 1 (linked)" }, "SL_EQUATIONS_UNSUPPORTED"],
    [
      "a value of another unit",
      { equations: "tau : second", parameters: { tau: "1 mV" } },
      "SL_DIMENSION",
    ],
    ["a name without value", { equations: "dv/dt = -v/tau : volt" }, "SL_NAME_UNKNOWN"],
    ["a flag of synapses", { equations: "dx/dt = -x/ms : 1 (event-driven)" }, "SL_EQUATION_FLAG"],
    ["a wrong unit", { equations: "dv/dt = -v : volt" }, "SL_DIMENSION"],
    ["a cycle", { equations: "a = b : 1\nb = a : 1" }, "SL_SUBEXPRESSION_CYCLE"],
    [
      "a receptor without equation",
      { equations: "", receptors: ["g"] },
      "SL_EQUATIONS_UNSUPPORTED",
    ],
    ["an invalid line", { equations: "dv/dt" }, "SL_EQUATION_SYNTAX"],
    [
      "a draw that two statements use",
      { equations: "x : 1\ny : 1", threshold: "x > 1", reset: "u = rand(); x = u; y = u" },
      "SL_EQUATIONS_UNSUPPORTED",
    ],
    [
      "statements that double repeatedly",
      { equations: "x : 1", threshold: "x > 1", reset: "x = x + x;".repeat(60) },
      "SL_EXPRESSION_SIZE",
    ],
  ])("refuses %s", (_, options, code) => {
    expect(codesOf(() => neuronFromEquations({ name: "x", ...options }))).toContain(code);
  });
});

describe("a synapse from equations", () => {
  const target = neuronFromEquations({
    name: "target",
    equations: `
      dv/dt = (r*(ge + i_syn) - v)/tau : volt
      dge/dt = -ge/tau : amp
      i_syn : amp`,
    inputs: ["i_syn"],
    parameters: { tau: "20*ms", r: "1 Mohm" },
    threshold: "v > 10*mV",
    reset: "v = 0*mV",
    receptors: ["ge"],
  });
  const stdp: SynapseEquations = {
    name: "stdp",
    target,
    model: `
      w : amp
      dapre/dt = -apre/taupre : 1 (event-driven)
      dapost/dt = -apost/taupost : 1 (event-driven)`,
    onPre: "ge += w; apre += Apre; w = clip(w + apost*wmax, 0*amp, wmax)",
    onPost: "apost += Apost; w = clip(w + apre*wmax, 0*amp, wmax)",
    parameters: { taupre: "20*ms", taupost: "20*ms", wmax: "1*nA", Apre: 0.01, Apost: -0.0105 },
  };

  it("delivers the increment of the target, before its own weight changes", () => {
    const { synapse, receptor } = synapseFromEquations(stdp);
    expect(receptor).toBe("ge");
    expect(synapse.deliver).toBe("weight");
    expect(synapse.weightUnit).toBe("amp");
    expect(synapse.on?.["pre"]).toEqual({
      apre: "apre + Apre",
      weight: "clip(weight + apost * wmax, 0 * amp, wmax)",
    });
    expect(synapse.dynamics?.["apre"]).toEqual({ derivative: "-apre / taupre", when: "event" });
  });

  it("delivers the weight after a change that comes first", () => {
    const { synapse } = synapseFromEquations({ ...stdp, onPre: "w = 2*w; ge_post += w" });
    expect(synapse.deliver).toBe("2 * weight");
    expect(synapse.on?.["pre"]).toEqual({ weight: "2 * weight" });
  });

  it.each([
    ["onPre", { onPre: "ge += w; aprE += Apre" }, '"aprE" is not a variable that can be changed'],
    ["onPost", { onPost: "W = w" }, '"W" is not a variable, and no later statement reads it'],
    ["initial.Apre", { initial: { Apre: 1 } }, '"Apre" is not a variable of the equations'],
  ])("refuses in %s statements that change no variable", (path, given, message) => {
    const errors = errorsOf(() => synapseFromEquations({ ...stdp, ...given }));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.place).toContain(path);
    expect(errors[0]?.message).toContain(message);
  });

  it("couples through summed variables and reads both ends", () => {
    const model = `
      w : siemens
      ds/dt = -s/tau + a*x*(1 - s) : 1 (clock-driven)
      dx/dt = -x/tau : 1
      i_syn_post = w*s*(v_pre - v_post) : amp (summed)`;
    const parameters = { tau: "2*ms", a: "0.5*kHz" };
    const options = { name: "gap", model, parameters, onPre: "x += 1", source: target, target };
    const { synapse, receptor } = synapseFromEquations(options);
    expect(receptor).toBeUndefined();
    expect(synapse.deliver).toBeUndefined();
    expect(synapse.coupling).toEqual([
      { into: "i_syn", value: "weight * s * (v_pre - v_post)", unit: "amp" },
    ]);
    expect(synapse.reads?.["v_pre"]).toEqual({ of: "pre", variable: "v", unit: "volt" });
    expect(synapse.dynamics?.["x"]?.when).toBe("step");
  });

  it("is called with values as every model is", () => {
    const { synapse } = synapseFromEquations(stdp);
    expect(synapse({ Apre: 0.02 }).parameters).toEqual({ Apre: 0.02 });
    expect(JSON.parse(JSON.stringify(synapse))).toEqual({ ...synapse });
  });

  it("reads the target's variables, even if a unit has their name", () => {
    const parameters = { tau: "20 ms" };
    const equations = "dv/dt = -v/tau : volt\nV2 = 2*v : volt";
    const driven = neuronFromEquations({ name: "driven", equations, parameters, receptors: ["v"] });
    const { synapse } = synapseFromEquations({
      name: "shunt",
      target: driven,
      model: "w : 1",
      parameters: { w: 0.1 },
      onPre: "v_post += w*V2",
    });
    expect(synapse.reads).toEqual({ V2: { of: "post", variable: "V2", unit: "volt" } });
  });

  it("leaves a factor of another unit a parameter", () => {
    const options = { name: "scaled", target, model: "w : 1", parameters: { w: 2 } };
    const { synapse } = synapseFromEquations({ ...options, onPre: "ge_post += w*nA" });
    expect(synapse.deliver).toBe("w * nA");
    expect(synapse.parameters["w"]?.default).toBe(2);
  });

  it("delivers nothing if the target is unchanged", () => {
    const { synapse } = synapseFromEquations({ name: "idle", model: "w : 1" });
    expect(synapse.deliver).toBe("0 * weight");
  });

  it.each([
    ["two variables of the target", { onPre: "ge_post += w; v_post += 1*mV" }],
    ["a variable that it sets", { onPre: "ge_post = w" }],
    ["an unknown target", { onPre: "gx_post += w" }],
    ["a change of the target by its own spike", { onPost: "v_post = 0*mV" }],
    ["a change of its source", { onPre: "v_pre += 1*mV" }],
    ["a sum over its source", { model: "i_syn_pre = 1*nA : amp (summed)", onPre: "", onPost: "" }],
    ["a read without the neuron", { onPost: "apost += v_pre/mV" }],
  ])("refuses %s", (_, options) => {
    const codes = codesOf(() => synapseFromEquations({ ...stdp, ...options }));
    expect(codes).toContain("SL_EQUATIONS_UNSUPPORTED");
  });
});

describe("hostile equations", () => {
  const words = [
    "dv/dt",
    "=",
    ":",
    "volt",
    "v",
    "x",
    "(",
    ")",
    "+=",
    "\n",
    ";",
    "rand()",
    "1",
    "-",
  ];
  const text = fc.array(fc.constantFrom(...words, "(summed)", "x_post", "xi", "lastspike"), {
    maxLength: 30,
  });
  const block = text.map((parts) => parts.join(" "));

  it("give only coded errors", () => {
    fc.assert(
      fc.property(block, block, block, block, (equations, threshold, reset, refractory) => {
        const neuron = (): unknown =>
          neuronFromEquations({ name: "x", equations, threshold, reset, refractory });
        const synapse = (): unknown =>
          synapseFromEquations({ name: "x", model: equations, onPre: reset, onPost: threshold });
        for (const error of [...errorsOf(neuron), ...errorsOf(synapse)]) {
          expect(error.code).toMatch(/^SL_/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
