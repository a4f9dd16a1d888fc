import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { shortestPath } from "../../examples/grid-world/world.ts";
import { chosenBy } from "../policy/brain.ts";
import { boxedCartPole, type CartState, cartPole } from "../policy/cart-pole.ts";
import type { Environment } from "../policy/environment.ts";
import { gridWorld } from "../policy/grid-world.ts";
import { type Episode, live } from "../policy/live.ts";
import { liveByReward } from "../policy/live-by-reward.ts";
import { long } from "./draws.ts";
import { scriptFlags } from "./script-flags.ts";

describe("the cart", () => {
  const pushed = (state: CartState): CartState => cartPole.act(state, 1).state;

  it("moves as Gymnasium's CartPole-v1 does", () => {
    // The first step of its documentation: reset(seed=42), step(1), printed in float32.
    const after = pushed([0.0273956, -0.00611216, 0.03585979, 0.0197368]);
    const wanted = [0.02727336, 0.18847767, 0.03625453, -0.26141977];
    for (const [k, value] of wanted.entries()) expect(after[k]).toBeCloseTo(value, 6);
  });

  it("drops its pole when it is pushed only in one direction", () => {
    let [state, steps] = [pushed([0, 0, 0, 0]), 1];
    for (; !cartPole.isOver(state); steps++) state = pushed(state);
    expect(steps).toBeGreaterThan(5);
    expect(steps).toBeLessThan(15);
    expect(state[2]).toBeLessThan(0);
  });
});

it("boxes distinguish states of the cart", () => {
  const sides = [-1, 0, 1].map((x) => x * 2);
  const all = sides.flatMap((x) =>
    sides.flatMap((speed) =>
      [-0.15, -0.07, -0.02, 0.02, 0.07, 0.15].flatMap((angle) =>
        sides.map((turn) => boxedCartPole.placeOf([x, speed, angle, turn])),
      ),
    ),
  );
  expect(new Set(all)).toEqual(new Set(Array.from({ length: boxedCartPole.places }, (_, k) => k)));
});

it.each([
  [["cart-pole", "--rule", "r-stdp", "--updates", "1"], "--updates is not of --rule r-stdp"],
  [["grid-world", "--episodes", "3"], "--episodes is not of --rule policy-gradient"],
])("the script refuses options that its rule does not use: %j", (given, message) => {
  const script = fileURLToPath(new URL("../learn-policy.ts", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [...scriptFlags, script, ...given], {
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});

it("actions are drawn with their probabilities", () => {
  const logits = Float64Array.of(0, Math.log(2), Math.log(5));
  const chosen = [0, 0.124, 0.126, 0.374, 0.376, 0.999].map((drawn) => chosenBy(logits, drawn));
  expect(chosen).toEqual([0, 0, 1, 1, 2, 2]);
});

describe("a network of spiking neurons", () => {
  /** Mean of a number over the episodes of each update. */
  async function course<State>(
    world: Environment<State>,
    updates: number,
    figure: (episode: Episode<State>) => number,
  ): Promise<readonly number[]> {
    const means: number[] = [];
    await live(world, {
      name: "course",
      seed: 1,
      updates,
      onUpdate(episodes) {
        means.push(episodes.reduce((sum, one) => sum + figure(one), 0) / episodes.length);
        return true;
      },
    });
    return means;
  }
  const meanOf = (all: readonly number[]): number =>
    all.reduce((sum, one) => sum + one, 0) / all.length;

  it("balances the pole longer, the more it has learned", async () => {
    const lengths = await course(cartPole, 14, ({ states }) => states.length);
    // A random policy lasts 22 steps; ten seeds were solved with these settings.
    expect(meanOf(lengths.slice(0, 2))).toBeLessThan(45);
    expect(meanOf(lengths.slice(11))).toBeGreaterThan(2.5 * meanOf(lengths.slice(0, 2)));
  });

  it("finds its way through the grid world", async () => {
    const times = await course(gridWorld, 14, ({ states }) => {
      return states.length / shortestPath(states[0] as number);
    });
    // A random walk takes ten times the shortest paths; ten seeds reached at most 1.5 times.
    expect(meanOf(times.slice(0, 2))).toBeGreaterThan(5);
    expect(meanOf(times.slice(11))).toBeLessThan(2.5);
  });

  it("balances the pole by reward-modulated STDP, but not without observations or reward", async () => {
    const lengths = async (world: typeof boxedCartPole): Promise<readonly number[]> => {
      const all: number[] = [];
      await liveByReward(world, {
        name: "cart-pole",
        seed: 102,
        episodes: 20,
        onEpisode: (steps) => all.push(steps) > 0,
      });
      return all;
    };
    // A random policy lasts 22 steps; with this seed the last six take 83 on average, and 10 if all places are one.
    expect(meanOf((await lengths(boxedCartPole)).slice(14))).toBeGreaterThan(45);
    const blind = { ...boxedCartPole, placeOf: () => 0 };
    expect(meanOf((await lengths(blind)).slice(14))).toBeLessThan(30);
    if (!long) return;
    // Without a reward, errors consist only of the critic's expectations: 22 steps with this seed, like a random
    // policy.
    const unpaid = {
      ...boxedCartPole,
      act: (...given: Parameters<typeof boxedCartPole.act>) => ({
        ...boxedCartPole.act(...given),
        reward: 0,
      }),
    };
    expect(meanOf((await lengths(unpaid)).slice(14))).toBeLessThan(30);
  });
});
