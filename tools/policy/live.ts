import type { StartedLearner } from "../../packages/network/src/index.ts";
import { type Stream, stream, streamKey } from "../../packages/random/src/index.ts";
import { beginBrain, chosenBy, seenBy } from "./brain.ts";
import type { Environment } from "./environment.ts";

/** Number of parallel episodes between two changes of the weights. */
export const together = 8;

/** Record of an episode. */
export interface Episode<State> {
  readonly states: State[];
  readonly actions: number[];
  readonly rewards: number[];
  now: State;
  isOver: boolean;
}

/** Run episodes until the given number of updates is done. */
export async function live<State>(
  world: Environment<State>,
  {
    name,
    seed,
    updates,
    onUpdate,
  }: {
    readonly name: string;
    readonly seed: number;
    readonly updates: number;
    /** Receives the episodes of each update; stops by returning false. */
    onUpdate(episodes: readonly Episode<State>[]): boolean;
  },
): Promise<void> {
  const brain = await beginBrain(world, seed);
  const draws = stream(streamKey(seed, name), 0);
  for (let update = 0; update < updates; update++) {
    const episodes = await liveTogether(world, brain, draws);
    await learn(world, brain, episodes);
    if (!onUpdate(episodes)) break;
  }
}

async function liveTogether<State>(
  world: Environment<State>,
  brain: StartedLearner,
  draws: Stream,
): Promise<readonly Episode<State>[]> {
  const { actions, mostSteps } = world;
  const episodes = Array.from(
    { length: together },
    (): Episode<State> => ({
      states: [],
      actions: [],
      rewards: [],
      now: world.begin(draws),
      isOver: false,
    }),
  );
  for (let step = 0; step < mostSteps; step++) {
    const going = episodes.filter(({ isOver }) => !isOver);
    if (going.length === 0) break;
    const states = going.map(({ now }) => now);
    const targets = new Float64Array(2 * states.length);
    const { outputs } = await brain.evaluate(seenBy(world, states, targets));
    going.forEach((episode, k) => {
      const logits = Float64Array.from(outputs.slice(actions * k, actions * (k + 1)));
      const action = chosenBy(logits, draws.uniform());
      const { state, reward } = world.act(episode.now, action);
      episode.states.push(episode.now);
      episode.actions.push(action);
      episode.rewards.push(reward);
      episode.now = state;
      episode.isOver = world.isOver(state);
    });
  }
  return episodes;
}

/** Make actions more likely if their return exceeded the mean (Williams 1992, with a baseline). */
async function learn<State>(
  world: Environment<State>,
  brain: StartedLearner,
  episodes: readonly Episode<State>[],
): Promise<void> {
  const states = episodes.flatMap((one) => one.states);
  const returns = episodes.flatMap(({ rewards, isOver }) => {
    const all = new Array<number>(rewards.length);
    let sum = isOver ? 0 : world.afterCut;
    for (let k = rewards.length - 1; k >= 0; k--) {
      sum = (rewards[k] as number) + world.discount * sum;
      all[k] = sum;
    }
    return all;
  });
  const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
  const sd = Math.sqrt(returns.reduce((sum, one) => sum + (one - mean) ** 2, 0) / returns.length);
  const targets = new Float64Array(2 * states.length);
  episodes
    .flatMap(({ actions }) => actions)
    .forEach((action, k) => {
      targets[2 * k] = action;
      targets[2 * k + 1] = ((returns[k] as number) - mean) / (sd + 1e-6);
    });
  await brain.step(seenBy(world, states, targets));
}
