// A network of spiking neurons learns by policy gradient to balance a pole on a cart.
// `npx -y pnpm@12 script tools/learn-cart-pole.ts [--seeds 10] [--updates 150]`
import { parseArgs } from "node:util";
import { live, together } from "./cart-pole/live.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10" },
    updates: { type: "string", default: "150" },
  },
});
const [seeds, updates] = [Number(values.seeds), Number(values.updates)];
if (!(seeds >= 1 && updates >= 1)) throw new Error("--seeds and --updates take whole numbers.");

/** Solved is a mean of 475 steps over 100 episodes in a row, as Gymnasium has it for CartPole-v1. */
const wanted = 475;
const row = Math.ceil(100 / together);

let solved = 0;
for (let seed = 1; seed <= seeds; seed++) {
  const last: number[] = [];
  const meanOf = (): number => last.reduce((sum, one) => sum + one, 0) / last.length;
  const lengths = await live({
    ...{ seed, updates },
    onUpdate(length) {
      last.push(length);
      if (last.length > row) last.shift();
      return last.length < row || meanOf() < wanted;
    },
  });
  const isSolved = last.length === row && meanOf() >= wanted;
  if (isSolved) solved++;
  const curve = lengths.filter((_, k) => k % 10 === 0).map((length) => Math.round(length));
  const end = isSolved ? `solved after ${lengths.length * together} episodes` : "not solved";
  console.log(`seed ${seed}: ${end}; steps in every 10th update: ${curve.join(" ")}`);
}
console.log(`${solved} of ${seeds} solved`);
