import type { RateCost } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import type { RunParts } from "./run-parts.ts";

/** Rate costs of a sample in a group. */
export interface RateCosts {
  value(example: number): number;
  /** Write the derivative of the last sample's cost with respect to each spike, times `scale`. */
  write(example: number, scale: number): void;
}

/** Create the evaluation of rate costs. */
export function rateCosts(
  costs: readonly RateCost[],
  { plan, memory, program }: RunParts,
): RateCosts {
  const places = new Map<string, PopulationPlace>();
  for (const cost of costs) {
    const { population } = cost;
    const place = plan.populations.get(population);
    if (place === undefined) throw unknownCost(cost, [...plan.populations.keys()]);
    places.set(population, place);
  }
  const all = [...places].map(([population, place]) => ({
    place,
    counts: new Float64Array(place.size),
    slope: new Float64Array(place.size),
    costs: costs.filter((one) => one.population === population),
  }));
  const count = ({ marks, ids }: PopulationPlace, example: number, counts: Float64Array): void => {
    const words = memory.integers();
    const first = marks / 4 + example * (program.steps + 1);
    const end = words[first + program.steps] as number;
    counts.fill(0);
    for (let k = words[first + program.lead] as number; k < end; k++) {
      const neuron = words[ids / 4 + k] as number;
      counts[neuron] = (counts[neuron] as number) + 1;
    }
  };
  return {
    value(example) {
      let sum = 0;
      for (const one of all) {
        count(one.place, example, one.counts);
        one.slope.fill(0);
        for (const cost of one.costs) sum += cost.value(one.counts, one.slope);
      }
      return sum;
    },
    write(example, scale) {
      const floats = memory.floats();
      for (const { place, slope } of all) {
        const first = place.rateSlopes / floats.BYTES_PER_ELEMENT + example * place.width;
        for (let n = 0; n < place.size; n++) floats[first + n] = scale * (slope[n] as number);
      }
    },
  };
}

/** Error of a cost of spikes that are not computed. */
export function unknownCost({ name, population }: RateCost, known: readonly string[]): Error {
  return TRAINING_OPTION({
    place: `costs, "${name}"`,
    message: "The population of a cost has no computed spikes.",
    expected: known.join(", "),
    got: population,
  });
}
