import type { Stream } from "../../packages/random/src/index.ts";

/** A world in which an action is taken at each step, until an episode is over. */
export interface Environment<State> {
  /** Input neurons. */
  readonly inputs: number;
  readonly actions: number;
  /** An episode is cut off after so many steps. */
  readonly mostSteps: number;
  /** What a reward is worth a step later. */
  readonly discount: number;
  /** What would have been rewarded after an episode was cut off. */
  readonly afterCut: number;
  begin(draws: Stream): State;
  act(state: State, action: number): { readonly state: State; readonly reward: number };
  isOver(state: State): boolean;
  /** How fast each input neuron spikes, from 0 to 1 spike a step. */
  rates(state: State): readonly number[];
}
