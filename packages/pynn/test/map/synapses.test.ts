import { plasticity } from "@spikeloom/plasticity";
import { synapses } from "@spikeloom/synapses";
import { describe, expect, it } from "vitest";
import { pynnDependences, pynnSynapses, pynnTimings } from "../../src/index.ts";

const models = new Map(synapses.map((model) => [model.name, model]));
const rules = new Map(plasticity.map((rule) => [rule.name, rule]));

type Rows = (typeof pynnSynapses)[string]["parameters"];

const defaultsOf = (rows: Rows = {}) =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row.default]));

// Defaults as PyNN 0.13 documents them.
it("has PyNN's synapse types with its parameters and defaults", () => {
  const found = Object.entries(pynnSynapses).map(([name, { parameters }]) => [
    name,
    defaultsOf(parameters),
  ]);
  expect(Object.fromEntries(found)).toEqual({
    StaticSynapse: {},
    TsodyksMarkramSynapse: { U: 0.5, tau_rec: 100, tau_facil: 0 },
    SimpleStochasticSynapse: { p: 0.5 },
    StochasticTsodyksMarkramSynapse: { U: 0.5, tau_rec: 100, tau_facil: 0 },
    MultiQuantalSynapse: { U: 0.5, n: 1, tau_rec: 800, tau_facil: 0 },
    ElectricalSynapse: {},
  });
});

it("has PyNN's parts of STDPMechanism with their parameters and defaults", () => {
  expect(defaultsOf(pynnTimings["SpikePairRule"]?.parameters)).toEqual({
    tau_plus: 20,
    tau_minus: 20,
    A_plus: 0.01,
    A_minus: 0.01,
  });
  expect(defaultsOf(pynnTimings["Vogels2011Rule"]?.parameters)).toEqual({
    tau: 20,
    eta: 1e-10,
    rho: 3,
  });
  const bounds = { w_min: 0, w_max: 1 };
  const found = Object.entries(pynnDependences).map(([name, { parameters }]) => [
    name,
    defaultsOf(parameters),
  ]);
  expect(Object.fromEntries(found)).toEqual({
    AdditiveWeightDependence: bounds,
    MultiplicativeWeightDependence: bounds,
    AdditivePotentiationMultiplicativeDepression: bounds,
    GutigWeightDependence: { ...bounds, mu_plus: 0.5, mu_minus: 0.5 },
  });
});

describe.each(Object.entries(pynnSynapses).filter(([, { model }]) => model))("%s", (_, entry) => {
  it("sets every parameter of our model, each once", () => {
    const set = Object.values(entry.parameters).map(({ to }) => String(to));
    const all = entry.decay === undefined ? set : [...set, entry.decay];
    expect(all.sort()).toEqual(Object.keys(models.get(entry.model ?? "")?.parameters ?? {}).sort());
  });
});

const pairs = Object.entries(pynnDependences).flatMap(([weight, dependence]) =>
  Object.entries(dependence.rules).map(([timing, rule]) => [timing, weight, rule] as const),
);

it.each(pairs)("%s with %s sets every parameter of %s", (timing, weight, name) => {
  const rows = { ...pynnTimings[timing]?.parameters, ...pynnDependences[weight]?.parameters };
  const set = new Set(Object.values(rows).map(({ to }) => String(to)));
  const own = Object.keys(rules.get(name)?.parameters ?? {});
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter((parameter) => !set.has(parameter))).toEqual([]);
  // Only the rule of Vogels and others has no minimum weight.
  expect([...set].filter((one) => !own.includes(one))).toEqual(name === "vogels" ? ["w_min"] : []);
});
