// Generated from specs/link/1 by tools/build-link.ts: change the specification instead.

import type { MessageForm } from "../wire/message-form.ts";
import { type Doubles, type Indices, doublesForm, indicesForm } from "./arrays.ts";

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly place: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
  /** Errors found at the same time. */
  readonly others: readonly Failure[];
}

/** Fields of `Failure`. */
export const failureForm: MessageForm<Failure> = {
  name: "Failure",
  fields: [
    { number: 1, name: "code", kind: "string" },
    { number: 2, name: "message", kind: "string" },
    { number: 3, name: "place", kind: "string" },
    { number: 4, name: "expected", kind: "string" },
    { number: 5, name: "got", kind: "string" },
    { number: 6, name: "next", kind: "string" },
    { number: 7, name: "others", kind: () => failureForm, shape: "list" },
  ],
};

export type Done = { readonly [name: string]: never };

/** Fields of `Done`. */
export const doneForm: MessageForm<Done> = {
  name: "Done",
  fields: [],
};

/** Progress of the call with this id; sent before its reply, at most ten times a second. */
export interface Progress {
  readonly of:
    | { readonly case: "preparing"; readonly value: Preparing }
    | { readonly case: "running"; readonly value: Running }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Progress`. */
export const progressForm: MessageForm<Progress> = {
  name: "Progress",
  fields: [
    { number: 1, name: "preparing", kind: () => preparingForm, oneof: "of" },
    { number: 2, name: "running", kind: () => runningForm, oneof: "of" },
  ],
};

/** Synapses of a network are first counted, then drawn again into their storage. */
export interface Preparing {
  readonly phase: string;
  /** Synapses processed so far in this phase, and the number expected. */
  readonly synapses: number;
  readonly expected: number;
}

/** Fields of `Preparing`. */
export const preparingForm: MessageForm<Preparing> = {
  name: "Preparing",
  fields: [
    { number: 1, name: "phase", kind: "string" },
    { number: 2, name: "synapses", kind: "double" },
    { number: 3, name: "expected", kind: "double" },
  ],
};

export interface Running {
  /** In ms. */
  readonly time: number;
  /** In seconds, at the current rate. */
  readonly left?: number | undefined;
}

/** Fields of `Running`. */
export const runningForm: MessageForm<Running> = {
  name: "Running",
  fields: [
    { number: 1, name: "time", kind: "double" },
    { number: 2, name: "left", kind: "double", shape: "optional" },
  ],
};

/** A run has ended, at its requested time or earlier if it was interrupted. */
export interface Reached {
  /** In ms. */
  readonly time: number;
  readonly interrupted: boolean;
  /** One sentence each, starting with its code. */
  readonly warnings: readonly string[];
  /** Reason for an early end, if a value became non-finite. Recorded data are kept. */
  readonly failure?: Failure | undefined;
}

/** Fields of `Reached`. */
export const reachedForm: MessageForm<Reached> = {
  name: "Reached",
  fields: [
    { number: 1, name: "time", kind: "double" },
    { number: 2, name: "interrupted", kind: "bool" },
    { number: 3, name: "warnings", kind: "string", shape: "list" },
    { number: 4, name: "failure", kind: () => failureForm },
  ],
};

/** Sorted by time, in ms. */
export interface Spikes {
  readonly neurons?: Indices | undefined;
  readonly times?: Doubles | undefined;
}

/** Fields of `Spikes`. */
export const spikesForm: MessageForm<Spikes> = {
  name: "Spikes",
  fields: [
    { number: 1, name: "neurons", kind: () => indicesForm },
    { number: 2, name: "times", kind: () => doublesForm },
  ],
};

export interface Values {
  readonly values?: Doubles | undefined;
  /** Empty if it is implied. */
  readonly unit: string;
}

/** Fields of `Values`. */
export const valuesForm: MessageForm<Values> = {
  name: "Values",
  fields: [
    { number: 1, name: "values", kind: () => doublesForm },
    { number: 2, name: "unit", kind: "string" },
  ],
};
