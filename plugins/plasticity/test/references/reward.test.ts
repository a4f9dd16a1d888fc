import { describe, expect, it } from "vitest";
import {
  dopamine,
  dopamineClocked,
  mstdp,
  mstdpet,
  rMax,
  rStdp,
  stdpDopamine,
} from "../../src/index.ts";
import { type Learned, type Lesson, learn as learnFrom } from "../learn.ts";
import { drawTrains, filtered } from "../trains.ts";

const pre = drawTrains(2, { spikes: 20, until: 600, seed: 41 });
const post = drawTrains(2, { spikes: 20, until: 600, seed: 10 });

// Events and modulators use the network's time. If the delay is on the source's side, so do the spikes of a
// synapse, and a snapshot at the end has all of them.
const learn = (lesson: Lesson): Promise<readonly Learned[]> =>
  learnFrom({ ...lesson, convention: "brian2" });

/** Contributions of spikes to the eligibility, with their times: pairs with a window of 20 ms on both sides. */
function contributions(
  { pre: sources, post: targets }: Learned,
  { plus, minus }: { readonly plus: number; readonly minus: number },
): readonly { readonly time: number; readonly by: number }[] {
  return [
    ...sources.map((time) => ({ time, by: minus * filtered(targets, time, 20) })),
    ...targets.map((time) => ({ time, by: plus * filtered(sources, time, 20) })),
  ].sort((a, b) => a.time - b.time);
}

describe("dopamine", () => {
  it("integrates the eligibility while there is dopamine", async () => {
    const duration = 1000;
    const learned = await learn({
      rule: dopamine,
      parameters: { w_max: "100 pA" },
      pre,
      post,
      weight: "20 pA",
      duration,
      more: { modulators: { dopamine: "2 1/s" } },
    });
    for (const synapse of learned) {
      let wanted = 20;
      for (const { time, by } of contributions(synapse, { plus: 0.1, minus: -0.15 })) {
        wanted += by * 0.002 * 1000 * (1 - Math.exp((time - duration) / 1000));
      }
      // A step of 0.1 ms may shift each contribution by one step, of the second that it lasts.
      const slack = contributions(synapse, { plus: 0.1, minus: 0.15 }).reduce(
        (sum, { by }) => sum + by,
        0,
      );
      expect(Math.abs(synapse.weight - wanted)).toBeLessThan(slack * 0.002 * 0.1);
      expect(Math.abs(synapse.weight - 20)).toBeGreaterThan(20 * slack * 0.002 * 0.1);
    }
  });
});

describe("dopamine-clocked", () => {
  it("adds its share of the eligibility at each update", async () => {
    const learned = await learn({
      rule: dopamineClocked,
      parameters: { w_max: "100 pA" },
      pre,
      post,
      weight: "20 pA",
      duration: 1000,
      more: {
        modulators: { dopamine: 0.02 },
        events: { update: { every: "10 ms" } },
      },
    });
    for (const synapse of learned) {
      const waiting = [...contributions(synapse, { plus: 0.1, minus: -0.15 })];
      let [weight, eligibility] = [20, 0];
      for (let update = 10; update < 1000; update += 10) {
        // An update is at the start of its step, before the spikes of that step.
        while ((waiting[0]?.time ?? Number.POSITIVE_INFINITY) < update - 0.05) {
          eligibility += waiting.shift()?.by ?? 0;
        }
        weight += 0.022 * eligibility;
        eligibility *= 0.99;
      }
      expect(Math.abs(synapse.weight / weight - 1)).toBeLessThan(1e-11);
    }
  });
});

describe("stdp-dopamine", () => {
  it("integrates eligibility times concentration from event to event", async () => {
    const [tauC, tauN, baseline] = [100, 40, 0.004];
    // At the last release all eligibility has decayed, by exp(-29), and the weight is constant.
    const third = [60.5, 150.5, 151.5, 320.5, 500.5, 3500.5];
    const learned = await learn({
      rule: stdpDopamine,
      parameters: {
        tau_c: `${tauC} ms`,
        tau_n: `${tauN} ms`,
        baseline: `${baseline} 1/ms`,
        a_plus: "0.5 pA",
        a_minus: "0.6 pA",
        w_min: "-1000 pA",
        w_max: "1000 pA",
      },
      pre,
      post,
      third,
      weight: "100 pA",
      duration: 3600,
      more: { events: { dopamine: { from: "third", delay: "1 ms" } } },
    });
    // Every contribution is combined with every release: both decay from the later one on.
    const both = 1 / tauC + 1 / tauN;
    for (const synapse of learned) {
      const end = 3600;
      let wanted = 100;
      for (const { time, by } of contributions(synapse, { plus: 0.5, minus: -0.6 })) {
        wanted -= by * baseline * tauC * (1 - Math.exp((time - end) / tauC));
        for (const sent of third) {
          const released = sent + 1;
          const from = Math.max(time, released);
          const now =
            by * Math.exp((time - from) / tauC) * (Math.exp((released - from) / tauN) / tauN);
          wanted += (now / both) * (1 - Math.exp((from - end) * both));
        }
      }
      expect(Math.abs(synapse.weight / wanted - 1)).toBeLessThan(1e-10);
    }
  });
});

