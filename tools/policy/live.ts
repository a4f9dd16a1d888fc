import type { Learner } from "../../packages/kernel/src/index.ts";
import { type Stream, stream, streamKey } from "../../packages/random/src/index.ts";
import { beginBrain, seenBy, shareOfRight } from "./brain.ts";
import { type CartState, hasFailed, mostSteps, pushed } from "./cart-pole.ts";

/** Episodes that are lived side by side, between one change of the weights and the next. */
export const together = 8;
/** What a reward is worth a step later. */
const discount = 0.99;

/** What happened in an episode. */
interface Episode {
  readonly states: CartState[];
  readonly actions: number[];
  now: CartState;
  isOver: boolean;
}

/** Live episodes until so many updates are done; gives the mean length of the episodes of each. */
export async function live({
  seed,
  updates,
  onUpdate,
}: {
  readonly seed: number;
  readonly updates: number;
  /** Told how long episodes were in the mean; ends the life where it gives false. */
  readonly onUpdate?: (length: number) => boolean;
}): Promise<readonly number[]> {
  const brain = await beginBrain(seed);
  const draws = stream(streamKey(seed, "cart-pole"), 0);
  const lengths: number[] = [];
  for (let update = 0; update < updates; update++) {
    const episodes = await liveTogether(brain, draws);
    await learn(brain, episodes);
    const length = episodes.reduce((sum, { actions }) => sum + actions.length, 0) / together;
    lengths.push(length);
    if (onUpdate?.(length) === false) break;
  }
  return lengths;
}

async function liveTogether(brain: Learner, draws: Stream): Promise<readonly Episode[]> {
  const small = (): number => 0.1 * draws.uniform() - 0.05;
  const episodes = Array.from({ length: together }, (): Episode => {
    return { states: [], actions: [], now: [small(), small(), small(), small()], isOver: false };
  });
  for (let step = 0; step < mostSteps; step++) {
    const going = episodes.filter(({ isOver }) => !isOver);
    if (going.length === 0) break;
    const states = going.map(({ now }) => now);
    const { outputs } = await brain.evaluate(seenBy(states, new Float64Array(2 * states.length)));
    going.forEach((episode, k) => {
      const right = shareOfRight(outputs[2 * k] as number, outputs[2 * k + 1] as number);
      const action = draws.uniform() < right ? 1 : 0;
      episode.states.push(episode.now);
      episode.actions.push(action);
      episode.now = pushed(episode.now, action);
      episode.isOver = hasFailed(episode.now);
    });
  }
  return episodes;
}

/** Make actions more likely after which more came than on average (Williams 1992, with a baseline). */
async function learn(brain: Learner, episodes: readonly Episode[]): Promise<void> {
  const states = episodes.flatMap((one) => one.states);
  const returns = episodes.flatMap(({ actions, isOver }) => {
    const all = new Array<number>(actions.length);
    // An episode that was only cut off would have gone on.
    let sum = isOver ? 0 : 1 / (1 - discount);
    for (let k = actions.length - 1; k >= 0; k--) {
      sum = 1 + discount * sum;
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
  await brain.step(seenBy(states, targets));
}
