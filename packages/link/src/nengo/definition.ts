/** A base array of signals. */
export interface BaseDefinition {
  readonly name: string;
  readonly type: "float64" | "int64";
  readonly length: number;
}

/** Elements of a base array: the offset of the first, and the distance of neighbours along each axis. */
export interface View {
  readonly base: number;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Axes of a loop, common to the views of an operator; a stride of 0 repeats an element. */
export type Shape = readonly number[];

/** How a result enters its signal. */
export type Entry = "set" | "add";

/** Neuron models with an implementation here. */
export type NeuronModel =
  | "rectified-linear"
  | "spiking-rectified-linear"
  | "sigmoid"
  | "tanh"
  | "lif-rate"
  | "lif"
  | "adaptive-lif-rate"
  | "adaptive-lif"
  | "izhikevich"
  | "regular-spiking";

/** An operator: what it computes from which views. */
export type OperatorDefinition =
  /** Increase the step, and compute the time. */
  | { readonly kind: "time"; readonly step: View; readonly time: View }
  | { readonly kind: "reset"; readonly shape: Shape; readonly to: View; readonly value: number }
  | {
      readonly kind: "copy";
      readonly shape: Shape;
      readonly from: View;
      readonly to: View;
      readonly entry: Entry;
    }
  /** Copy listed elements in order. */
  | {
      readonly kind: "gather";
      readonly from: number;
      readonly to: number;
      readonly fromElements: readonly number[];
      readonly toElements: readonly number[];
      readonly entry: Entry;
    }
  /** `y += a * x`, element by element. */
  | {
      readonly kind: "multiply";
      readonly shape: Shape;
      readonly a: View;
      readonly x: View;
      readonly y: View;
    }
  /** `y += dot(a, x)` of rows and columns. */
  | {
      readonly kind: "dot";
      readonly rows: number;
      readonly columns: number;
      /** Strides by row and by column. */
      readonly a: View;
      readonly x: View;
      readonly y: View;
    }
  /** `to = (factor * a) * x` for all pairs of elements. */
  | {
      readonly kind: "outer";
      readonly shape: Shape;
      readonly factor: number;
      readonly a: View;
      readonly x: View;
      readonly to: View;
    }
  /** `dot` for a matrix of blocks in rows. */
  | {
      readonly kind: "blocks";
      readonly rows: number;
      readonly columns: number;
      readonly indices: readonly number[];
      readonly starts: readonly number[];
      /** Contiguous blocks. */
      readonly a: View;
      readonly x: View;
      readonly y: View;
    }
  | {
      readonly kind: "neurons";
      readonly model: NeuronModel;
      readonly parameters: Readonly<Record<string, number>>;
      readonly size: number;
      readonly input: View;
      readonly output: View;
      readonly state: Readonly<Record<string, View>>;
    }
  /** A filter with at most one state: `x = a * x + b * input`, or `b * input` without `a`. */
  | {
      readonly kind: "filter";
      readonly shape: Shape;
      readonly a?: number | undefined;
      readonly b: number;
      readonly state?: View | undefined;
      readonly input: View;
      readonly output: View;
      readonly entry: Entry;
    }
  /** Copy a row of numbers that the client has computed for the step. */
  | {
      readonly kind: "tape";
      readonly tape: number;
      readonly shape: Shape;
      readonly to: View;
      readonly entry: Entry;
    }
  /** The client runs it: it reads and replaces elements. */
  | {
      readonly kind: "client";
      readonly reads: readonly ListedView[];
      readonly writes: readonly ListedView[];
    };

/** A view with its shape. */
export interface ListedView extends View {
  readonly shape: Shape;
}

/** A signal to record every `period` steps, which may be a fraction. */
export interface ProbeDefinition extends ListedView {
  readonly period: number;
}

/** A model of Nengo: signals, and operators in the order in which they run within a step. */
export interface ModelDefinition {
  readonly version: 1;
  readonly dt: number;
  readonly bases: readonly BaseDefinition[];
  readonly operators: readonly OperatorDefinition[];
  readonly probes: readonly ProbeDefinition[];
  /** Length of a row of each tape. */
  readonly tapes: readonly number[];
  /** Maximum number of steps in a call, for which tapes have room. */
  readonly most: number;
}

/** Header of a call: the bytes after it replace bases, then tapes, then the results of the client's operator. */
export interface SentLayout {
  readonly bases: readonly number[];
  /** Whether rows of all tapes follow, one for each step. */
  readonly tapes: boolean;
  /** Whether results of the operator that interrupted the step follow. */
  readonly results: boolean;
}