describe("stdp-dopamine at its bounds", () => {
  // An eligibility of 1 pA that decays within 1 s changes the weight by up to 10 pA.
  const more = { initial: { c: "1 pA" } };
  const parameters = { a_plus: "0 pA", a_minus: "1 pA", w_max: "2.5 pA" };
  const lesson = { rule: stdpDopamine, weight: "2 pA", duration: 1100, more };

  it.each([
    ["greatest", "-0.01 1/ms", 2.5],
    ["least", "0.01 1/ms", 0],
  ] as const)("is clamped at the %s if it has moved past it", async (_, baseline, bound) => {
    const given = { ...parameters, baseline };
    const [synapse] = await learn({ ...lesson, pre: [[]], post: [[]], parameters: given });
    expect(synapse?.weight).toBe(bound);
  });

  it("continues from the bound after an event", async () => {
    const given = { ...parameters, baseline: "-0.01 1/ms" };
    const trains = { pre: [[1000]], post: [[995]] };
    const [synapse] = await learn({ ...lesson, ...trains, parameters: given });
    const [source = 0, target = 0] = [synapse?.pre[0], synapse?.post[0]];
    // The pair reverses the sign of the eligibility, so that the weight falls from its value at the spike.
    const c = Math.exp(-source / 1000) - Math.exp((target - source) / 20);
    const wanted = 2.5 + 10 * c * (1 - Math.exp((source - 1100) / 1000));
    expect(c).toBeLessThan(0);
    // A few steps in closed form, rounded to 2e-16 each.
    expect(Math.abs((synapse?.weight ?? Number.NaN) / wanted - 1)).toBeLessThan(1e-12);
  });
});

describe("mstdp", () => {
  it("multiplies the steps of pairs by the reward", async () => {
    const lesson = { rule: mstdp, pre, post, weight: "2 pA", duration: 700 };
    const parameters = { w_min: "-100 pA", w_max: "100 pA" };
    const rewarded = await learn({ ...lesson, parameters, more: { modulators: { reward: 0.7 } } });
    const none = await learn({ ...lesson, parameters });
    for (const [k, synapse] of rewarded.entries()) {
      const sum = contributions(synapse, { plus: 1, minus: -1 }).reduce(
        (all, { by }) => all + by,
        0,
      );
      expect(synapse.weight).toBeCloseTo(2 + 0.01 * 0.7 * sum, 11);
      expect(none[k]?.weight).toBe(2);
    }
  });
});

describe("mstdpet", () => {
  it("multiplies the eligibility by the reward at all times", async () => {
    const learned = await learn({
      rule: mstdpet,
      parameters: { w_min: "-100 pA", w_max: "100 pA" },
      pre,
      post,
      weight: "2 pA",
      duration: 1000,
      more: { modulators: { reward: -0.5 } },
    });
    for (const synapse of learned) {
      let wanted = 2;
      let slack = 0;
      for (const { time, by } of contributions(synapse, { plus: 1, minus: -1 })) {
        wanted -= 0.5 * 0.01 * by * (1 - Math.exp((time - 1000) / 25));
        slack += 0.5 * 0.01 * Math.abs(by) * (0.1 / 25);
      }
      // A shift by one step of 0.1 ms, of the 25 ms that each contribution lasts.
      expect(Math.abs(synapse.weight - wanted)).toBeLessThan(slack);
    }
  });
});

describe("r-stdp", () => {
  it("changes weights by the reward above its running mean", async () => {
    const third = [200.5, 400.5, 600.5];
    const learned = await learn({
      rule: rStdp,
      parameters: { w_min: "-100 pA", w_max: "100 pA" },
      pre,
      post,
      third,
      weight: "2 pA",
      duration: 800,
      more: {
        modulators: { reward: 0.8 },
        events: { reward: { from: "third", delay: "1 ms" } },
      },
    });
    for (const synapse of learned) {
      let [wanted, usual] = [2, 0];
      for (const sent of third) {
        const now = sent + 1;
        let eligibility = 0;
        for (const { time, by } of contributions(synapse, { plus: 1, minus: -1 })) {
          if (time < now) eligibility += by * Math.exp((time - now) / 500);
        }
        wanted += 0.1 * (0.8 - usual) * eligibility;
        usual += (0.8 - usual) / 5;
      }
      expect(synapse.weight).toBeCloseTo(wanted, 10);
    }
  });
});

describe("r-max", () => {
  it("credits spikes of the target and debits expected ones", async () => {
    const [rate, width, decay] = [0.06, 2, 500];
    const learned = await learn({
      rule: rMax,
      parameters: { w_min: "-1000 pA", w_max: "1000 pA" },
      pre,
      post,
      third: [700.5],
      weight: "2 pA",
      duration: 800,
      // At threshold the rate is rate_0.
      v: "-55 mV",
      more: { modulators: { reward: 1 }, events: { reward: { from: "third", delay: "1 ms" } } },
    });
    const now = 701.5;
    for (const { weight, pre: sources, post: targets } of learned) {
      let [eligibility, slack] = [0, 0];
      for (const time of targets) {
        const credit = (filtered(sources, time, 20) / width) * Math.exp((time - now) / decay);
        eligibility += credit;
        slack += (credit * 0.1) / decay;
      }
      for (const time of sources) {
        const gap = now - time;
        // Integral of exp(-s / 20) exp(-(gap - s) / 500) over s from 0 to gap.
        const rest = 1 / 20 - 1 / decay;
        const debit = ((rate / width) * (Math.exp(-gap / decay) - Math.exp(-gap / 20))) / rest;
        eligibility -= debit;
        slack += (debit * 0.1) / 20;
      }
      // A shift by one step of 0.1 ms, of the 20 ms and the 500 ms that terms last.
      expect(Math.abs(weight - 2 - 0.1 * eligibility)).toBeLessThan(0.1 * slack);
    }
  });
});
