import {
  checkOptionNames,
  type OptionNames,
  type ProjectionRecord,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";

/** Options for 2 × 2 max pooling of a map. */
export interface SquareOptions {
  readonly from: string;
  /** A population of `analog-largest` with one neuron per square and channel. */
  readonly to: string;
  /** Even dimensions of the map. */
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** Output of the map: its spikes, or its values as `v`. */
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
 * Return the four projections that take the maximum of each square of a map.
 *
 * There is one from each position of the squares; their weights are 1 and not trained. Throws `SL_TRAINING_OPTION`.
 */
export function largestOfSquares(options: SquareOptions): readonly ProjectionRecord[] {
  checkOptionNames(options, names, "largestOfSquares");
  const { from, to, rows, columns, channels, carries } = options;
  for (const [place, value] of Object.entries({ rows, columns, channels: 2 * channels })) {
    if (Number.isInteger(value / 2) && value > 0) continue;
    const message = "The map does not consist of a whole number of squares.";
    const expected = place === "channels" ? "an integer of at least 1" : "a positive even number";
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

/**
 * Weights by which a channel reads only position `k` of its own squares, by target channel, source channel, and
 * position.
 */
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
    about: "Transmits the value of one position of a square in each step.",
    parameters: {},
    weightUnit: "1",
    reads: { v_pre: { of: "pre", variable: "v", unit: "1" } },
    coupling: [{ into: `x_${k}`, value: "weight * v_pre", unit: "1" }],
  };
}
