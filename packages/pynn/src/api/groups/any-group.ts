import type { Positions } from "../space/space.ts";
import type { Members, membersOf } from "./population-state.ts";

/** Neurons of any cell type: what projections, currents and assemblies take. */
export interface AnyGroup {
  readonly label: string;
  readonly size: number;
  /** Numbers of the neurons within the simulation. */
  readonly allCells: Uint32Array;
  readonly receptorTypes: readonly string[];
  /** In um: x, y and z of all neurons. */
  readonly positions: Positions;
  /** Find the index of a neuron by its number within the simulation. */
  idToIndex(id: number): number;
  readonly [membersOf]: Members;
}
