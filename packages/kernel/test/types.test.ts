import { expect, it } from "vitest";
import {
  defineConnector,
  defineEncoder,
  defineNeuron,
  definePlasticity,
  defineSynapse,
  type NeuronRecord,
  type PluginKind,
  type RecordOfKind,
  type Stack,
} from "../src/index.ts";

const lif = defineNeuron({
  name: "lif",
  about: "Leaky integrate-and-fire neuron.",
  parameters: {
    tau_m: { default: "20 ms", about: "membrane time constant" },
    gain: { default: 2, about: "gain" },
    g: { default: "1 nS/cm^2", about: "density" },
  },
  state: { v: { initial: "0 mV", unit: "mV", about: "membrane potential" } },
  dynamics: { v: "-v / tau_m" },
});

it("accepts only parameters of the right name and dimension", () => {
  expect(lif({ tau_m: "0.01 s", gain: 3, g: "2 uS/mm^2" }).parameters).toEqual({
    tau_m: "0.01 s",
    gain: 3,
    g: "2 uS/mm^2",
  });
  lif({ tau_m: ["1 ms", "2 ms"] });
  lif({ tau_m: { draw: "normal", mean: "10 ms", sd: "1 ms" } });
  lif({ tau_m: { formula: "10*ms + i*ms" } });
  // @ts-expect-error a time constant is not a potential
  lif({ tau_m: "10 mV" });
  // @ts-expect-error a time constant has a unit
  lif({ tau_m: 10 });
  // @ts-expect-error a draw of a time constant has a unit of time
  lif({ tau_m: { draw: "normal", mean: "10 mV", sd: "1 ms" } });
  // @ts-expect-error no such parameter
  lif({ tau_n: "10 ms" });
  // @ts-expect-error a plain number has no unit
  lif({ gain: "3 mV" });
});

it("stays data", () => {
  expect(lif.name).toBe("lif");
  expect(JSON.parse(JSON.stringify(lif))).toMatchObject({ kind: "neuron", name: "lif" });
});

it("varies a variant further, with the same names and dimensions", () => {
  const slow = lif({ tau_m: "40 ms", gain: 3 });
  const weak = slow({ gain: 1 });
  expect(weak.parameters).toEqual({ tau_m: "40 ms", gain: 1 });
  expect(weak().parameters).toEqual(weak.parameters);
  expect(weak({ tau_m: "5 ms" }).model.name).toBe("lif");
  // A variant is data, and the original stays unchanged.
  expect(slow.parameters).toEqual({ tau_m: "40 ms", gain: 3 });
  expect(JSON.parse(JSON.stringify(weak))).toEqual({
    model: JSON.parse(JSON.stringify(lif)),
    parameters: { tau_m: "40 ms", gain: 1 },
  });
  expect({ ...weak }).toEqual({ model: { ...lif }, parameters: weak.parameters });
  expect(Object.isFrozen(weak) && Object.isFrozen(weak.parameters)).toBe(true);
  // @ts-expect-error a time constant is not a potential
  weak({ tau_m: "10 mV" });
  // @ts-expect-error no such parameter
  slow({})({ tau_n: "10 ms" });
});

const depressing = defineSynapse({
  name: "depressing",
  about: "Synapse with short-term depression.",
  parameters: {
    u_0: { default: 0.5, about: "use" },
    tau_rec: { default: "800 ms", about: "recovery" },
  },
  state: { x: { initial: 1, unit: "1", about: "resources" } },
  dynamics: { x: { derivative: "(1 - x) / tau_rec", when: "event" } },
  on: { pre: { x: "x - u_0 * x" } },
  deliver: "weight * u_0 * x",
});

it("accepts only synapse parameters of the right name and dimension", () => {
  expect({ ...depressing({ tau_rec: "0.1 s" }) }).toEqual({
    model: JSON.parse(JSON.stringify(depressing)),
    parameters: { tau_rec: "0.1 s" },
  });
  depressing({ u_0: { draw: "uniform", low: 0.1, high: 0.9 } });
  // @ts-expect-error a recovery time is not a frequency
  depressing({ tau_rec: "10 Hz" });
  // @ts-expect-error use is a plain number
  depressing({ u_0: "0.5 ms" });
  // @ts-expect-error no such parameter
  depressing({ tau_facil: "10 ms" });
});

