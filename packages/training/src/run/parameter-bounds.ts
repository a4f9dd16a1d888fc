import type { Trainable } from "@spikeloom/kernel";
import type { ParameterBounds } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";

/** Trained parameters with bounds. */
export interface TrainedParameters {
  /** Whether the network has one number for all neurons. */
  readonly isOne: (population: string, parameter: string) => boolean;
  readonly bounds: (one: Trainable) => ParameterBounds | undefined;
}

/** Look up parameters in a network. */
export function trainedParameters(network: NetworkProgram): TrainedParameters {
  return {
    isOne(population, parameter) {
      const found = network.populations.get(population)?.parameters.get(parameter);
      return typeof found?.value === "number";
    },
    bounds: (one) => boundsOf(one, network),
  };
}

/** Find the bounds of a parameter; undefined for weights, and if the model sets none. */
function boundsOf(one: Trainable, network: NetworkProgram): ParameterBounds | undefined {
  if ("projection" in one) return undefined;
  return network.populations.get(one.population)?.form.parameters.get(one.parameter)?.bounds;
}

/**
 * Return the replacement of a value outside the bounds: the bound, or the previous value if the bound is excluded.
 *
 * A bound that rounding moves outside is excluded too.
 */
export function confined(
  value: number,
  before: number,
  { min, max, exclusive, round }: ParameterBounds & { readonly round: (x: number) => number },
): number {
  const isInside = (x: number) => (exclusive ? x > min && x < max : x >= min && x <= max);
  if (isInside(value)) return value;
  const bound = round(value < min ? min : max);
  return isInside(bound) ? bound : before;
}

/** Elements of a parameter among all values; padding equals the first neuron. */
interface Placed {
  readonly places: Uint32Array;
  readonly padding: readonly number[];
  readonly bounds?: ParameterBounds | undefined;
}

/** Store the values with bounds, and return a function that confines the updated ones. */
export function holdBounded(
  all: readonly Placed[],
  values: Float32Array | Float64Array,
  round: (x: number) => number,
): () => void {
  const bounded = all.filter(({ bounds }) => bounds !== undefined);
  if (bounded.length === 0) return nothing;
  const before = bounded.map(({ places }) =>
    Float64Array.from(places, (at) => values[at] as number),
  );
  return () => {
    bounded.forEach(({ places, padding, bounds }, k) => {
      const own = { ...(bounds as ParameterBounds), round };
      places.forEach((at, n) => {
        values[at] = confined(values[at] as number, before[k]?.[n] as number, own);
      });
      for (const at of padding) values[at] = values[places[0] as number] as number;
    });
  };
}

const nothing = (): void => {};
