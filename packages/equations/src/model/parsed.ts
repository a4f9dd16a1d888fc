import type { NeuronRecord, PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import type { Dimension } from "@spikeloom/units";
import type { Expression } from "../expression.ts";

// Every expression here is checked, and its units and quantities are numbers in the internal system. Named
// sub-expressions stay names.

/** Storage type of a value. */
export type NumberType = "float" | "integer" | "boolean";

/** A parameter; values are in the internal system. */
export interface ParsedParameter {
  readonly name: string;
  readonly dimension: Dimension;
  readonly defaultValue: number;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Whether the bounds themselves are excluded. */
  readonly exclusive: boolean;
  readonly type: NumberType;
}

/** Width of an integer including the sign, and its overflow behaviour. */
export interface IntegerWidth {
  readonly bits: number;
  readonly signed: boolean;
  /** Saturate at the end of the range, or wrap modulo 2^bits. */
  readonly overflow: "saturate" | "wrap";
}

/** A state variable. */
export interface ParsedState {
  readonly name: string;
  readonly dimension: Dimension;
  readonly initial: Expression;
  readonly type: NumberType;
  /** Whether the whole population shares one value. */
  readonly shared: boolean;
  /** Width of an integer state. */
  readonly width: IntegerWidth | undefined;
}

/** A named sub-expression. */
export interface ParsedExpression {
  readonly name: string;
  readonly dimension: Dimension;
  readonly value: Expression;
  readonly type: NumberType;
  readonly constantOverStep: boolean;
  readonly shared: boolean;
}

/** New values by variable; every right-hand side reads the old values. */
export type ParsedAssignments = ReadonlyMap<string, Expression>;

/** A port for spikes. */
export interface ParsedReceptor {
  readonly name: string;
  /** Unit of the weight that arrives. */
  readonly dimension: Dimension;
  readonly on: ParsedAssignments;
  readonly sign: "positive" | "negative" | undefined;
}

/** A continuous input. */
export interface ParsedInput {
  readonly name: string;
  readonly dimension: Dimension;
}

/** A continuous output. */
export interface ParsedOutput {
  readonly name: string;
  readonly dimension: Dimension;
  readonly value: Expression;
}

/** Refractory behaviour; exactly one of `for`, `steps` and `while` is present. */
export interface ParsedRefractory {
  readonly for: Expression | undefined;
  readonly steps: Expression | undefined;
  readonly while: Expression | undefined;
  readonly evaluate: "at-spike" | "each-step";
  readonly hold: readonly string[];
  readonly clamp: ParsedAssignments;
  readonly subStep: boolean;
}

/** Spike condition and reset; at most one of `when`, `rate` and `count` is present. */
export interface ParsedSpike {
  readonly when: Expression | undefined;
  readonly edge: "level" | "rising";
  readonly rate: Expression | undefined;
  readonly count: Expression | undefined;
  readonly offset: Expression | undefined;
  readonly reset: ParsedAssignments;
  readonly refractory: ParsedRefractory | undefined;
}

/** An additional event. */
export interface ParsedEvent {
  readonly name: string;
  readonly when: Expression | undefined;
  readonly do: ParsedAssignments;
}

/** A named mode. */
export interface ParsedRegime {
  readonly name: string;
  readonly initial: boolean;
  readonly dynamics: ParsedAssignments;
  readonly onEntry: ParsedAssignments;
  readonly transitions: readonly {
    readonly when: Expression | undefined;
    readonly on: string | undefined;
    readonly to: string | undefined;
    readonly do: ParsedAssignments;
    readonly emit: readonly string[];
  }[];
}

/** A source of spikes. */
export type ParsedSource =
  | { readonly process: "times"; readonly times: string }
  | {
      readonly process: "renewal";
      readonly interval: Expression;
      readonly changes: readonly Expression[];
      readonly start: Expression | undefined;
      readonly stop: Expression | undefined;
    }
  | {
      readonly process: "poisson";
      readonly rate: Expression;
      readonly bound: Expression;
      readonly start: Expression | undefined;
      readonly stop: Expression | undefined;
    };

/** The integration scheme that defines a model. */
export interface ParsedIntegrator {
  readonly name: string | undefined;
  readonly subSteps: number;
  /** In milliseconds. */
  readonly dt: number | undefined;
}

/** A neuron model that has passed every check. */
export interface ParsedNeuron {
  readonly record: NeuronRecord;
  readonly parameters: ReadonlyMap<string, ParsedParameter>;
  readonly state: ReadonlyMap<string, ParsedState>;
  /** Ordered so that each reads only those before it. */
  readonly expressions: ReadonlyMap<string, ParsedExpression>;
  readonly receptors: ReadonlyMap<string, ParsedReceptor>;
  readonly inputs: ReadonlyMap<string, ParsedInput>;
  readonly outputs: ReadonlyMap<string, ParsedOutput>;
  readonly dynamics: ParsedAssignments;
  readonly step: readonly ParsedAssignments[];
  readonly spike: ParsedSpike | undefined;
  readonly events: ReadonlyMap<string, ParsedEvent>;
  readonly regimes: ReadonlyMap<string, ParsedRegime>;
  readonly source: ParsedSource | undefined;
  readonly integrator: ParsedIntegrator | undefined;
}

/** Dynamics of a synapse's state between events. */
export interface ParsedSynapseDynamics {
  readonly derivative: Expression;
  readonly when: "event" | "step";
}

/** A variable of the source or target neuron. */
export interface ParsedRead {
  readonly name: string;
  readonly of: "pre" | "post";
  readonly variable: string;
  readonly dimension: Dimension;
}

/** A synapse model that has passed every check. */
export interface ParsedSynapse {
  readonly record: SynapseRecord;
  /** Undefined if the equations accept a weight of any dimension. */
  readonly weightDimension: Dimension | undefined;
  readonly parameters: ReadonlyMap<string, ParsedParameter>;
  readonly reads: ReadonlyMap<string, ParsedRead>;
  readonly state: ReadonlyMap<string, ParsedState>;
  readonly expressions: ReadonlyMap<string, ParsedExpression>;
  readonly dynamics: ReadonlyMap<string, ParsedSynapseDynamics>;
  readonly on: ReadonlyMap<string, ParsedAssignments>;
  readonly deliver: Expression | undefined;
  readonly per: "synapse" | "source";
  readonly coupling: readonly {
    readonly into: string;
    readonly value: Expression;
    readonly dimension: Dimension;
  }[];
}

/** A low-pass filter. */
export interface ParsedTrace {
  readonly name: string;
  readonly of: "pre" | "post" | "global";
  readonly dimension: Dimension;
  readonly decay: Expression;
  readonly input: Expression | undefined;
  readonly initial: Expression;
}

/** A plasticity rule that has passed every check. */
export interface ParsedPlasticity {
  readonly record: PlasticityRecord;
  /** Undefined if the rule accepts a weight of any dimension. */
  readonly weightDimension: Dimension | undefined;
  readonly parameters: ReadonlyMap<string, ParsedParameter>;
  readonly traces: ReadonlyMap<string, ParsedTrace>;
  readonly state: ReadonlyMap<string, ParsedState>;
  readonly expressions: ReadonlyMap<string, ParsedExpression>;
  readonly dynamics: ReadonlyMap<string, ParsedSynapseDynamics>;
  readonly modulators: ReadonlyMap<string, ParsedInput>;
  readonly reads: ReadonlyMap<string, ParsedRead>;
  readonly on: ReadonlyMap<string, ParsedAssignments>;
  readonly bounds: { readonly min: Expression | undefined; readonly max: Expression | undefined };
  readonly structure:
    | {
        readonly every: Expression;
        readonly remove: Expression | undefined;
        readonly add: "replace" | Expression | undefined;
        readonly initial: ParsedAssignments;
      }
    | undefined;
}
