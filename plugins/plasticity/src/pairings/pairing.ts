import type { Assignments, StateRecord, TraceRecord } from "@spikeloom/kernel";
import { type TimeConstant, timeConstant } from "../time-constant.ts";

/** Which spikes make pairs: what remembers them, and how a spike reads what the other side has left. */
export interface Pairing {
  readonly about: string;
  readonly traces: Readonly<Record<string, TraceRecord>>;
  readonly state?: Readonly<Record<string, StateRecord>>;
  readonly dynamics?: Readonly<
    Record<string, { readonly derivative: string; readonly when: "event" }>
  >;
  readonly on: { readonly pre: Assignments; readonly post: Assignments };
  /** The sum over pairs that a postsynaptic spike makes with spikes before it. */
  readonly potentiation: string;
  /** The sum over pairs that a presynaptic spike makes with spikes before it. */
  readonly depression: string;
}

/** The two time constants of every pairing. */
export const pairTimes: { readonly tau_plus: TimeConstant; readonly tau_minus: TimeConstant } = {
  tau_plus: timeConstant("20 ms", "how far back a presynaptic spike is potentiated"),
  tau_minus: timeConstant("20 ms", "how far back a postsynaptic spike is depressed"),
};

/** The traces of both sides. */
export const pairTraces: {
  readonly x_pre: TraceRecord & { readonly of: "pre" };
  readonly x_post: TraceRecord & { readonly of: "post" };
} = {
  x_pre: { of: "pre", decay: "tau_plus", about: "presynaptic spikes so far" },
  x_post: { of: "post", decay: "tau_minus", about: "postsynaptic spikes so far" },
};
