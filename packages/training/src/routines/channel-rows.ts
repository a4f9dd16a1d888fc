import { type Builder, type FloatType, type Routine, routine, type Value } from "@spikeloom/code";

/** Operations in which a formula is written, for one number or several at a time; in float64. */
export interface ChannelOperations<T> {
  add(left: T, right: T): T;
  sub(left: T, right: T): T;
  mul(left: T, right: T): T;
  /** A number of a row. */
  row(name: string): T;
  /** The number of its channel. */
  of(name: string): T;
}

/** Formula applied to each number of a row, with channels running fastest, position by position. */
export interface ChannelFormula {
  readonly about: string;
  /** Rows, in their own precision. */
  readonly rows: readonly string[];
  /** Numbers per channel, in float64. */
  readonly channels: readonly string[];
  /** Stored results: numbers of a row, or of a channel. */
  stores<T>(o: ChannelOperations<T>): readonly (readonly [to: string, value: T])[];
}

/** Names of the routines on channels. */
export type ChannelRoutine =
  | "sumValues"
  | "sumSquares"
  | "scaleValues"
  | "sumSlopes"
  | "turnSlopes";

/** All formulas of normalisation, by the names of their routines. */
export const channelFormulas: Readonly<Record<ChannelRoutine, ChannelFormula>> = {
  sumValues: {
    about: "Adds the numbers of a row to the sums of their channels.",
    rows: ["values"],
    channels: ["means"],
    stores: (o) => [["means", o.add(o.of("means"), o.row("values"))]],
  },
  sumSquares: {
    about: "Adds squared deviations from the means of channels.",
    rows: ["values"],
    channels: ["means", "variances"],
    stores(o) {
      const off = () => o.sub(o.row("values"), o.of("means"));
      return [["variances", o.add(o.of("variances"), o.mul(off(), off()))]];
    },
  },
  scaleValues: {
    about: "Subtracts the means of channels from the numbers of a row, and scales the results.",
    rows: ["values"],
    channels: ["means", "inverses"],
    stores: (o) => [["values", o.mul(o.sub(o.row("values"), o.of("means")), o.of("inverses"))]],
  },
  sumSlopes: {
    about: "Adds the slopes of a row, and their products with values, to the sums of channels.",
    rows: ["slopes", "values"],
    channels: ["sums", "along"],
    stores: (o) => [
      ["sums", o.add(o.of("sums"), o.row("slopes"))],
      ["along", o.add(o.of("along"), o.mul(o.row("slopes"), o.row("values")))],
    ],
  },
  turnSlopes: {
    about: "Subtracts the common part of slopes, and scales the results.",
    rows: ["slopes", "values"],
    channels: ["sums", "along", "inverses"],
    stores(o) {
      const common = o.mul(o.row("values"), o.of("along"));
      const rest = o.sub(o.sub(o.row("slopes"), o.of("sums")), common);
      return [["slopes", o.mul(o.of("inverses"), rest)]];
    },
  },
};

/** The routines of all formulas. */
export type ChannelRoutines = Readonly<Record<ChannelRoutine, Routine>>;

/**
 * Write the routines of all formulas; their parameters are the starts of rows and the numbers of positions and
 * channels.
 */
export function channelRoutines(type: FloatType): ChannelRoutines {
  const made = Object.entries(channelFormulas).map(([name, formula]) => {
    return [name, channelRoutine(name, formula, type)] as const;
  });
  return Object.fromEntries(made) as ChannelRoutines;
}

/** Return the parameter that holds the start of a row. */
export const beginOf = (row: string): string => `${row} begin`;

function channelRoutine(name: string, formula: ChannelFormula, type: FloatType): Routine {
  const { about, rows, channels, stores } = formula;
  const begins = Object.fromEntries(rows.map((row) => [beginOf(row), "i32" as const]));
  const floats = Object.fromEntries(rows.map((row) => [row, type]));
  const doubles = Object.fromEntries(channels.map((one) => [one, "f64" as const]));
  const parameters: Record<string, "i32"> = { ...begins, places: "i32", channels: "i32" };
  const passed: Record<string, FloatType> = { ...floats, ...doubles };
  return routine(name, { about, parameters, passed }, (b, given, arrays) => {
    const of = (all: Readonly<Record<string, Value>>, one: string): Value => all[one] as Value;
    b.for({ name: "place", from: b.i32(0), to: of(given, "places") }, (place) => {
      const offset = b.keep("offset", b.apply("mul", place, of(given, "channels")));
      b.for({ name: "channel", from: b.i32(0), to: of(given, "channels") }, (channel) => {
        const at = b.keep("at", b.apply("add", offset, channel));
        const inRow = (row: string): Value => b.apply("add", of(given, beginOf(row)), at);
        const array = (one: string) => arrays[one] as NonNullable<(typeof arrays)[string]>;
        const operations: ChannelOperations<Value> = {
          ...b.floats("f64"),
          row: (row) => wide(b, type, b.load(array(row), inRow(row))),
          of: (one) => b.load(array(one), channel),
        };
        for (const [to, value] of stores(operations)) {
          if (rows.includes(to)) b.store(array(to), inRow(to), narrow(b, type, value));
          else b.store(array(to), channel, value);
        }
      });
    });
    return undefined;
  });
}

const wide = (b: Builder, type: FloatType, value: Value): Value =>
  type === "f64" ? value : b.apply("toF64", value);

const narrow = (b: Builder, type: FloatType, value: Value): Value =>
  type === "f64" ? value : b.apply("toF32", value);
