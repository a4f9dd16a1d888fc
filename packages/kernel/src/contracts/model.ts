/** What neuron, synapse and plasticity records share. */
export interface ModelHead {
  /** Where an editor finds the schema of the file; it means nothing else. */
  readonly $schema?: string;
  /** Unique within its kind; kebab-case. */
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** Where the equations come from: `doi:…`, `isbn:…` or a URL. */
  readonly cite?: readonly string[];
  /** What a backend must be able to do beyond the basics; see `Capability`. */
  readonly requires?: readonly string[];
}

/** A parameter: its default with a unit, and its meaning. */
export interface ParameterRecord {
  /** A quantity (`"20 ms"`) or a plain number. */
  readonly default: string | number;
  readonly about: string;
  /** Least and greatest value, in the unit they name; a value outside is refused. */
  readonly min?: string | number;
  readonly max?: string | number;
  /** `min` and `max` themselves are refused too. */
  readonly exclusive?: boolean;
  readonly type?: "float" | "integer" | "boolean";
}

/** A state variable. `initial` is a quantity or an expression of the parameters. */
export interface StateRecord {
  readonly initial: string | number;
  readonly unit: string;
  readonly about: string;
  readonly type?: "float" | "integer" | "boolean";
  /** Width of an integer state of a chip, sign included. */
  readonly bits?: number;
  readonly signed?: boolean;
  /** What an integer state does beyond its range. */
  readonly overflow?: "saturate" | "wrap";
  /** One value for the whole population. */
  readonly shared?: boolean;
}

/** A named sub-expression. */
export interface ExpressionRecord {
  readonly value: string;
  readonly unit: string;
  readonly about: string;
  /**
   * Evaluated once and kept: at the start of each step in a neuron, at each event in a synapse. Needed
   * where it draws random numbers.
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

/** Assignments made at once: right-hand sides read the values from before. */
export type Assignments = Readonly<Record<string, string>>;
