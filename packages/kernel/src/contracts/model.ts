/** Fields shared by neuron, synapse and plasticity records. */
export interface ModelHead {
  /** Location of the JSON schema for editors; otherwise ignored. */
  readonly $schema?: string;
  /** Unique within its kind; kebab-case. */
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** Sources of the equations: `doi:…`, `isbn:…` or a URL. */
  readonly cite?: readonly string[];
  /** Backend capabilities needed beyond the basics; see `Capability`. */
  readonly requires?: readonly string[];
}

/** A parameter: its default with a unit, and its meaning. */
export interface ParameterRecord {
  /** A quantity (`"20 ms"`) or a plain number. */
  readonly default: string | number;
  readonly about: string;
  /** Minimum and maximum, in their stated unit; a value outside is an error. */
  readonly min?: string | number;
  readonly max?: string | number;
  /** Whether `min` and `max` themselves are excluded. */
  readonly exclusive?: boolean;
  readonly type?: "float" | "integer" | "boolean";
}

/** A state variable. `initial` is a quantity or an expression of the parameters. */
export interface StateRecord {
  readonly initial: string | number;
  readonly unit: string;
  readonly about: string;
  readonly type?: "float" | "integer" | "boolean";
  /** Width in bits of an integer state of a chip, including the sign. */
  readonly bits?: number;
  readonly signed?: boolean;
  /** Overflow behaviour of an integer state. */
  readonly overflow?: "saturate" | "wrap";
  /** Whether the whole population shares one value. */
  readonly shared?: boolean;
}

/** A named sub-expression. */
export interface ExpressionRecord {
  readonly value: string;
  readonly unit: string;
  readonly about: string;
  /**
   * Whether to evaluate it once and keep the value: at the start of each step in a neuron, at each event in a synapse. Required
   * if it draws random numbers.
   */
  readonly constantOverStep?: boolean;
  readonly type?: "float" | "integer" | "boolean";
  readonly shared?: boolean;
}

/** A variable of the neuron at either end of a synapse, under its own name. */
export interface ReadRecord {
  readonly of: "pre" | "post";
  /** A state variable, expression or output of that neuron. */
  readonly variable: string;
  readonly unit: string;
}

/** Simultaneous assignments: right-hand sides read the old values. */
export type Assignments = Readonly<Record<string, string>>;
