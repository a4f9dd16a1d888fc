import { checkModel } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import {
  adexCondExp,
  gifCondExp,
  gifCondExpWith,
  lifCondExp,
  lifCurrExp,
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

it("takes overrides of the right name and dimension only", () => {
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
