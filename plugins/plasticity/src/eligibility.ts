import type { TraceRecord } from "@spikeloom/kernel";
import { type TimeConstant, timeConstant } from "./time-constant.ts";

/** The window of the pairs that a third factor turns into changes. */
export const windowTimes: { readonly tau_plus: TimeConstant; readonly tau_minus: TimeConstant } = {
  tau_plus: timeConstant("20 ms", "decay of the presynaptic trace"),
  tau_minus: timeConstant("20 ms", "decay of the postsynaptic trace"),
};

/** The traces of that window. */
export const windowTraces: Readonly<Record<"x_pre" | "x_post", TraceRecord>> = {
  x_pre: { of: "pre", decay: "tau_plus", about: "presynaptic spikes so far" },
  x_post: { of: "post", decay: "tau_minus", about: "postsynaptic spikes so far" },
};
