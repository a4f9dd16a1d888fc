import { checkModel } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import {
  adexCondExp,
  gifCondExp,
  gifCondExpWith,
  lifCondExp,
  lifCurrExp,
  pointNeuron,
  poissonWithRate,
} from "../src/index.ts";

it("makes GIF neurons with any number of terms", () => {
  const one = gifCondExpWith([1]);
  expect(checkModel(JSON.parse(JSON.stringify(one)), "gif")).toEqual([]);
  expect(one.name).toBe("gif-cond-exp-1");
  expect(Object.keys(one.state ?? {})).toEqual(["v", "eta_1", "gamma_1", "g_exc", "g_inh"]);
  expect(one.expressions?.["v_t"]?.value).toBe("v_threshold + gamma_1");
  expect(gifCondExp.spike?.reset).toMatchObject({
    eta_3: "eta_3 + a_eta_3",
    gamma_3: "gamma_3 + a_gamma_3",
  });
  one({ a_eta_1: "0.1 nA", tau_gamma_1: "30 ms" });
  // @ts-expect-error it has one term
  one({ a_eta_2: "0.1 nA" });
});

it("makes Poisson sources whose rate is an expression of time", () => {
  const rising = poissonWithRate({ name: "rising", rate: "t * 2*Hz/ms", bound: "200*Hz" });
  expect(checkModel(JSON.parse(JSON.stringify(rising)), "rising")).toEqual([]);
  expect(rising.source).toEqual({
    process: "poisson",
    rate: "max(0*Hz, t * 2*Hz/ms)",
    bound: "200*Hz",
    start: "start",
    stop: "start + duration",
  });
});

it("accepts overrides only of the right name and dimension", () => {
  expect(lifCurrExp({ tau_syn_exc: "1 ms", c_m: "0.2 nF" }).parameters).toEqual({
    tau_syn_exc: "1 ms",
    c_m: "0.2 nF",
  });
  lifCondExp({ e_rev_inh: "-75 mV" });
  adexCondExp({ tau_syn_inh: "3 ms", a: "0.004 uS" });
  // @ts-expect-error a time constant is not a potential
  lifCurrExp({ tau_syn_exc: "10 mV" });
  // @ts-expect-error a reversal potential is not a time
  lifCondExp({ e_rev_inh: "10 ms" });
  // @ts-expect-error no such parameter
  lifCondExp({ tau_syn: "10 ms" });
  // @ts-expect-error a conductance is not a current
  adexCondExp({ a: "4 nA" });
});

it("makes point neurons of a membrane and named receptors", () => {
  const parts = { AMPA: "cond-exp", GABA: "cond-beta" } as const;
  const neuron = pointNeuron({ name: "with-ampa", neuron: "adex", receptors: parts });
  expect(checkModel(JSON.parse(JSON.stringify(neuron)), "point")).toEqual([]);
  expect(Object.keys(neuron.receptors ?? {})).toEqual(["AMPA", "GABA"]);
  expect(neuron.expressions?.["i_syn"]?.value).toBe(
    "g_AMPA * (e_rev_AMPA - v_cut) + g_GABA * (e_rev_GABA - v_cut)",
  );
  expect(Object.keys(neuron.parameters)).toContain("tau_rise_GABA");
});

it("makes NMDA receptors with a voltage-dependent block, each with its own magnesium concentration", () => {
  const receptors = { near: "cond-nmda", far: "cond-nmda" } as const;
  const made = pointNeuron({ name: "point", neuron: "lif", receptors });
  expect(checkModel(JSON.parse(JSON.stringify(made)), "point")).toEqual([]);
  expect(made.expressions?.["unblocked_far"]?.value).toBe(
    "1 / (1 + c_mg_far / (3.57*mM) * exp(-0.062 * v / mV))",
  );
  expect(made.expressions?.["i_syn"]?.value).toBe(
    "unblocked_near * g_near * (e_rev_near - v) + unblocked_far * g_far * (e_rev_far - v)",
  );
  // Nonlinear, so no exact propagator: a scheme is pinned.
  expect(made.integrator).toEqual({ name: "rk4", subSteps: 2 });
});

it("makes the same equations as the models with two receptors", () => {
  const receptors = { exc: "cond-exp", inh: "cond-exp" } as const;
  const made = pointNeuron({ name: "point", neuron: "lif", receptors });
  expect(made.dynamics).toEqual(lifCondExp.dynamics);
  expect(made.expressions).toEqual(lifCondExp.expressions);
  expect(made.integrator).toEqual(lifCondExp.integrator);
  const currents = { exc: "curr-exp", inh: "curr-exp" } as const;
  const linear = pointNeuron({ name: "point", neuron: "lif", receptors: currents });
  expect(linear.dynamics).toEqual(lifCurrExp.dynamics);
  expect(linear.integrator).toBeUndefined();
});
