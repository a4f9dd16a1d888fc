import type { CableArrays } from "./cable.ts";

/** Types of the elements of Brian2's arrays; `bool` takes one byte. */
export type ElementName = "float64" | "float32" | "int64" | "int32" | "bool";

/** An array of a run, referred to by its position in the list. */
export interface ArrayDefinition {
  readonly name: string;
  readonly type: ElementName;
  readonly length: number;
  /** Whether the run can change it, so that it is read at the end. */
  readonly written: boolean;
}

/** A clock: arrays with one element each, and the first step that is not run. */
export interface ClockDefinition {
  readonly t: number;
  readonly dt: number;
  readonly step: number;
  readonly end: number;
}

/** A statement of abstract code. */
export interface StatementDefinition {
  readonly to: string;
  /** `:=` defines a local variable; others are Python's. */
  readonly op: ":=" | "=" | "+=" | "-=" | "*=" | "/=" | "//=" | "%=" | "**=";
  readonly value: string;
}

/** Meaning of a name in a code object. */
export type NameDefinition =
  | { readonly kind: "constant"; readonly value: number }
  | {
      readonly kind: "array";
      readonly array: number;
      /** `_idx`, `0`, or the name of an integer array with the index. */
      readonly index: string;
      /** Truth value without which the element keeps its value. */
      readonly condition?: string | undefined;
    };

/** Meaning of a function in a code object. */
export type FunctionDefinition =
  | { readonly kind: "built-in"; readonly name: string }
  | { readonly kind: "uniform" | "normal" | "poisson" }
  | { readonly kind: "scaled-normal"; readonly mean: number; readonly deviation: number }
  | { readonly kind: "binomial"; readonly count: number; readonly probability: number }
  | {
      readonly kind: "timed";
      readonly array: number;
      /** Length of an interval divided by `parts`. */
      readonly part: number;
      readonly parts: number;
      readonly rows: number;
      /** Undefined if the function takes a time only. */
      readonly columns?: number | undefined;
    };

/** A code object: statements before and inside the loop over elements. */
export interface CodeDefinition {
  readonly name: string;
  readonly scalar: readonly StatementDefinition[];
  readonly vector: readonly StatementDefinition[];
  readonly names: Readonly<Record<string, NameDefinition>>;
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
}

/** Arrays of a cable equation, except those that its code computes. */
export type CableArray = Exclude<keyof CableArrays, "conductance" | "current">;

/** An action of an object in each of its steps, by Brian2's template. */
export type ActionDefinition =
  | { readonly kind: "update"; readonly code: CodeDefinition; readonly count: number }
  | {
      readonly kind: "threshold";
      readonly code: CodeDefinition;
      readonly count: number;
      /** Events: indices, then their number in the last element. */
      readonly events: number;
      readonly refractory?: { readonly ready: number; readonly last: number; readonly t: number };
    }
  | {
      readonly kind: "cable";
      /** Sets the local variables `_gtot` and `_I0` of each compartment. */
      readonly code: CodeDefinition;
      readonly count: number;
      readonly arrays: Readonly<Record<CableArray, number>>;
    }
  | { readonly kind: "reset"; readonly code: CodeDefinition; readonly events: number }
  | { readonly kind: "push"; readonly queue: number; readonly events: number }
  | { readonly kind: "synapses"; readonly queue: number; readonly code: CodeDefinition }
  | {
      readonly kind: "sum";
      readonly code: CodeDefinition;
      readonly count: number;
      readonly target: number;
      readonly index: number;
      readonly start: number;
      readonly stop: number;
    }
  | {
      readonly kind: "generator";
      readonly events: number;
      readonly neurons: number;
      readonly steps: number;
      readonly period: number;
      readonly last: number;
      readonly now: number;
    }
  | {
      readonly kind: "record-events";
      readonly code: CodeDefinition;
      readonly events: number;
      readonly start: number;
      readonly stop: number;
      readonly counts: number;
      readonly record: number;
    }
  | {
      readonly kind: "record-state";
      readonly code: CodeDefinition;
      readonly indices: number;
      readonly t: number;
      readonly record: number;
    }
  | {
      readonly kind: "record-rate";
      readonly events: number;
      readonly start: number;
      readonly stop: number;
      readonly t: number;
      readonly dt: number;
      readonly neurons: number;
      readonly record: number;
    };

/** An object of the network, in the order in which objects run within a step. */
export interface ObjectDefinition {
  readonly name: string;
  readonly clock: number;
  /** Undefined if the client runs it. */
  readonly actions?: readonly ActionDefinition[] | undefined;
}

/** Synapses of a pathway and the events on their way. */
export interface QueueDefinition {
  /** Sources of the synapses. */
  readonly sources: number;
  /** Delays in steps: one for each synapse, or one. */
  readonly delays: number;
  /** Pending events in order: steps left, and synapses. */
  readonly steps: number;
  readonly synapses: number;
  readonly start: number;
  readonly stop: number;
}

/** A list that grows during a run: columns of numbers. */
export interface RecordDefinition {
  readonly columns: readonly string[];
}

/** A run of Brian2: arrays, and the code objects that change them. */
export interface RunDefinition {
  readonly version: 1;
  readonly arrays: readonly ArrayDefinition[];
  readonly clocks: readonly ClockDefinition[];
  readonly objects: readonly ObjectDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly records: readonly RecordDefinition[];
  /** Whether to measure the time that each object takes. */
  readonly profile?: boolean | undefined;
  /** State of NumPy's generator: 624 words, position, and the next normal number if there is one. */
  readonly random: {
    readonly words: number;
    readonly position: number;
    readonly spare: number | undefined;
  };
}
