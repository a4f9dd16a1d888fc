// A network of spiking neurons learns from rewards to balance a pole on a cart, or to find its way through a grid
// world.
// `npx -y pnpm@12 script tools/learn-policy.ts cart-pole|grid-world [--seeds 10] [--first 1] [--updates 150]`, by
// policy gradient
// `npx -y pnpm@12 script tools/learn-policy.ts cart-pole --rule r-stdp [--seeds 10] [--first 1] [--episodes 600]`, by
// reward-modulated STDP
import { parseArgs } from "node:util";
import { shortestPath } from "../examples/grid-world/world.ts";
import { boxedCartPole, cartPole } from "./policy/cart-pole.ts";
import type { Environment } from "./policy/environment.ts";
import { gridWorld } from "./policy/grid-world.ts";
import { type Episode, live, together } from "./policy/live.ts";
import { liveByReward } from "./policy/live-by-reward.ts";

/** An environment, with its criterion: the mean over a number of consecutive episodes. */
interface Task<State> {
  readonly world: Environment<State>;
  readonly row: number;
  /** Printed measure of an episode. */
  figure(episode: Episode<State>): number;
  isSolved(mean: number): boolean;
}

// A mean of 475 steps over 100 consecutive episodes, as for Gymnasium's CartPole-v1.
const balance: Task<Parameters<typeof cartPole.isOver>[0]> = {
  world: cartPole,
  row: 100,
  figure: ({ states }) => states.length,
  isSolved: (mean) => mean >= 475,
};

// At most 1.5 times the moves of the shortest paths over 20 consecutive episodes, as in examples/grid-world.
const way: Task<number> = {
  world: gridWorld,
  row: 20,
  figure: ({ states }) => states.length / shortestPath(states[0] as number),
  isSolved: (mean) => mean <= 1.5,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "10" },
    first: { type: "string", default: "1" },
    updates: { type: "string" },
    episodes: { type: "string" },
    rule: { type: "string", default: "policy-gradient" },
  },
});
// One rule learns after several parallel episodes, the other during each of them.
const ofOtherRule = { "policy-gradient": "episodes", "r-stdp": "updates" } as const;
const [rule, other] = Object.entries(ofOtherRule).find(([name]) => name === values.rule) ?? [];
if (other !== undefined && values[other] !== undefined) {
  throw new Error(`--${other} is not of --rule ${rule}.`);
}
const [seeds, first, updates, episodes] = [
  ...[values.seeds, values.first, values.updates ?? 150, values.episodes ?? 600].map(Number),
] as [number, number, number, number];
if (![seeds, first, updates, episodes].every((one) => Number.isInteger(one) && one >= 1)) {
  throw new Error("--seeds, --first, --updates and --episodes take whole numbers.");
}
const ownSeeds = Array.from({ length: seeds }, (_, k) => first + k);
const meanOf = (of: readonly number[]): number => of.reduce((sum, one) => sum + one, 0) / of.length;
const listed = (curve: readonly number[]): string =>
  curve.map((one) => Number(one.toPrecision(3))).join(" ");

async function learnAll<State>(name: string, task: Task<State>): Promise<void> {
  let solved = 0;
  for (const seed of ownSeeds) {
    const means: number[] = [];
    const last: number[] = [];
    const isSolved = (): boolean => last.length === task.row && task.isSolved(meanOf(last));
    await live(task.world, {
      name,
      seed,
      updates,
      onUpdate(episodes) {
        const figures = episodes.map(task.figure);
        means.push(meanOf(figures));
        last.push(...figures);
        last.splice(0, last.length - task.row);
        return !isSolved();
      },
    });
    if (isSolved()) solved++;
    const curve = listed(means.filter((_, k) => k % 10 === 0));
    const end = isSolved() ? `solved after ${means.length * together} episodes` : "not solved";
    console.log(`seed ${seed}: ${end}; every 10th update: ${curve}`);
  }
  console.log(`${solved} of ${seeds} solved`);
}

/** Learn by reward-modulated STDP, which changes weights during an episode. */
async function balanceByReward(): Promise<void> {
  let solved = 0;
  for (const seed of ownSeeds) {
    const lengths: number[] = [];
    const isSolved = (): boolean =>
      lengths.length >= balance.row && balance.isSolved(meanOf(lengths.slice(-balance.row)));
    await liveByReward(boxedCartPole, {
      name: "cart-pole",
      seed,
      episodes,
      onEpisode(steps) {
        lengths.push(steps);
        return !isSolved();
      },
    });
    if (isSolved()) solved++;
    const parts = Array.from({ length: Math.ceil(lengths.length / 50) }, (_, k) =>
      meanOf(lengths.slice(50 * k, 50 * (k + 1))),
    );
    const end = isSolved() ? `solved after ${lengths.length} episodes` : "not solved";
    console.log(`seed ${seed}: ${end}; means of 50 episodes: ${listed(parts)}`);
  }
  console.log(`${solved} of ${seeds} solved`);
}

const tasks: Readonly<Record<string, Readonly<Record<string, () => Promise<void>>>>> = {
  "policy-gradient": {
    "cart-pole": () => learnAll("cart-pole", balance),
    "grid-world": () => learnAll("grid-world", way),
  },
  "r-stdp": { "cart-pole": balanceByReward },
};
const byRule = tasks[values.rule];
if (byRule === undefined) throw new Error(`--rule takes ${Object.keys(tasks).join(" or ")}.`);
const [asked = ""] = positionals;
const run = byRule[asked];
if (run === undefined) {
  const known = Object.keys(byRule).join(", ");
  const also = values.rule === "r-stdp" ? "; examples/grid-world learns the grid world by it" : "";
  throw new Error(`Name one of ${known}${also}.`);
}
await run();
