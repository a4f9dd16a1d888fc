import { type Simulated, simulate } from "spikeloom";
import { type Stream, stream, streamKey } from "../../packages/random/src/index.ts";
import type { Environment } from "./environment.ts";
import { criticRates, criticSize, rewardBrain, votersPerAction } from "./reward-brain.ts";

/** A world whose states are told apart by place neurons, one of which is driven at a time. */
export type PlacedWorld<State> = Pick<
  Environment<State>,
  "actions" | "mostSteps" | "begin" | "act" | "isOver"
> & {
  readonly places: number;
  placeOf(state: State): number;
};

/** A step in ms: the neurons take in the place, the critic is asked, the voters vote, and what is done is echoed to both. */
const phases = { settle: 10, ask: 10, vote: 10, echo: 20 } as const;
/** All that an episode left behind fades. */
const fade = "1000 ms";
/** In mV: neurons fire as fast as they can, whatever their synapses say, or not at all. */
const pushes = { fire: "6 mV", free: "0 mV", hush: "-10 mV" } as const;
/** In nA: it makes a neuron fire 200 times a second. */
const current = 2;
/** A reward is worth so much less a step later. */
const discount = 0.95;

/** Live episodes by reward-modulated STDP of an actor and a critic; `onEpisode` is given their lengths, and ends the life by false. */
export async function liveByReward<State>(
  world: PlacedWorld<State>,
  {
    name,
    seed,
    episodes,
    onEpisode,
  }: {
    readonly name: string;
    readonly seed: number;
    readonly episodes: number;
    onEpisode(steps: number): boolean;
  },
): Promise<void> {
  const sim = await simulate(rewardBrain(world.places, world.actions), { seed, keep: false });
  try {
    const draws = stream(streamKey(seed, name), 0);
    for (let k = 0; k < episodes; k++) {
      const steps = await liveEpisode(world, sim, draws);
      // Nothing is to be seen between episodes.
      await show(sim, world, undefined);
      for (const all of ["voters", "critics"]) await sim.setInput(all, pushes.hush);
      await sim.advance(fade);
      if (!onEpisode(steps)) break;
    }
  } finally {
    await sim.close();
  }
}

/** Live an episode, and give how many steps it took. */
async function liveEpisode<State>(
  world: PlacedWorld<State>,
  sim: Simulated,
  draws: Stream,
): Promise<number> {
  let state = world.begin(draws);
  await show(sim, world, state);
  let value = await askCritic(sim);
  for (let step = 1; step <= world.mostSteps; step++) {
    const action = await vote(sim, world.actions, draws);
    await echo(sim, world.actions, action);
    const next = world.act(state, action);
    state = next.state;
    // Rewards of 1 a step add up to a value of 1.
    const reward = (1 - discount) * next.reward;
    if (world.isOver(state)) {
      await tell(sim, reward - value);
      return step;
    }
    await show(sim, world, state);
    const later = await askCritic(sim);
    await tell(sim, reward + discount * later - value);
    value = later;
  }
  return world.mostSteps;
}

/** Drive the neuron of a place, and no other. */
async function show<State>(
  sim: Simulated,
  { places, placeOf }: PlacedWorld<State>,
  state: State | undefined,
): Promise<void> {
  const values = new Float64Array(places);
  if (state !== undefined) values[placeOf(state)] = current;
  await sim.setInput("places", { values, unit: "nA" });
}

/** Let the place sink in, and give what the critic then thinks it worth. */
async function askCritic(sim: Simulated): Promise<number> {
  await sim.setInput("voters", pushes.hush);
  await sim.setInput("critics", pushes.hush);
  await sim.advance(`${phases.settle} ms`);
  await sim.setInput("critics", pushes.free);
  sim.spikes("critics");
  await sim.advance(`${phases.ask} ms`);
  await sim.setInput("critics", pushes.hush);
  const rate = sim.spikes("critics").times.length / criticSize / (phases.ask / 1000);
  return (rate - criticRates.zero) / (criticRates.one - criticRates.zero);
}

/** Give the action with most spikes; among equals, any. */
async function vote(sim: Simulated, actions: number, draws: Stream): Promise<number> {
  await sim.setInput("voters", pushes.free);
  sim.spikes("voters");
  await sim.advance(`${phases.vote} ms`);
  const votes = new Uint32Array(actions);
  for (const voter of sim.spikes("voters").neurons) {
    const action = Math.floor(voter / votersPerAction);
    votes[action] = (votes[action] as number) + 1;
  }
  const most = Math.max(...votes);
  const best = [...votes.keys()].filter((action) => votes[action] === most);
  return best[draws.integer(best.length)] as number;
}

/**
 * Let critics fire, and those that voted for what is done, so that pairs of spikes know place and action.
 *
 * Pairs while the critic is asked are few beside them: what is told after that is of the place before.
 */
async function echo(sim: Simulated, actions: number, taken: number): Promise<void> {
  const voters = Array.from({ length: actions * votersPerAction }, (_, voter) =>
    Math.floor(voter / votersPerAction) === taken ? pushes.fire : pushes.hush,
  );
  await sim.setInput("voters", voters);
  await sim.setInput("critics", pushes.fire);
  await sim.advance(`${phases.echo} ms`);
}

/** Tell all synapses that learn how much better it went than was expected. */
async function tell(sim: Simulated, error: number): Promise<void> {
  for (const projection of ["actor", "critic"]) {
    await sim.setModulator(projection, "reward", error);
    await sim.trigger(projection, "reward");
  }
}
