// Generated from specs/link/1 by tools/build-link.ts: change the specification instead.

import type { MessageForm } from "../wire/message-form.ts";
import { type Octets, octetsForm } from "./arrays.ts";

export interface Brian2Call {
  readonly call:
    | { readonly case: "begin"; readonly value: BeginCode }
    | { readonly case: "advance"; readonly value: AdvanceCode }
    | { readonly case: "read"; readonly value: ReadCode }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Brian2Call`. */
export const brian2CallForm: MessageForm<Brian2Call> = {
  name: "Brian2Call",
  fields: [
    { number: 1, name: "begin", kind: () => beginCodeForm, oneof: "call" },
    { number: 2, name: "advance", kind: () => advanceCodeForm, oneof: "call" },
    { number: 3, name: "read", kind: () => readCodeForm, oneof: "call" },
  ],
};

/** Starts a run; answered by Done. */
export interface BeginCode {
  readonly definition: string;
  readonly data?: Octets | undefined;
}

/** Fields of `BeginCode`. */
export const beginCodeForm: MessageForm<BeginCode> = {
  name: "BeginCode",
  fields: [
    { number: 1, name: "definition", kind: "string" },
    { number: 2, name: "data", kind: () => octetsForm },
  ],
};

/** Runs until the end, until an object of the client is due, or until the time is over; answered by Stopped. */
export interface AdvanceCode {
  /** Run only to the end of the step that an object of the client interrupted. */
  readonly finishStep: boolean;
  /** Maximum time to run, of a clock on the wall. */
  readonly milliseconds: number;
  /** Arrays to replace before, and the state of the generator, as JSON; empty if there are none. */
  readonly arrays: string;
  readonly data?: Octets | undefined;
}

/** Fields of `AdvanceCode`. */
export const advanceCodeForm: MessageForm<AdvanceCode> = {
  name: "AdvanceCode",
  fields: [
    { number: 1, name: "finishStep", kind: "bool" },
    { number: 2, name: "milliseconds", kind: "double" },
    { number: 3, name: "arrays", kind: "string" },
    { number: 4, name: "data", kind: () => octetsForm },
  ],
};

/** Reads all arrays that the run can change, with records and pending events; answered by CodeArrays. */
export type ReadCode = { readonly [name: string]: never };

/** Fields of `ReadCode`. */
export const readCodeForm: MessageForm<ReadCode> = {
  name: "ReadCode",
  fields: [],
};

export interface Stopped {
  /** Number of the object that the client must run before the run goes on, and all arrays. */
  readonly object?: number | undefined;
  readonly arrays?: CodeArrays | undefined;
  /** Whether the run goes on. */
  readonly more: boolean;
  /** Time that all clocks have reached, in seconds. */
  readonly time: number;
}

/** Fields of `Stopped`. */
export const stoppedForm: MessageForm<Stopped> = {
  name: "Stopped",
  fields: [
    { number: 1, name: "object", kind: "uint32", shape: "optional" },
    { number: 2, name: "arrays", kind: () => codeArraysForm },
    { number: 3, name: "more", kind: "bool" },
    { number: 4, name: "time", kind: "double" },
  ],
};

export interface CodeArrays {
  readonly layout: string;
  readonly data?: Octets | undefined;
}

/** Fields of `CodeArrays`. */
export const codeArraysForm: MessageForm<CodeArrays> = {
  name: "CodeArrays",
  fields: [
    { number: 1, name: "layout", kind: "string" },
    { number: 2, name: "data", kind: () => octetsForm },
  ],
};
