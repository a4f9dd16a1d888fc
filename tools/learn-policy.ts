// A network of spiking neurons learns by policy gradient: to balance a pole on a cart, or its way through the grid world.
// `npx -y pnpm@12 script tools/learn-policy.ts cart-pole|grid-world [--seeds 10] [--updates 150]`
import { parseArgs } from "node:util";
import { shortestPath } from "../examples/grid-world/world.ts";
import { cartPole } from "./policy/cart-pole.ts";
import type { Environment } from "./policy/environment.ts";
import { gridWorld } from "./policy/grid-world.ts";
import { type Episode, live, together } from "./policy/live.ts";

/** An environment, and when it is solved: by the mean of so many episodes in a row. */
interface Task<State> {
  readonly world: Environment<State>;
  readonly row: number;
  /** What is shown of an episode. */
  figure(episode: Episode<State>): number;
  isSolved(mean: number): boolean;
}

// 475 steps in the mean of 100 episodes in a row, as Gymnasium has it for CartPole-v1.
const balance: Task<Parameters<typeof cartPole.isOver>[0]> = {
  world: cartPole,
  row: 100,
  figure: ({ states }) => states.length,
  isSolved: (mean) => mean >= 475,
};

// At most 1.5 times the moves of the shortest paths in 20 episodes in a row, as in examples/grid-world.
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
    updates: { type: "string", default: "150" },
  },
});
const [seeds, updates] = [Number(values.seeds), Number(values.updates)];
if (!(seeds >= 1 && updates >= 1)) throw new Error("--seeds and --updates take whole numbers.");

async function learnAll<State>(name: string, task: Task<State>): Promise<void> {
  let solved = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const means: number[] = [];
    const last: number[] = [];
    const mean = (of: readonly number[]): number =>
      of.reduce((sum, one) => sum + one, 0) / of.length;
    const isSolved = (): boolean => last.length === task.row && task.isSolved(mean(last));
    await live(task.world, {
      ...{ name, seed, updates },
      onUpdate(episodes) {
        const figures = episodes.map(task.figure);
        means.push(mean(figures));
        last.push(...figures);
        last.splice(0, last.length - task.row);
        return !isSolved();
      },
    });
    if (isSolved()) solved++;
    const curve = means.filter((_, k) => k % 10 === 0).map((one) => Number(one.toPrecision(3)));
    const end = isSolved() ? `solved after ${means.length * together} episodes` : "not solved";
    console.log(`seed ${seed}: ${end}; every 10th update: ${curve.join(" ")}`);
  }
  console.log(`${solved} of ${seeds} solved`);
}

const tasks: Readonly<Record<string, () => Promise<void>>> = {
  "cart-pole": () => learnAll("cart-pole", balance),
  "grid-world": () => learnAll("grid-world", way),
};
const [asked = ""] = positionals;
const run = tasks[asked];
if (run === undefined) throw new Error(`Name one of ${Object.keys(tasks).join(", ")}.`);
await run();
