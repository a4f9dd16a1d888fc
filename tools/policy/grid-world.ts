import { actions, goal, move, moveLimit, placeCount } from "../../examples/grid-world/world.ts";
import type { Environment } from "./environment.ts";

/** The world of `examples/grid-world`, which reward-modulated STDP learns: a reward of 1 at the goal. */
export const gridWorld: Environment<number> = {
  inputs: placeCount,
  actions: actions.length,
  mostSteps: moveLimit,
  discount: 0.9,
  afterCut: 0,
  begin: (draws) => draws.integer(goal),
  act(place, action) {
    const next = move(place, action);
    return { state: next, reward: next === goal ? 1 : 0 };
  },
  isOver: (place) => place === goal,
  rates: (place) => Array.from({ length: placeCount }, (_, one) => (one === place ? 1 : 0)),
};
