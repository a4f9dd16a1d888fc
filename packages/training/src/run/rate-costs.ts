import type { RateCost } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { PopulationPlace } from "../memory/memory-plan.ts";
import type { RunParts } from "./run-parts.ts";

/** What rates cost in an example. */
export interface RateCosts {
  value(): number;
  /** Write how the cost changes with each spike, times `scale`. */
  write(scale: number): void;
}

/** Make what counts spikes and asks costs. */
export function rateCosts(
  costs: readonly RateCost[],
  { plan, memory, program }: RunParts,
): RateCosts {
  const places = new Map<string, PopulationPlace>();
  for (const { name, population } of costs) {
    const place = plan.populations.get(population);
    if (place === undefined) throw unknown(name, population, [...plan.populations.keys()]);
    places.set(population, place);
  }
  const all = [...places].map(([population, place]) => ({
    place,
    counts: new Float64Array(place.size),
    slope: new Float64Array(place.size),
    costs: costs.filter((one) => one.population === population),
  }));
  const count = ({ marks, ids }: PopulationPlace, counts: Float64Array): void => {
    const words = memory.integers();
    const end = words[marks / 4 + program.steps] as number;
    counts.fill(0);
    for (let k = 0; k < end; k++) {
      const neuron = words[ids / 4 + k] as number;
      counts[neuron] = (counts[neuron] as number) + 1;
    }
  };
  return {
    value() {
      let sum = 0;
      for (const one of all) {
        count(one.place, one.counts);
        one.slope.fill(0);
        for (const cost of one.costs) sum += cost.value(one.counts, one.slope);
      }
      return sum;
    },
    write(scale) {
      for (const { place, slope } of all) {
        const row = memory.at(place.rateSlopes, place.size);
        for (let n = 0; n < row.length; n++) row[n] = scale * (slope[n] as number);
      }
    },
  };
}

function unknown(name: string, population: string, known: readonly string[]): Error {
  return TRAINING_OPTION({
    place: `costs, "${name}"`,
    message: "A cost is of a population whose spikes are not computed.",
    ...{ expected: known.join(", "), got: population },
  });
}
