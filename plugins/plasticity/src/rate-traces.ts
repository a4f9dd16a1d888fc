import type { TraceRecord } from "@spikeloom/kernel";
import { type TimeConstant, timeConstant } from "./time-constant.ts";

/** Time constants of the rate estimates. */
export const rateTimes: { readonly tau_pre: TimeConstant; readonly tau_post: TimeConstant } = {
  tau_pre: timeConstant("20 ms", "time constant of the source's rate"),
  tau_post: timeConstant("20 ms", "time constant of the target's rate"),
};

/** Rates of both sides, as filtered spikes. */
export const rateTraces: Readonly<Record<"a_pre" | "a_post", TraceRecord>> = {
  a_pre: { of: "pre", decay: "tau_pre", unit: "Hz", about: "rate of the source" },
  a_post: { of: "post", decay: "tau_post", unit: "Hz", about: "rate of the target" },
};