const pair = definePlasticity({
  name: "pair",
  about: "Pair-based plasticity.",
  parameters: {
    tau: { default: "20 ms", about: "decay" },
    w_max: { default: "1 nS", about: "upper bound" },
  },
  traces: { x_pre: { of: "pre", decay: "tau" } },
  on: { post: { weight: "min(w_max, weight + 0.01 * w_max * x_pre)" } },
});

it("accepts only plasticity parameters of the right name and dimension", () => {
  expect(pair({ w_max: "20 pS" }).parameters).toEqual({ w_max: "20 pS" });
  pair({ w_max: { values: [1, 2], unit: "nS" } });
  // @ts-expect-error a conductance is not a current
  pair({ w_max: "1 nA" });
  // @ts-expect-error no such parameter
  pair({ w_min: "1 nS" });
});

it("accepts only records with the contract's shape", () => {
  const spikeless = { parameters: {}, about: "x" };
  defineNeuron({ name: "x", ...spikeless });
  // @ts-expect-error a model has a sentence about itself
  defineNeuron({ name: "x", parameters: {} });
  // @ts-expect-error no such field
  expect(() => defineNeuron({ name: "x", ...spikeless, treshold: "v > 1" })).toThrow("SL_OPTION");
  // @ts-expect-error a state has a unit
  defineNeuron({ name: "x", ...spikeless, state: { v: { initial: 0, about: "x" } } });
  // @ts-expect-error no such field of a spike
  defineNeuron({ name: "x", ...spikeless, spike: { wen: "v > 1" } });
  // @ts-expect-error no such process
  defineNeuron({ name: "x", ...spikeless, source: { process: "poison" } });
  // @ts-expect-error a state moves from event to event or at each step
  defineSynapse({ name: "x", ...spikeless, dynamics: { x: { derivative: "-x", when: "never" } } });
  // @ts-expect-error a rule says what events do
  definePlasticity({ name: "x", ...spikeless });
  expect(spikeless.parameters).toEqual({});
});

it("cannot change once defined", () => {
  const record: NeuronRecord = lif;
  expect(() => {
    // @ts-expect-error fields are read-only
    record.about = "changed";
  }).toThrow(TypeError);
  expect(() => {
    // @ts-expect-error fields of fields are read-only
    record.parameters.tau_m = { default: "1 ms", about: "changed" };
  }).toThrow(TypeError);
});

it("returns records of the requested kind", () => {
  const ask = (stack: Stack): RecordOfKind["neuron"] => stack.get("neuron", "lif");
  // @ts-expect-error a backend is no neuron
  const wrong = (stack: Stack): RecordOfKind["neuron"] => stack.get("backend", "clock");
  // @ts-expect-error no such kind
  const kind: PluginKind = "neurons";
  expect([typeof ask, typeof wrong, kind]).toEqual(["function", "function", "neurons"]);
});

it("passes a plan its options with their types", () => {
  const shown = (value: string): string => value;
  const connector = defineConnector({
    name: "typed",
    about: "Reads its options.",
    options: {
      reach: { type: "integer", default: 1, about: "neighbours" },
      p: { type: "probability", required: true, about: "chance" },
      way: { type: "text", choices: ["forth", "back"], default: "forth", about: "way" },
      weighted: { type: "boolean", about: "whether it counts" },
    },
    plan({ sources, options: { reach, p, way, weighted } }) {
      const expected: number = sources * reach * p;
      const name: "forth" | "back" = way;
      // @ts-expect-error it may be left out, and has no default
      const isWeighted: boolean = weighted;
      // @ts-expect-error a number is no text
      shown(reach);
      return { expected, by: isWeighted ? "target" : "source", partners: () => name };
    },
  });
  expect(connector.options["reach"]).toMatchObject({ type: "integer", default: 1 });
});

it("passes an encoder its declared parameters", () => {
  const encoder = defineEncoder({
    name: "typed",
    about: "Reads its parameters.",
    parameters: { period: { default: "5 ms", about: "time between spikes" } },
    neurons: () => 1,
    spikes(_, { from, parameters }) {
      const first: number = from + parameters.period;
      // @ts-expect-error no such parameter
      const none = parameters.perod;
      return [Float64Array.of(first, none)];
    },
  });
  expect(encoder({ period: "2 ms" }).parameters).toEqual({ period: "2 ms" });
});
