// Quantities as TypeScript sees them: a number, a blank and a unit symbol. The table covers SI symbols with
// prefixes; units made of several symbols ("nS/cm^2") pass here as text and are checked when the model is.

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
 * The texts that measure the same dimension as the given default.
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

/** Distributions to draw values from; arguments carry the unit of the value. */
export type Distribution =
  | "uniform"
  | "uniform-integer"
  | "normal"
  | "lognormal"
  | "exponential"
  | "gamma"
  | "poisson"
  | "binomial";

/** A value drawn anew for each neuron or synapse, keyed by its identity. */
export interface DrawValue<S = string | number> {
  readonly draw: Distribution;
  readonly low?: S;
  readonly high?: S;
  readonly mean?: S;
  readonly sd?: S;
  /** Of the logarithm of the value over its unit, for `lognormal`. */
  readonly mu?: number;
  readonly sigma?: number;
  readonly shape?: number;
  readonly scale?: S;
  readonly n?: number;
  readonly p?: number;
  /** Least and greatest value; what lies outside is drawn again or clipped, as `outside` says. */
  readonly min?: S;
  readonly max?: S;
  readonly outside?: "redraw" | "clip";
  /** Round to this multiple after drawing (a delay to the step, say). */
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

/** An array in a file beside the network file; `unit` is that of the numbers. */
export interface DataValue {
  readonly file: string;
  readonly path: string;
  readonly unit?: string;
  /** Bytes of the whole file when it was read; another file is refused. */
  readonly size?: number;
  /** SHA-256 of the whole file in hexadecimal digits; another file is refused. */
  readonly sha256?: string;
  /** The numbers, as wide as the file has them, once it is read; a network is written without them. */
  readonly values?: Float64Array | Float32Array;
}

/**
 * An array of plain numbers in one unit.
 *
 * Float32Array is what files of single precision hold: half the memory, and the same numbers in a simulation.
 */
export interface ArrayValue {
  readonly values: readonly number[] | Float64Array | Float32Array;
  readonly unit?: string;
}

/** What a parameter, an initial value, a weight or a delay can be set to. */
export type Value<S = string | number> =
  | S
  | readonly S[]
  | DrawValue<S>
  | FormulaValue
  | DataValue
  | ArrayValue;
