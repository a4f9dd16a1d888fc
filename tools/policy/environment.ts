import type { Stream } from "../../packages/random/src/index.ts";

/** An environment in which an action is taken at each step, until an episode ends. */
export interface Environment<State> {
  /** Input neurons. */
  readonly inputs: number;
  readonly actions: number;
  /** Maximum number of steps per episode. */
  readonly mostSteps: number;
  /** Discount of a reward per step. */
  readonly discount: number;
  /** Rewards that would have followed after an episode was cut off. */
  readonly afterCut: number;
  begin(draws: Stream): State;
  act(state: State, action: number): { readonly state: State; readonly reward: number };
  isOver(state: State): boolean;
  /** Rate of each input neuron, from 0 to 1 spike per step. */
  rates(state: State): readonly number[];
}
