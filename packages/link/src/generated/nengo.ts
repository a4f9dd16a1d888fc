// Generated from specs/link/1 by tools/build-link.ts: change the specification instead.

import type { MessageForm } from "../wire/message-form.ts";
import { type Octets, octetsForm } from "./arrays.ts";

export interface NengoCall {
  readonly call:
    | { readonly case: "begin"; readonly value: BeginOperators }
    | { readonly case: "advance"; readonly value: AdvanceOperators }
    | { readonly case: "read"; readonly value: ReadOperators }
    | { readonly case: "end"; readonly value: EndOperators }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `NengoCall`. */
export const nengoCallForm: MessageForm<NengoCall> = {
  name: "NengoCall",
  fields: [
    { number: 1, name: "begin", kind: () => beginOperatorsForm, oneof: "call" },
    { number: 2, name: "advance", kind: () => advanceOperatorsForm, oneof: "call" },
    { number: 3, name: "read", kind: () => readOperatorsForm, oneof: "call" },
    { number: 4, name: "end", kind: () => endOperatorsForm, oneof: "call" },
  ],
};

/** Compiles operators; answered by OperatorsBegun. Any number of runs exist side by side. */
export interface BeginOperators {
  readonly definition: string;
  /** The arrays of the definition, in order. */
  readonly data?: Octets | undefined;
}

/** Fields of `BeginOperators`. */
export const beginOperatorsForm: MessageForm<BeginOperators> = {
  name: "BeginOperators",
  fields: [
    { number: 1, name: "definition", kind: "string" },
    { number: 2, name: "data", kind: () => octetsForm },
  ],
};

export interface OperatorsBegun {
  readonly run: number;
}

/** Fields of `OperatorsBegun`. */
export const operatorsBegunForm: MessageForm<OperatorsBegun> = {
  name: "OperatorsBegun",
  fields: [
    { number: 1, name: "run", kind: "uint32" },
  ],
};

/** Replaces arrays, then runs steps until an operator of the client is due; answered by OperatorsStopped. */
export interface AdvanceOperators {
  readonly run: number;
  /** Number of steps to complete. */
  readonly steps: number;
  /** Start with the first operator of a step, even if an operator of the client interrupted the previous step. */
  readonly restart: boolean;
  /** Arrays and views to replace before, as JSON: `SentLayout`. */
  readonly layout: string;
  readonly data?: Octets | undefined;
  /** Whether the previous answer has arrived; otherwise its rows are sent again. */
  readonly received: boolean;
}

/** Fields of `AdvanceOperators`. */
export const advanceOperatorsForm: MessageForm<AdvanceOperators> = {
  name: "AdvanceOperators",
  fields: [
    { number: 1, name: "run", kind: "uint32" },
    { number: 2, name: "steps", kind: "uint32" },
    { number: 3, name: "restart", kind: "bool" },
    { number: 4, name: "layout", kind: "string" },
    { number: 5, name: "data", kind: () => octetsForm },
    { number: 6, name: "received", kind: "bool" },
  ],
};

export interface OperatorsStopped {
  /** Number of the operator that the client must run before the step goes on; `data` then ends with what it reads. */
  readonly operator?: number | undefined;
  /** Number of steps completed since the run began. */
  readonly steps: number;
  /** Number of rows of each probe in `data`, as a JSON list. */
  readonly rows: string;
  readonly data?: Octets | undefined;
}

/** Fields of `OperatorsStopped`. */
export const operatorsStoppedForm: MessageForm<OperatorsStopped> = {
  name: "OperatorsStopped",
  fields: [
    { number: 1, name: "operator", kind: "uint32", shape: "optional" },
    { number: 2, name: "steps", kind: "uint32" },
    { number: 3, name: "rows", kind: "string" },
    { number: 4, name: "data", kind: () => octetsForm },
  ],
};

/** Reads all arrays; answered by OperatorsStopped, without steps and rows. */
export interface ReadOperators {
  readonly run: number;
}

/** Fields of `ReadOperators`. */
export const readOperatorsForm: MessageForm<ReadOperators> = {
  name: "ReadOperators",
  fields: [
    { number: 1, name: "run", kind: "uint32" },
  ],
};

/** Forgets a run; answered by Done. */
export interface EndOperators {
  readonly run: number;
}

/** Fields of `EndOperators`. */
export const endOperatorsForm: MessageForm<EndOperators> = {
  name: "EndOperators",
  fields: [
    { number: 1, name: "run", kind: "uint32" },
  ],
};
