// Quantities as TypeScript sees them: a number, a blank and a unit symbol. The table covers SI symbols with prefixes; compound
// units ("nS/cm^2") are accepted here as text and checked with the model.

type Prefix = "" | "f" | "p" | "n" | "u" | "µ" | "m" | "k" | "M" | "G";

/** Unit symbols by dimension, as far as TypeScript checks them at compile time. */
export interface UnitSymbols {
  time: `${Prefix}s`;
  voltage: `${Prefix}V`;
  current: `${Prefix}A`;
  conductance: `${Prefix}S`;
  resistance: `${Prefix}ohm`;
  capacitance: `${Prefix}F`;
  frequency: `${Prefix}Hz`;
  length: `${Prefix | "c"}m`;
  concentration: `${Exclude<Prefix, "M" | "G" | "k">}M`;
  temperature: "K";
}

type DimensionOfSymbol<Symbol extends string> = {
  [Name in keyof UnitSymbols]: Symbol extends UnitSymbols[Name] ? Name : never;
}[keyof UnitSymbols];

/**
 * Texts with the same dimension as the given default.
 *
 * `Scalar<"20 ms">` accepts `"0.02 s"`.
 */
export type Scalar<Default> = Default extends number
  ? number
  : Default extends `${number} ${infer Symbol}`
    ? [DimensionOfSymbol<Symbol>] extends [never]
      ? `${number} ${string}`
      : `${number} ${UnitSymbols[DimensionOfSymbol<Symbol>]}`
    : string | number;

/** Distributions of random values; arguments carry the unit of the value. */
export type Distribution =
  | "uniform"
  | "uniform-integer"
  | "normal"
  | "lognormal"
  | "exponential"
  | "gamma"
  | "poisson"
  | "binomial";

/** A value drawn for each neuron or synapse, keyed by its identity. */
export interface DrawValue<S = string | number> {
  readonly draw: Distribution;
  readonly low?: S;
  readonly high?: S;
  readonly mean?: S;
  readonly sd?: S;
  /** Mean of the logarithm of the value over its unit, for `lognormal`. */
  readonly mu?: number;
  readonly sigma?: number;
  readonly shape?: number;
  readonly scale?: S;
  readonly n?: number;
  readonly p?: number;
  /** Minimum and maximum; values outside are redrawn or clipped, as specified by `outside`. */
  readonly min?: S;
  readonly max?: S;
  readonly outside?: "redraw" | "clip";
  /** Multiple to round to after drawing (for example the step, for a delay). */
  readonly round?: S;
}

/**
 * A value computed by an expression.
 *
 * For a neuron it reads `i`, `N`, `x`, `y`, `z` and the parameters; for a synapse `i`, `j`, `d` and
 * positions with `_pre` and `_post`.
 */
export interface FormulaValue {
  readonly formula: string;
}

/** An array in a file referenced by the network file, with the unit of its numbers. */
export interface DataValue {
  readonly file: string;
  readonly path: string;
  readonly unit?: string;
  /** Size of the whole file in bytes when it was read; a file of another size is an error. */
  readonly size?: number;
  /** SHA-256 of the whole file in hexadecimal; a different file is an error. */
  readonly sha256?: string;
  /** The numbers in the file's own precision, once read; not written to network files. */
  readonly values?: Float64Array | Float32Array;
}

/**
 * An array of plain numbers in one unit.
 *
 * A Float32Array, as read from single-precision files, takes half the memory and gives the same results in a simulation.
 */
export interface ArrayValue {
  readonly values: readonly number[] | Float64Array | Float32Array;
  readonly unit?: string;
}

/** A value for a parameter, an initial value, a weight or a delay. */
export type Value<S = string | number> =
  | S
  | readonly S[]
  | DrawValue<S>
  | FormulaValue
  | DataValue
  | ArrayValue;
