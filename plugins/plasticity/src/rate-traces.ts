import type { TraceRecord } from "@spikeloom/kernel";
import { type TimeConstant, timeConstant } from "./time-constant.ts";

/** How long rates are measured. */
export const rateTimes: { readonly tau_pre: TimeConstant; readonly tau_post: TimeConstant } = {
  tau_pre: timeConstant("20 ms", "over which the rate of the source is measured"),
  tau_post: timeConstant("20 ms", "over which the rate of the target is measured"),
};

/** Rates of both sides, as filtered spikes. */
export const rateTraces: Readonly<Record<"a_pre" | "a_post", TraceRecord>> = {
  a_pre: { of: "pre", decay: "tau_pre", unit: "Hz", about: "rate of the source" },
  a_post: { of: "post", decay: "tau_post", unit: "Hz", about: "rate of the target" },
};
