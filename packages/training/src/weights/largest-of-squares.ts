import {
  checkOptionNames,
  type OptionNames,
  type ProjectionRecord,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";

/** A map whose squares of two by two are pooled. */
export interface SquareOptions {
  readonly from: string;
  /** A population of `analog-largest` with a neuron for each square and channel. */
  readonly to: string;
  /** Of the map: even numbers. */
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** What the map hands on: its spikes, or its values as `v`. */
  readonly carries: "spikes" | "values";
}

const names: OptionNames<SquareOptions> = {
  from: true,
  to: true,
  rows: true,
  columns: true,
  channels: true,
  carries: true,
};

/**
 * Give the four projections that take the largest of each square of a map.
 *
 * One goes out from each place of the squares; their weights are 1 and not trained. Throws `SL_TRAINING_OPTION`.
 */
export function largestOfSquares(options: SquareOptions): readonly ProjectionRecord[] {
  checkOptionNames(options, names, "largestOfSquares");
  const { from, to, rows, columns, channels, carries } = options;
  for (const [place, value] of Object.entries({ rows, columns, channels: 2 * channels })) {
    if (Number.isInteger(value / 2) && value > 0) continue;
    const message = "A map has no whole number of squares.";
    const expected = place === "channels" ? "a whole number from 1 on" : "an even number above 0";
    const got = String(place === "channels" ? channels : value);
    throw TRAINING_OPTION({ place, message, expected, got });
  }
  return [0, 1, 2, 3].map((k) => ({
    name: `${from}->${to} ${k}`,
    from,
    to,
    delay: "1 ms",
    ...(carries === "values" ? { synapse: handsOn(k) } : { receptor: `spikes_${k}` }),
    connector: {
      kind: "convolution",
      rows,
      columns,
      stride: 2,
      kernelRows: 2,
      kernelColumns: 2,
    },
    weight: { values: placeWeights(channels, k), unit: "1" },
  }));
}

/** Give the weights by which a channel takes place `k` of its own squares alone, by target channel, source channel, and place. */
export function placeWeights(channels: number, k: number): Float64Array {
  const values = new Float64Array(channels * channels * 4);
  for (let one = 0; one < channels; one++) values[(one * channels + one) * 4 + k] = 1;
  return values;
}

function handsOn(k: number): SynapseRecord {
  return {
    kind: "synapse",
    contract: 1,
    name: `place-${k}`,
    about: "Hands the value of a place of a square on at each step.",
    parameters: {},
    weightUnit: "1",
    reads: { v_pre: { of: "pre", variable: "v", unit: "1" } },
    coupling: [{ into: `x_${k}`, value: "weight * v_pre", unit: "1" }],
  };
}
