import {
  type ArrayPlace,
  type Builder,
  type FloatType,
  type Routine,
  routine,
  type Value,
} from "@spikeloom/code";

/** What is normalised: rows of neurons, of which those of a channel are taken together. */
const parameters: Readonly<
  Record<"from" | "stride" | "examples" | "channels" | "places" | "at", "i32">
> = {
  ...{ from: "i32", stride: "i32", examples: "i32" },
  ...{ channels: "i32", places: "i32", at: "i32" },
};

type Given = Readonly<Record<keyof typeof parameters, Value>>;

/**
 * Make the routine that normalises the sums of a step: less their mean, over their standard deviation, channel by channel.
 *
 * Rows of examples begin `stride` elements from each other. While a batch is learnt from, means and variances are those of its examples
 * (Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 1), which are kept from element `at` on; else they are what stands there.
 */
export function normaliseRows(type: FloatType): Routine {
  return routine(
    "normalise_rows",
    {
      about: "Takes the mean of a channel off, and divides by its standard deviation.",
      parameters: { ...parameters, epsilon: "f64" },
      passed: { learns: "i32", values: type, means: "f64", variances: "f64", inverses: "f64" },
    },
    (b, { epsilon, ...given }, { learns, values, means, variances, inverses }) => {
      const { add, sub, mul, div, sqrt, constant } = b.floats("f64");
      const load = (place: Value): Value => wide(b, type, b.load(values, place));
      b.for({ name: "channel", from: b.i32(0), to: given.channels }, (channel) => {
        const own = b.keep("own", b.apply("add", given.at, channel));
        b.if(b.apply("ne", b.load(learns, b.i32(0)), b.i32(0)), () => {
          const count = b.keep("count", countOf(b, given));
          const sum = b.variable("sum", constant(0));
          eachNumber(b, given, channel, (place) => b.set(sum, add(b.get(sum), load(place))));
          const mean = b.keep("mean", div(b.get(sum), count));
          const squares = b.variable("squares", constant(0));
          eachNumber(b, given, channel, (place) => {
            const off = b.keep("off", sub(load(place), mean));
            b.set(squares, add(b.get(squares), mul(off, off)));
          });
          const variance = b.keep("variance", div(b.get(squares), count));
          b.store(means, own, mean);
          b.store(variances, own, variance);
          b.store(inverses, own, div(constant(1), sqrt(add(variance, epsilon))));
        });
        const mean = b.keep("mean", b.load(means, own));
        const inverse = b.keep("inverse", b.load(inverses, own));
        eachNumber(b, given, channel, (place) => {
          b.store(values, place, narrow(b, type, mul(sub(load(place), mean), inverse)));
        });
      });
      return undefined;
    },
  );
}

/**
 * Make the routine that takes slopes back through what was normalised: those of the sums come in the place of those of the results.
 *
 * Results are what `values` have, whose rows begin `apart` elements from each other, from element `first` on.
 */
export function normaliseSlopes(type: FloatType): Routine {
  return routine(
    "normalise_slopes",
    {
      about: "Takes slopes back through the mean and the standard deviation of a channel.",
      parameters: { ...parameters, first: "i32", apart: "i32" },
      passed: { slopes: type, values: type, inverses: "f64" },
    },
    (b, { first, apart, ...given }, { slopes, values, inverses }) => {
      const { add, sub, mul, div, constant } = b.floats("f64");
      const results = { ...given, from: first, stride: apart };
      const load = (array: ArrayPlace, place: Value): Value => wide(b, type, b.load(array, place));
      b.for({ name: "channel", from: b.i32(0), to: given.channels }, (channel) => {
        const inverse = b.keep("inverse", b.load(inverses, b.apply("add", given.at, channel)));
        const count = b.keep("count", countOf(b, given));
        const [sum, along] = [b.variable("sum", constant(0)), b.variable("along", constant(0))];
        eachNumber(b, given, channel, (place, example, other) => {
          const slope = b.keep("slope", load(slopes, place));
          const result = load(values, placeOf(b, results, { channel, example, other }));
          b.set(sum, add(b.get(sum), slope));
          b.set(along, add(b.get(along), mul(slope, result)));
        });
        const mean = b.keep("mean", div(b.get(sum), count));
        const common = b.keep("common", div(b.get(along), count));
        eachNumber(b, given, channel, (place, example, other) => {
          const result = load(values, placeOf(b, results, { channel, example, other }));
          const rest = sub(sub(load(slopes, place), mean), mul(result, common));
          b.store(slopes, place, narrow(b, type, mul(inverse, rest)));
        });
      });
      return undefined;
    },
  );
}

interface NumberPlace {
  readonly channel: Value;
  readonly example: Value;
  /** Which place of the map. */
  readonly other: Value;
}

function placeOf(
  b: Builder,
  { from, stride, channels }: Pick<Given, "from" | "stride" | "channels">,
  { channel, example, other }: NumberPlace,
): Value {
  const neuron = b.apply("add", b.apply("mul", other, channels), channel);
  return b.apply("add", b.apply("add", from, b.apply("mul", example, stride)), neuron);
}

/** Do something for all numbers of a channel: example by example, place by place. */
function eachNumber(
  b: Builder,
  given: Given,
  channel: Value,
  body: (place: Value, example: Value, other: Value) => void,
): void {
  b.for({ name: "example", from: b.i32(0), to: given.examples }, (example) => {
    b.for({ name: "other", from: b.i32(0), to: given.places }, (other) => {
      body(b.keep("place", placeOf(b, given, { channel, example, other })), example, other);
    });
  });
}

function countOf(b: Builder, { examples, places }: Given): Value {
  return b.apply("toF64", b.apply("mul", examples, places));
}

const wide = (b: Builder, type: FloatType, value: Value): Value =>
  type === "f64" ? value : b.apply("toF64", value);

const narrow = (b: Builder, type: FloatType, value: Value): Value =>
  type === "f64" ? value : b.apply("toF32", value);
