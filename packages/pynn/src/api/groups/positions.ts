import type { Positions } from "../space/space.ts";
import type { SimulationState } from "../state.ts";
import type { PopulationState } from "./population-state.ts";

/** Return the positions of a population; they are computed on first use. */
export function positionsOf(state: SimulationState, population: PopulationState): Positions {
  if (population.positions !== undefined) return population.positions;
  const { structure, size, key } = population;
  const rng = structure.rng ?? state.rng;
  const purpose = `population/${key}/positions`;
  // PyNN draws positions from the source itself, not from a copy.
  population.positions = structure.generatePositions(size, () => rng.open(purpose));
  return population.positions;
}
