import { beforeAll, describe, expect, it } from "vitest";
import { type Life, live } from "../learner.ts";
import { lastEpisodes, meanOf } from "../statistics.ts";
import { goal, move, placeCount, randomWalk, shortestPath } from "../world.ts";

describe("the grid world", () => {
  it("has walls around it, and ways that can be retraced", () => {
    const right = 0;
    const left = 2;
    expect(move(0, left)).toBe(0);
    expect(move(4, right)).toBe(4);
    expect(move(move(12, right), left)).toBe(12);
    expect(shortestPath(0)).toBe(8);
  });

  it("brings a random walk to the goal late", () => {
    // From beside the goal one action of four leads there; to be told apart from what is learned, most walks must be long.
    const walks = Array.from({ length: goal }, (_, start) => randomWalk(start));
    expect(randomWalk(goal)).toBe(0);
    expect(meanOf(walks)).toBeGreaterThan(40);
  });
});

describe("a network of spiking neurons", () => {
  let learned: Life;
  let shuffled: Life;

  beforeAll(async () => {
    const options = { seed: 3, episodes: 30 };
    learned = await live({ signal: "error", ...options });
    shuffled = await live({ signal: "shuffled", ...options });
  }, 120_000);

  it("learns its way from rewards, and not from the same rewards at other times", () => {
    const count = 15;
    const { moves, shortest } = lastEpisodes(learned.episodes, count);
    // Moves of one episode are from 1 to 60, so their deviation is below 30, and that of a mean of 15 below
    // 8. Chance needs 43 moves; half of it is then at least 2.5 deviations away, and so is half of the control's.
    const chance = 43;
    expect(moves).toBeLessThan(chance / 2);
    expect(moves).toBeLessThan(lastEpisodes(shuffled.episodes, count).moves / 2);
    // No path is shorter than the shortest.
    expect(moves).toBeGreaterThanOrEqual(shortest);
  });

  it("comes to value places the more the nearer they are", () => {
    const values = (near: boolean): readonly number[] =>
      learned.opinions
        .filter((_, place) => place !== goal && shortestPath(place) <= 3 === near)
        .map(({ value }) => value);
    // 100 neurons for 200 ms at 40 to 120 Hz: 800 to 2400 spikes, a deviation of 0.02 to 0.03 in value.
    expect(meanOf(values(true)) - meanOf(values(false))).toBeGreaterThan(0.1);
    expect(learned.opinions).toHaveLength(placeCount);
  });
});
