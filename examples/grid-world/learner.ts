import { type Simulated, simulate } from "spikeloom";
import { type ActorRule, brain, criticRates, criticSize, votersPerAction } from "./brain.ts";
import { type RandomNumbers, randomNumbers } from "./random-numbers.ts";
import { actions, goal, move, moveLimit, placeCount, shortestPath } from "./world.ts";

/**
 * Signal to the synapses after a move.
 *
 * `rewarded`: its TD error; `shuffled`: that of an earlier move picked at random; `unrewarded`: its TD
 * error with a goal of zero value.
 */
export type Signal = "rewarded" | "shuffled" | "unrewarded";

/** One walk from a random start to the goal, or to the limit of moves. */
export interface Episode {
  readonly moves: number;
  /** Moves of the shortest path from the same start. */
  readonly shortest: number;
}

/** Output of the network for a place. */
export interface Opinion {
  readonly value: number;
  /** Fraction of the votes for each action. */
  readonly votes: readonly number[];
}

/** Episodes of a network, and what it knew at the end. */
export interface Life {
  readonly episodes: readonly Episode[];
  /** One for each place. */
  readonly opinions: readonly Opinion[];
  /** Weights from places to voters. */
  readonly actor: Awaited<ReturnType<Simulated["weights"]>>;
}

/** Discount factor of a reward per move. */
const discount = 0.9;
/** Phases of a move in ms: the place is shown, the critic is read, voting ends, and for R-STDP the vote is echoed. */
const phases = { settle: 10, ask: 40, vote: 100, echo: 30 } as const;
/** In mV: the voters of the chosen action fire seven times as often, all others hardly at all. */
const pushes = { taken: 2, others: -4 } as const;
/** In nA: they make neurons fire at 200 and 62 spikes/s. */
const currents = { here: 2, beside: 0.5 } as const;

/** Let a network play episodes and learn from its signals. */
export async function live({
  rule,
  signal,
  seed,
  episodes,
}: {
  readonly rule: ActorRule;
  readonly signal: Signal;
  readonly seed: number;
  readonly episodes: number;
}): Promise<Life> {
  const sim = await simulate(brain(rule), { seed, keep: false });
  try {
    const random = randomNumbers(seed);
    const tell = signal === "shuffled" ? shuffled(teller(sim), random) : teller(sim);
    const reward = signal === "unrewarded" ? 0 : 1;
    const played: Episode[] = [];
    for (let k = 0; k < episodes; k++) {
      const start = Math.floor(random() * goal);
      const moves = await playEpisode({ sim, rule, start, tell, reward, random });
      played.push({ moves, shortest: shortestPath(start) });
      // All traces of the previous episode decay.
      await sim.advance("500 ms");
    }
    const opinions: Opinion[] = [];
    for (let place = 0; place < placeCount; place++) opinions.push(await opinionOf(sim, place));
    const actor = await sim.weights("actor");
    return { episodes: played, opinions, actor };
  } finally {
    await sim.close();
  }
}

type Teller = (error: number) => Promise<void>;

/** Create a function that sends the TD error to all plastic synapses. */
function teller(sim: Simulated): Teller {
  return async (error) => {
    for (const projection of ["actor", "critic"]) {
      await sim.setModulator(projection, "reward", error);
      await sim.trigger(projection, "reward");
    }
  };
}

/** Send errors of the same size and sign that are unrelated to the last move. */
function shuffled(tell: Teller, random: RandomNumbers): Teller {
  const earlier: number[] = [];
  return async (error) => {
    await tell(earlier[Math.floor(random() * earlier.length)] ?? 0);
    earlier.push(error);
  };
}

/** Play from a start; returns the number of moves. */
async function playEpisode({
  sim,
  rule,
  start,
  tell,
  reward,
  random,
}: {
  readonly sim: Simulated;
  readonly rule: ActorRule;
  readonly start: number;
  readonly tell: Teller;
  /** Value of the goal. */
  readonly reward: number;
  readonly random: RandomNumbers;
}): Promise<number> {
  let place = start;
  let moves = 0;
  await show(sim, place);
  let value = await askCritic(sim);
  while (place !== goal && moves < moveLimit) {
    await sim.advance(`${phases.vote} ms`);
    const action = winner(countVotes(sim), random);
    if (rule === "r-stdp") await echo(sim, action);
    place = move(place, action);
    moves++;
    const isOver = place === goal;
    // Without the reward, the goal is not shown either: it gives no input, and no further reward is expected.
    await show(sim, isOver ? undefined : place);
    const next = await askCritic(sim);
    await tell(isOver ? reward - value : discount * next - value);
    value = next;
  }
  await show(sim, undefined);
  return moves;
}

/** Let the voters of the chosen action fire, so that spike pairs reflect it (an efference copy). */
async function echo(sim: Simulated, taken: number): Promise<void> {
  const push = (values: Float64Array) => sim.setInput("voters", { values, unit: "mV" });
  const voters = new Float64Array(actions.length * votersPerAction);
  await push(
    voters.map((_, voter) =>
      Math.floor(voter / votersPerAction) === taken ? pushes.taken : pushes.others,
    ),
  );
  await sim.advance(`${phases.echo} ms`);
  await push(voters);
}

/** Drive the neuron of a place, and its neighbours less. */
async function show(sim: Simulated, place: number | undefined): Promise<void> {
  const values = new Float64Array(placeCount);
  if (place !== undefined) {
    for (const action of actions.keys()) values[move(place, action)] = currents.beside;
    values[place] = currents.here;
  }
  await sim.setInput("places", { values, unit: "nA" });
}

/** Show a place, and return the critic's estimate of its value. */
async function askCritic(sim: Simulated, duration: number = phases.ask): Promise<number> {
  await sim.advance(`${phases.settle} ms`);
  sim.spikes("critics");
  sim.spikes("voters");
  await sim.advance(`${duration} ms`);
  const rate = sim.spikes("critics").times.length / criticSize / (duration / 1000);
  return (rate - criticRates.zero) / (criticRates.one - criticRates.zero);
}

/** Count the spikes for each action since the critic was read. */
function countVotes(sim: Simulated): readonly number[] {
  const votes = actions.map(() => 0);
  for (const voter of sim.spikes("voters").neurons) {
    const action = Math.floor(voter / votersPerAction);
    votes[action] = (votes[action] ?? 0) + 1;
  }
  return votes;
}

/** Return the action with most votes; ties are broken at random. */
function winner(votes: readonly number[], random: RandomNumbers): number {
  const most = Math.max(...votes);
  const best = [...votes.keys()].filter((action) => votes[action] === most);
  return best[Math.floor(random() * best.length)] ?? 0;
}

/** Read the output for a place, for longer than a move, without sending a signal. */
async function opinionOf(sim: Simulated, place: number): Promise<Opinion> {
  await show(sim, place);
  await sim.advance("100 ms");
  const value = await askCritic(sim, 200);
  const votes = countVotes(sim);
  const sum = votes.reduce((all, one) => all + one, 0);
  return { value, votes: votes.map((one) => one / Math.max(1, sum)) };
}
