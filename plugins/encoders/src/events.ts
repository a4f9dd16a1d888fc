import { defineEncoder } from "@spikeloom/kernel";
import { ENCODER_VALUE } from "./errors.ts";
import { checkFinite, oneEach } from "./unit-values.ts";

/** Columns of a row: a time and a neuron, or a time, a position and a polarity. */
const [short, long] = [2, 4] as const;

type Sensor = Readonly<Record<"width" | "height" | "polarities", number>>;

/** Neuron index of a row: polarity by polarity, row by row, from left to right. */
function neuronOf(row: Float64Array, index: number, sensor: Sensor): number {
  const { width, height, polarities } = sensor;
  const [, x = 0, y = 0, p = 0] = row;
  const limits = row.length === short ? [width * height * polarities] : [width, height, polarities];
  for (const [column, limit] of limits.entries()) {
    const got = row[column + 1] ?? Number.NaN;
    if (Number.isInteger(got) && got >= 0 && got < limit) continue;
    const expected = `an integer from 0 to ${limit - 1}`;
    const next = "Set the size of the sensor: width, height and polarities.";
    throw ENCODER_VALUE({ encoder: "events", index: index + column + 1, expected, got, next });
  }
  return row.length === short ? x : p * width * height + y * width + x;
}

/**
 * Emit events unchanged, from rows of numbers.
 *
 * The last dimension of the shape is that of the 2 or 4 columns. Times are in units of `tick`.
 */
export const events = defineEncoder({
  name: "events",
  about: "Events unchanged, from rows of a time and a neuron, or of a time, x, y and polarity.",
  cite: ["doi:10.1109/TPAMI.2020.3008413"],
  parameters: {
    width: {
      default: 1,
      about: "columns of the sensor, or number of neurons",
      type: "integer",
      min: 1,
    },
    height: { default: 1, about: "rows of the sensor", type: "integer", min: 1 },
    polarities: { default: 1, about: "number of polarities per pixel", type: "integer", min: 1 },
    tick: { default: "1 ms", about: "unit of the times", min: "0 ms", exclusive: true },
  },
  ends: true,
  neurons: (_, { parameters: { width, height, polarities } }) => width * height * polarities,
  spikes({ shape, values }, { from, until, parameters }) {
    const columns = shape.at(-1) ?? 0;
    if (columns !== short && columns !== long) {
      const next = 'The last dimension of "shape" must be 2 or 4.';
      throw ENCODER_VALUE({
        encoder: "events",
        index: 0,
        expected: "rows of 2 or 4",
        got: columns,
        next,
      });
    }
    checkFinite(values, "events");
    const { width, height, polarities, tick } = parameters;
    const trains: number[][] = Array.from({ length: width * height * polarities }, () => []);
    for (let at = 0; at < oneEach(shape); at += columns) {
      const row = values.subarray(at, at + columns);
      const neuron = neuronOf(row, at, parameters);
      const time = (row[0] ?? 0) * tick;
      if (time >= from && time < until) trains[neuron]?.push(time);
    }
    return trains.map((times) => Float64Array.from(times).sort());
  },
});
