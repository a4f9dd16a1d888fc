import { describe, expect, it } from "vitest";
import { bcm, homeostaticScaling, oja, pes, synapticScaling } from "../../src/index.ts";
import { type Learned, type Lesson, learn as learnFrom } from "../learn.ts";
import { drawTrains, filtered, type Train } from "../trains.ts";

const pre = drawTrains(2, { spikes: 40, until: 600, seed: 51 });
const post = drawTrains(2, { spikes: 40, until: 600, seed: 12 });

// Events use the network's time; so do the spikes of a synapse if the delay is on the source's side.
const learn = (lesson: Lesson): Promise<readonly Learned[]> =>
  learnFrom({ ...lesson, convention: "brian2" });

/** Filtered spikes as a rate in Hz. */
const rate = (train: Train, time: number, tau: number): number =>
  (1000 / tau) * filtered(train, time, tau);

describe("bcm", () => {
  it.each([0, 1])("slides its threshold with the mean rate, to the power of %d", async (power) => {
    const parameters = { power, eta: "1e-6 nA/Hz^2", rate_0: "20 Hz" };
    const lesson = { rule: bcm, parameters, pre, post, weight: "5 nA", duration: 700 };
    for (const { weight, pre: sources, post: targets } of await learn(lesson)) {
      let wanted = 5;
      for (const time of targets) {
        const mean = rate(targets, time, 1000);
        const above = rate(targets, time, 20) - mean * (mean / 20) ** power;
        wanted += 1e-6 * above * rate(sources, time, 20);
      }
      expect(Math.abs(weight / wanted - 1)).toBeLessThan(1e-11);
      expect(Math.abs(weight - 5)).toBeGreaterThan(1e-3);
    }
  });
});

describe("oja", () => {
  it("adds the correlation of rates and subtracts the target's rate", async () => {
    const lesson = { rule: oja, pre, post, weight: "0.5 nA", duration: 700 };
    for (const { weight, pre: sources, post: targets } of await learn(lesson)) {
      let wanted = 0.5;
      for (const time of targets) {
        wanted += 1e-4 * (rate(sources, time, 20) - wanted * rate(targets, time, 20));
      }
      expect(Math.abs(weight / wanted - 1)).toBeLessThan(1e-11);
    }
  });

  it("is at rest if the target's rate is the source's divided by the weight", async () => {
    // Target and source spike together: both rates are equal, so a weight of w_unit / beta is stationary.
    const [same = []] = pre;
    const lesson = { rule: oja, parameters: { beta: 2, eta: "0.01 s" }, duration: 700 };
    const late = same.map((time) => time + 0.1);
    const learned = await learn({ ...lesson, pre: [same], post: [late], weight: "0.9 nA" });
    // The source's trace has one spike more, which just arrived: up to 50 Hz more than 66 Hz.
    expect(learned[0]?.weight).toBeGreaterThan(0.5);
    expect(learned[0]?.weight).toBeLessThan(0.9);
  });
});

describe("pes", () => {
  it("changes weights against the error, once per presynaptic spike", async () => {
    const parameters = { eta: "0.001 nA", encoder: -1.5 };
    const lesson = { rule: pes, parameters, pre, post, weight: "0.5 nA", duration: 700 };
    const learned = await learn({ ...lesson, more: { modulators: { error: 0.3 } } });
    for (const { weight, pre: sources } of learned) {
      expect(weight).toBeCloseTo(0.5 + 0.001 * 1.5 * 0.3 * sources.length, 12);
    }
  });
});

describe("homeostatic-scaling", () => {
  it("scales by the difference of the rate from its target", async () => {
    const lesson = { rule: homeostaticScaling, pre, post, weight: 0.5, duration: 1000 };
    const events = { scale: { every: "100 ms" } };
    const learned = await learn({ ...lesson, more: { events } });
    for (const { weight, post: targets } of learned) {
      let wanted = 0.5;
      for (let time = 100; time < 1000; time += 100) {
        wanted *=
          1 + 0.01 * (1 - (rate(targets, time - 0.05, 10_000) * Math.exp(-0.05 / 10_000)) / 5);
      }
      expect(Math.abs(weight / wanted - 1)).toBeLessThan(1e-12);
    }
  });
});

describe("synaptic-scaling", () => {
  it("follows the rate's error and its integral", async () => {
    const parameters = { beta: 0.05, gamma: "0.02 Hz", tau_rate: "1000 ms" };
    const lesson = { rule: synapticScaling, parameters, pre, post, weight: 0.5, duration: 700 };
    for (const { weight, post: targets } of await learn(lesson)) {
      // Euler with a step of 1 us: an error of 1e-6 s times rates of change of about 10 / s.
      const step = 1e-3;
      let [log, missed] = [0, 0];
      for (let k = 0; k < 700 / step; k++) {
        const time = k * step;
        const error = 50 - 1000 * (filteredAt(targets, time) / 1000);
        log += (0.05 * error + 0.02 * missed) * step * 1e-3;
        missed += error * step * 1e-3;
      }
      // A step of 0.1 ms too early or too late for each of 40 spikes: 40 * 0.05 * 1 Hz * 0.1 ms.
      expect(Math.abs(Math.log(weight / 0.5) - log)).toBeLessThan(40 * 0.05 * 1e-4 * 2);
      expect(Math.abs(log)).toBeGreaterThan(0.1);
    }
  });

  let cached: { train: Train; next: number; value: number; at: number } | undefined;
  /** The trace of a train over a second, computed once in order of time. */
  function filteredAt(train: Train, time: number): number {
    if (cached?.train !== train || cached.at > time) cached = { train, next: 0, value: 0, at: 0 };
    const state = cached;
    state.value *= Math.exp((state.at - time) / 1000);
    state.at = time;
    while ((train[state.next] ?? Number.POSITIVE_INFINITY) < time) {
      state.value += Math.exp(((train[state.next] ?? 0) - time) / 1000);
      state.next += 1;
    }
    return state.value;
  }
});
