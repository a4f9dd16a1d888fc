import type { TraceRecord } from "@spikeloom/kernel";
import { type TimeConstant, timeConstant } from "./time-constant.ts";

/** STDP window whose pairs a third factor converts to weight changes. */
export const windowTimes: { readonly tau_plus: TimeConstant; readonly tau_minus: TimeConstant } = {
  tau_plus: timeConstant("20 ms", "time constant of the presynaptic trace"),
  tau_minus: timeConstant("20 ms", "time constant of the postsynaptic trace"),
};

/** Traces of that window. */
export const windowTraces: Readonly<Record<"x_pre" | "x_post", TraceRecord>> = {
  x_pre: { of: "pre", decay: "tau_plus", about: "presynaptic trace" },
  x_post: { of: "post", decay: "tau_minus", about: "postsynaptic trace" },
};
