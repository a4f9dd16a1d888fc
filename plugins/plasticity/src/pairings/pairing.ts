import type { Assignments, StateRecord, TraceRecord } from "@spikeloom/kernel";
import { type TimeConstant, timeConstant } from "../time-constant.ts";

/** Spike pairing: its traces, and how a spike reads those of the other side. */
export interface Pairing {
  readonly about: string;
  readonly traces: Readonly<Record<string, TraceRecord>>;
  readonly state?: Readonly<Record<string, StateRecord>>;
  readonly dynamics?: Readonly<
    Record<string, { readonly derivative: string; readonly when: "event" }>
  >;
  readonly on: { readonly pre: Assignments; readonly post: Assignments };
  /** Sum over pairs of a postsynaptic spike with preceding spikes. */
  readonly potentiation: string;
  /** Sum over pairs of a presynaptic spike with preceding spikes. */
  readonly depression: string;
}

/** The two time constants of every pairing. */
export const pairTimes: { readonly tau_plus: TimeConstant; readonly tau_minus: TimeConstant } = {
  tau_plus: timeConstant("20 ms", "time constant of potentiation"),
  tau_minus: timeConstant("20 ms", "time constant of depression"),
};

/** Traces of both sides. */
export const pairTraces: {
  readonly x_pre: TraceRecord & { readonly of: "pre" };
  readonly x_post: TraceRecord & { readonly of: "post" };
} = {
  x_pre: { of: "pre", decay: "tau_plus", about: "presynaptic trace" },
  x_post: { of: "post", decay: "tau_minus", about: "postsynaptic trace" },
};
