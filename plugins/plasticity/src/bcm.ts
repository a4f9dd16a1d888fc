import { definePlasticity } from "@spikeloom/kernel";
import { rateTimes, rateTraces } from "./rate-traces.ts";
import { timeConstant } from "./time-constant.ts";

/** BCM rule: correlation-based, with a sliding modification threshold. */
export const bcm = definePlasticity({
  name: "bcm",
  about: "BCM rule: a postsynaptic spike raises or lowers weights by a sliding rate threshold.",
  cite: ["doi:10.1523/JNEUROSCI.02-01-00032.1982"],
  weightUnit: "nA",
  parameters: {
    ...rateTimes,
    tau_mean: timeConstant("1000 ms", "time constant of the target's mean rate"),
    rate_0: { default: "10 Hz", about: "mean rate at equilibrium", min: "0 Hz", exclusive: true },
    power: { default: 1, about: "exponent of the sliding threshold; 0 as in Nengo", min: 0 },
    eta: { default: "1e-6 nA/Hz^2", about: "learning rate", min: "0 nA/Hz^2" },
    w_max: { default: "10 nA", about: "greatest weight" },
  },
  traces: {
    ...rateTraces,
    a_mean: { of: "post", decay: "tau_mean", unit: "Hz", about: "mean rate of the target" },
  },
  expressions: {
    a_sliding: {
      value: "a_mean * (a_mean / rate_0)**power",
      unit: "Hz",
      about: "rate at which weights do not change",
    },
  },
  // Bienenstock, Cooper and Munro 1982: phi(c) = c (c - theta), theta = (mean / c_0)^p mean, with c as spikes.
  on: {
    pre: { a_pre: "a_pre + 1 / tau_pre" },
    post: {
      a_post: "a_post + 1 / tau_post",
      a_mean: "a_mean + 1 / tau_mean",
      weight: "weight + eta * (a_post - a_sliding) * a_pre",
    },
  },
  bounds: { weight: { min: "0*nA", max: "w_max" } },
});
