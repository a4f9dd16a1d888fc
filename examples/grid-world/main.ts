// A network of spiking neurons learns its way through a grid world, compared with the same network without rewards.
// `npx -y pnpm@12 script examples/grid-world/main.ts [--seeds 10] [--episodes 100] [--rule r-stdp]`
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { toPng } from "spikeloom";
import type { ActorRule } from "./brain.ts";
import { type Life, live, type Signal } from "./learner.ts";
import { actorWeights, learningCurve, policyMap } from "./pictures.ts";
import { lastEpisodes, meanOf } from "./statistics.ts";
import { goal, randomWalk, shortestPath } from "./world.ts";

/** The criterion: over the last episodes, at most this multiple of the moves of the shortest paths. */
const LAST = 20;
const MOST = 1.5;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10" },
    episodes: { type: "string", default: "100" },
    rule: { type: "string", default: "r-stdp" },
    out: { type: "string", default: "results" },
  },
});
const [seeds, episodes] = [Number(values.seeds), Number(values.episodes)];
if (!(seeds >= 1 && episodes >= 1)) throw new Error("--seeds and --episodes take whole numbers.");
const rules: readonly string[] = ["r-stdp", "r-max"] satisfies readonly ActorRule[];
if (!rules.includes(values.rule)) throw new Error(`--rule takes ${rules.join(" or ")}.`);
const rule = values.rule as ActorRule;

const starts = Array.from({ length: goal }, (_, start) => start);
const chance = meanOf(starts.map(randomWalk));
const best = meanOf(starts.map(shortestPath));
console.log(`random walk: ${chance.toFixed(1)} moves; shortest paths: ${best.toFixed(1)}`);

/** Mean moves in each tenth of the episodes. */
function curveOf({ episodes }: Life): string {
  const parts = Array.from({ length: 10 }, (_, k) => {
    const [from, until] = [k, k + 1].map((end) => Math.round((end * episodes.length) / 10));
    return meanOf(episodes.slice(from, until).map(({ moves }) => moves));
  });
  return parts.map((mean) => mean.toFixed(1)).join(" ");
}

async function liveAll(signal: Signal): Promise<readonly Life[]> {
  const lives: Life[] = [];
  for (let k = 0; k < seeds; k++) {
    // Parameters were chosen with seeds 1 to 15, so others are shown.
    const seed = 21 + k;
    const begin = performance.now();
    const life = await live({ rule, signal, seed, episodes });
    lives.push(life);
    const seconds = (performance.now() - begin) / 1000;
    const { moves, shortest } = lastEpisodes(life.episodes, LAST);
    console.log(
      `${signal}, seed ${seed}: moves ${curveOf(life)}; last ${LAST} episodes ${moves.toFixed(1)}, ` +
        `${(moves / shortest).toFixed(2)} times the shortest (${seconds.toFixed(1)} s)`,
    );
  }
  return lives;
}

const learned = await liveAll("rewarded");
const groups = [
  { name: "rewarded", lives: learned },
  { name: "shuffled", lives: await liveAll("shuffled") },
  { name: "unrewarded", lives: await liveAll("unrewarded") },
];
const passed = learned.filter((life) => {
  const { moves, shortest } = lastEpisodes(life.episodes, LAST);
  return moves <= MOST * shortest;
});
console.log(`${passed.length} of ${seeds} within ${MOST} times the shortest paths`);

mkdirSync(values.out, { recursive: true });
const [shown] = learned;
const pictures = {
  learning: learningCurve(groups, { chance, best }),
  ...(shown && { policy: policyMap(shown.opinions), weights: actorWeights(shown) }),
};
for (const [name, figure] of Object.entries(pictures)) {
  const file = `${values.out}/grid-world-${name}.png`;
  writeFileSync(file, await toPng(figure));
  console.log(file);
}
console.log(`wall time ${(performance.now() / 1000).toFixed(0)} s`);
process.exitCode = passed.length === seeds ? 0 : 1;
