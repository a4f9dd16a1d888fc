import {
  type ArrayPlace,
  type Builder,
  type FloatType,
  type Routine,
  routine,
  type Value,
} from "@spikeloom/code";
import type { ChannelRoutines } from "./channel-rows.ts";

/** Normalised rows of neurons, in which all neurons of a channel are taken together. */
const parameters: Readonly<
  Record<"from" | "step" | "stride" | "examples" | "steps" | "places" | "channels", "i32">
> = {
  from: "i32",
  step: "i32",
  stride: "i32",
  examples: "i32",
  steps: "i32",
  places: "i32",
  channels: "i32",
};

type Given = Readonly<Record<keyof typeof parameters, Value>>;

/**
 * Write the routine that normalises sums channel by channel: subtract the mean, divide by the standard deviation.
 *
 * Rows of consecutive steps are `step` elements apart, those of samples `stride`. In a training batch, means and
 * variances are those of its samples in all steps (Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1), and are
 * stored; otherwise the stored ones are used.
 */
export function normaliseRows(type: FloatType, routines: ChannelRoutines): Routine {
  return routine(
    "normalise_rows",
    {
      about: "Subtracts the mean of a channel, and divides by its standard deviation.",
      parameters: { ...parameters, epsilon: "f64" },
      passed: { learns: "i32", values: type, means: "f64", variances: "f64", inverses: "f64" },
    },
    (b, { epsilon, ...given }, { learns, values, means, variances, inverses }) => {
      const { add, div, sqrt, constant } = b.floats("f64");
      const { places, channels } = given;
      const each = (called: Routine, numbers: readonly ArrayPlace[]): void =>
        eachRow(b, given, [given], ([row]) => {
          b.call(called, [values, ...numbers], [row as Value, places, channels]);
        });
      b.if(b.apply("ne", b.load(learns, b.i32(0)), b.i32(0)), () => {
        clear(b, given, [means, variances]);
        each(routines.sumValues, [means]);
        average(b, given, [means]);
        each(routines.sumSquares, [means, variances]);
        average(b, given, [variances]);
        eachChannel(b, given, (channel) => {
          const variance = b.load(variances, channel);
          b.store(inverses, channel, div(constant(1), sqrt(add(variance, epsilon))));
        });
      });
      each(routines.scaleValues, [means, inverses]);
      return undefined;
    },
  );
}

/**
 * Write the routine that propagates slopes back through the normalisation: slopes of the results are replaced by those
 * of the sums.
 *
 * The results are in `values`, whose rows start at element `first`, `apart` elements from step to step and `far` from
 * sample to sample.
 */
export function normaliseSlopes(type: FloatType, routines: ChannelRoutines): Routine {
  return routine(
    "normalise_slopes",
    {
      about: "Propagates slopes back through the mean and the standard deviation of a channel.",
      parameters: { ...parameters, first: "i32", apart: "i32", far: "i32" },
      passed: { slopes: type, values: type, sums: "f64", along: "f64", inverses: "f64" },
    },
    (b, { first, apart, far, ...given }, { slopes, values, sums, along, inverses }) => {
      const results: Rows = { from: first as Value, step: apart as Value, stride: far as Value };
      const { places, channels } = given;
      const each = (called: Routine, numbers: readonly ArrayPlace[]): void =>
        eachRow(b, given, [given, results], (rows) => {
          b.call(called, [slopes, values, ...numbers], [...rows, places, channels]);
        });
      clear(b, given, [sums, along]);
      each(routines.sumSlopes, [sums, along]);
      average(b, given, [sums, along]);
      each(routines.turnSlopes, [sums, along, inverses]);
      return undefined;
    },
  );
}

type Rows = Pick<Given, "from" | "step" | "stride">;

function clear(b: Builder, given: Given, arrays: readonly ArrayPlace[]): void {
  const zero = b.floats("f64").constant(0);
  eachChannel(b, given, (channel) => {
    for (const array of arrays) b.store(array, channel, zero);
  });
}

/** Divide sums by the number of values of a channel. */
function average(b: Builder, given: Given, arrays: readonly ArrayPlace[]): void {
  const { examples, steps, places } = given;
  const product = b.apply("mul", b.apply("mul", examples, steps), places);
  const count = b.keep("count", b.apply("toF64", product));
  eachChannel(b, given, (channel) => {
    for (const array of arrays) {
      b.store(array, channel, b.floats("f64").div(b.load(array, channel), count));
    }
  });
}

function eachChannel(b: Builder, { channels }: Given, body: (channel: Value) => void): void {
  b.for({ name: "channel", from: b.i32(0), to: channels }, body);
}

/** Emit code for all rows in memory order: sample by sample, step by step. */
function eachRow(
  b: Builder,
  { examples, steps }: Given,
  rows: readonly Rows[],
  body: (begins: readonly Value[]) => void,
): void {
  b.for({ name: "example", from: b.i32(0), to: examples }, (example) => {
    b.for({ name: "step", from: b.i32(0), to: steps }, (step) => {
      body(
        rows.map(({ from, ...one }) => {
          const begin = b.apply("add", from, b.apply("mul", example, one.stride));
          return b.keep("row", b.apply("add", begin, b.apply("mul", step, one.step)));
        }),
      );
    });
  });
}
