import { encodedSource } from "@spikeloom/network";
import { expect, it } from "vitest";
import { populationCircular } from "../../src/population-circular.ts";
import { rankOrder } from "../../src/rank-order.ts";
import { rateBernoulli } from "../../src/rate-bernoulli.ts";
import { rateRegular } from "../../src/rate-regular.ts";
import { sendOnDelta } from "../../src/send-on-delta.ts";

const window = { from: 0, until: 1000, seed: 1 };
const lists = (trains: readonly Float64Array[]): number[][] => trains.map((times) => [...times]);

it("rank-order sends the ranks of Thorpe and Gautrais (1998), largest value first", () => {
  const source = encodedSource(rankOrder({ interval: "2 ms", modulation: 0.5 }), [5]);
  const trains = source.spikes([0.2, 0.9, 0, 0.5, 0.9], window);
  expect(lists(trains)).toEqual([[6], [0], [], [4], [2]]);
  // Each rank has the weight of the previous one times the modulation.
  expect([...(source.decode?.(trains, window) ?? [])]).toEqual([0.125, 1, 0, 0.25, 0.5]);
});

it("rate-bernoulli draws binomial counts with its probability", () => {
  const source = encodedSource(rateBernoulli({ p_max: 0.5 }), [400]);
  const trains = source.spikes(new Float64Array(400).fill(0.5), window);
  const counts = trains.map(({ length }) => length);
  const mean = counts.reduce((sum, one) => sum + one, 0) / 400;
  const variance = counts.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 399;
  // 1000 draws of 1 / 4: mean 250, variance 187.5; four standard deviations of 0.685 and 13.3.
  expect(Math.abs(mean - 250)).toBeLessThan(2.8);
  expect(Math.abs(variance - 187.5)).toBeLessThan(53);
});

it("rate-regular spaces spikes by the inverse of the rate", () => {
  const trains = encodedSource(rateRegular({ rate_max: "10 Hz" }), [3]).spikes([0, 0.5, 1], window);
  // 5 Hz from 100 ms on, 10 Hz from 50 ms on.
  expect(trains[0]?.length).toBe(0);
  expect([...(trains[1] ?? [])].map(Math.round)).toEqual([100, 300, 500, 700, 900]);
  expect(trains[2]?.length).toBe(10);
});

it("send-on-delta reports each step of the level (Miskowicz 2006)", () => {
  const source = encodedSource(sendOnDelta({ step: 0.1 }), [1], { every: 4 });
  // Levels 0, 0.3, 0.3, 0.1: three steps up, none, two down, evenly over the 4 ms of a sample.
  const [up = [], down = []] = lists(source.spikes([0.05, 0.32, 0.28, 0.08], window));
  expect(up.map((time) => time.toFixed(3))).toEqual(["4.000", "5.333", "6.667"]);
  expect(down).toEqual([12, 14]);
});

it("population-circular excites fields by a von Mises function around the circle", () => {
  const given = populationCircular({
    fields: 4,
    high: 360,
    kappa: 1,
    last: "10 ms",
    threshold: 0.2,
  });
  const trains = encodedSource(given, [1]).spikes([350], window);
  const excitations = [350, 260, 170, 80].map((angle) =>
    Math.exp(Math.cos((angle * Math.PI) / 180) - 1),
  );
  trains.forEach(([time], k) => {
    const excitation = excitations[k] ?? 0;
    if (excitation < 0.2) expect(time).toBeUndefined();
    else expect(Math.abs((time ?? 0) - 10 * (1 - excitation))).toBeLessThan(1e-12);
  });
  expect(trains.filter(({ length }) => length > 0)).toHaveLength(3);
});
