import { type Simulated, simulate } from "spikeloom";
import { type Stream, stream, streamKey } from "../../packages/random/src/index.ts";
import type { Environment } from "./environment.ts";
import { criticRates, criticSize, rewardBrain, votersPerAction } from "./reward-brain.ts";

/** An environment whose states are represented by place neurons, one of which is driven at a time. */
export type PlacedWorld<State> = Pick<
  Environment<State>,
  "actions" | "mostSteps" | "begin" | "act" | "isOver"
> & {
  readonly places: number;
  placeOf(state: State): number;
};

/**
 * Phases of a step in ms: the place is presented, the critic is read, the voters vote, and the action is fed back to
 * both.
 */
const phases = { settle: 10, ask: 10, vote: 10, echo: 20 } as const;
/** Time after which all effects of an episode have decayed. */
const fade = "1000 ms";
/** In mV: neurons fire as fast as they can, whatever their synaptic input, or not at all. */
const pushes = { fire: "6 mV", free: "0 mV", hush: "-10 mV" } as const;
/** In nA: it makes a neuron fire 200 times per second. */
const current = 2;
/** Discount of a reward per step. */
const discount = 0.95;

/**
 * Run episodes with reward-modulated STDP of an actor and a critic; `onEpisode` receives their lengths, and stops by
 * returning false.
 */
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
      // Nothing is presented between episodes.
      await show(sim, world, undefined);
      for (const all of ["voters", "critics"]) await sim.setInput(all, pushes.hush);
      await sim.advance(fade);
      if (!onEpisode(steps)) break;
    }
  } finally {
    await sim.close();
  }
}

/** Run an episode, and return its number of steps. */
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
    // Rewards of 1 per step add up to a value of 1.
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

/** Drive only the neuron of a place. */
async function show<State>(
  sim: Simulated,
  { places, placeOf }: PlacedWorld<State>,
  state: State | undefined,
): Promise<void> {
  const values = new Float64Array(places);
  if (state !== undefined) values[placeOf(state)] = current;
  await sim.setInput("places", { values, unit: "nA" });
}

/** Present the place, and return the critic's estimate of its value. */
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

/** Return the action with most spikes; among equals, any. */
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
 * Make the critics fire, and those that voted for the chosen action, so that spike pairs identify place and action.
 *
 * Pairs while the critic is read are few in comparison: the reward that follows refers to the previous place.
 */
async function echo(sim: Simulated, actions: number, taken: number): Promise<void> {
  const voters = Array.from({ length: actions * votersPerAction }, (_, voter) =>
    Math.floor(voter / votersPerAction) === taken ? pushes.fire : pushes.hush,
  );
  await sim.setInput("voters", voters);
  await sim.setInput("critics", pushes.fire);
  await sim.advance(`${phases.echo} ms`);
}

/** Send all plastic synapses the difference between the result and its expectation. */
async function tell(sim: Simulated, error: number): Promise<void> {
  for (const projection of ["actor", "critic"]) {
    await sim.setModulator(projection, "reward", error);
    await sim.trigger(projection, "reward");
  }
}
