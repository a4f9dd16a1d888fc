import type { SlidingWindow } from "@spikeloom/kernel";
import { drawnRows } from "@spikeloom/network";
import type { OpenProjection } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";
import type { WeightMatrix } from "./dense-weights.ts";

/**
 * Read the weights of a convolution window.
 *
 * There is one row per source channel and row of the kernel. Within it the last column comes first, and the target
 * channel runs fastest: a source adds a contiguous range of such a row to adjacent targets.
 */
export function windowWeights(projection: OpenProjection, window: SlidingWindow): WeightMatrix {
  const { inputs, outputs, kernel } = window;
  const [down, across] = kernel;
  const [rows, columns] = [inputs * down, across * outputs];
  const places = Uint32Array.from({ length: rows * columns }, (_, entry) => {
    const column = entry % across;
    const row = Math.floor(entry / across) % down;
    const channel = Math.floor(entry / (across * down)) % inputs;
    const output = Math.floor(entry / (across * down * inputs));
    return (channel * down + row) * columns + (across - 1 - column) * outputs + output;
  });
  const values = new Float64Array(rows * columns);
  const { weight } = projection;
  if (weight.constant !== undefined) values.fill(weight.constant);
  else readShared(projection, { places, values });
  return { rows, columns, values, places };
}

/** Read the initial values of synapses; those of one entry share a weight. */
function readShared(
  projection: OpenProjection,
  { places, values }: Pick<WeightMatrix, "places" | "values">,
): void {
  const known = new Uint8Array(places.length);
  for (const row of drawnRows(projection, [projection.weight])) {
    const [weights] = row.values as [Float64Array];
    for (let k = 0; k < weights.length; k++) {
      const entry = row.entry(k);
      const place = places[entry] as number;
      if (known[entry] === 1 && values[place] !== weights[k]) throw unshared(projection.name);
      known[entry] = 1;
      values[place] = weights[k] as number;
    }
  }
}

function unshared(name: string): Error {
  return NOT_TRAINED({
    place: `projection "${name}"`,
    message: "The weights of a convolution differ between positions.",
    expected: "one weight for each target channel, source channel, row and column of the kernel",
    got: "one weight per synapse",
    next: "Specify the weights as a draw, a list or an array, such as drawWeights returns.",
  });
}
