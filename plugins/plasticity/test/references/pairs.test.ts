import { describe, expect, it } from "vitest";
import { type PairStdpParts, pairStdp, plasticity, stdpPair } from "../../src/index.ts";
import { learn } from "../learn.ts";
import { drawTrains, eventsAt, filtered, lastBefore, type Train } from "../trains.ts";

// Every number is computed from the spikes that a synapse received: at each spike, the sum over the pairs that it
// forms,
// written out pair by pair, then the published change of the weight. No trace is used.

const tau = { plus: 17, minus: 31 };

interface Sums {
  /** Of a postsynaptic spike at this time. */
  readonly plus: (pre: Train, post: Train, time: number) => number;
  /** Of a presynaptic spike at this time. */
  readonly minus: (pre: Train, post: Train, time: number) => number;
}

const one = (from: number, time: number, constant: number): number =>
  Math.exp((from - time) / constant);

const sums: Readonly<Record<PairStdpParts["pairing"], Sums>> = {
  "all-to-all": {
    plus: (pre, _, time) => filtered(pre, time, tau.plus),
    minus: (_, post, time) => filtered(post, time, tau.minus),
  },
  "nearest-symmetric": {
    plus: (pre, _, time) => one(lastBefore(pre, time), time, tau.plus),
    minus: (_, post, time) => one(lastBefore(post, time), time, tau.minus),
  },
  // A presynaptic spike forms a pair with the next postsynaptic one and with no later one.
  "presynaptic-centred": {
    plus: (pre, post, time) =>
      filtered(
        pre.filter((spike) => spike > lastBefore(post, time)),
        time,
        tau.plus,
      ),
    minus: (_, post, time) => one(lastBefore(post, time), time, tau.minus),
  },
  "restricted-symmetric": {
    plus: (pre, post, time) => {
      const last = lastBefore(pre, time);
      return last > lastBefore(post, time) ? one(last, time, tau.plus) : 0;
    },
    minus: (pre, post, time) => {
      const last = lastBefore(post, time);
      return last > lastBefore(pre, time) ? one(last, time, tau.minus) : 0;
    },
  },
};

interface Steps {
  readonly weight: string;
  readonly start: number;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly plus: (weight: number, sum: number) => number;
  readonly minus: (weight: number, sum: number) => number;
  readonly least: number;
  readonly greatest: number;
}

const bounded = { w_min: "0.1 nA", w_max: "1.1 nA" };

const steps: Readonly<Record<Exclude<PairStdpParts["dependence"], "van-rossum">, Steps>> = {
  additive: {
    weight: "0.5 nA",
    start: 0.5,
    parameters: { a_plus: 0.02, a_minus: 0.025, ...bounded },
    plus: (weight, sum) => weight + 0.02 * 1.1 * sum,
    minus: (weight, sum) => weight - 0.025 * 1.1 * sum,
    least: 0.1,
    greatest: 1.1,
  },
  multiplicative: {
    weight: "0.5 nA",
    start: 0.5,
    parameters: { a_plus: 0.2, a_minus: 0.15, ...bounded },
    plus: (weight, sum) => weight + 0.2 * (1.1 - weight) * sum,
    minus: (weight, sum) => weight - 0.15 * (weight - 0.1) * sum,
    least: 0.1,
    greatest: 1.1,
  },
  "additive-multiplicative": {
    weight: "0.5 nA",
    start: 0.5,
    parameters: { a_plus: 0.02, a_minus: 0.15, ...bounded },
    plus: (weight, sum) => weight + 0.02 * 1.1 * sum,
    minus: (weight, sum) => weight - 0.15 * (weight - 0.1) * sum,
    least: 0.1,
    greatest: 1.1,
  },
  guetig: {
    weight: "0.5 nA",
    start: 0.5,
    parameters: { a_plus: 0.1, a_minus: 0.12, mu_plus: 0.3, mu_minus: 0.7, ...bounded },
    plus: (weight, sum) => weight + 0.1 * Math.max(1.1 - weight, 0) ** 0.3 * sum,
    minus: (weight, sum) => weight - 0.12 * Math.max(weight - 0.1, 0) ** 0.7 * sum,
    least: 0.1,
    greatest: 1.1,
  },
  nest: {
    weight: "40 pA",
    start: 40,
    parameters: { lambda_0: 0.05, alpha: 1.1, mu_plus: 0.4, mu_minus: 0.8, w_max: "90 pA" },
    plus: (weight, sum) => weight + 0.05 * 90 * (1 - weight / 90) ** 0.4 * sum,
    minus: (weight, sum) => weight - 1.1 * 0.05 * 90 * (weight / 90) ** 0.8 * sum,
    least: 0,
    greatest: 90,
  },
  "power-law": {
    weight: "40 pA",
    start: 40,
    parameters: { lambda_0: 0.1, alpha: 0.06, mu: 0.4, w_ref: "2 pA" },
    plus: (weight, sum) => weight + 0.1 * 2 * (weight / 2) ** 0.4 * sum,
    minus: (weight, sum) => weight - 0.06 * 0.1 * weight * sum,
    least: 0,
    greatest: Number.POSITIVE_INFINITY,
  },
};

function expected(pairing: Sums, { plus, minus, start, least, greatest }: Steps) {
  return ({ pre, post }: { readonly pre: Train; readonly post: Train }): number => {
    let weight = start;
    for (const { time, side } of eventsAt(pre, post)) {
      const moved =
        side === "post"
          ? plus(weight, pairing.plus(pre, post, time))
          : minus(weight, pairing.minus(pre, post, time));
      weight = Math.min(Math.max(moved, least), greatest);
    }
    return weight;
  };
}

const table = (Object.keys(sums) as (keyof typeof sums)[]).flatMap((pairing) =>
  (Object.keys(steps) as (keyof typeof steps)[]).map((dependence) => ({ pairing, dependence })),
);

const pre = drawTrains(3, { spikes: 30, until: 800, seed: 11 });
const post = drawTrains(2, { spikes: 30, until: 800, seed: 5 });

describe.each(["nest", "brian2"] as const)("under %s", (convention) => {
  it.each(table)("$dependence steps of $pairing pairs equal their sums", async (parts) => {
    const { pairing, dependence } = parts;
    const { weight, parameters, ...changes } = steps[dependence];
    const rule = pairStdp({ name: "rule", pairing, dependence });
    const learned = await learn({
      rule,
      parameters: { tau_plus: "17 ms", tau_minus: "31 ms", ...parameters },
      pre,
      post,
      weight,
      duration: 900,
      convention,
    });
    expect(learned).toHaveLength(6);
    for (const synapse of learned) {
      const wanted = expected(sums[pairing], { weight, parameters, ...changes })(synapse);
      // Sixty steps of rounding to 2e-16 each, decays that are products of many factors.
      expect(Math.abs(synapse.weight / wanted - 1)).toBeLessThan(1e-11);
      expect(synapse.weight).not.toBeCloseTo(changes.start, 3);
    }
  });
});

const named: Readonly<Record<string, Omit<PairStdpParts, "name">>> = {
  "stdp-pair": { pairing: "all-to-all", dependence: "additive" },
  "stdp-multiplicative": { pairing: "all-to-all", dependence: "multiplicative" },
  "stdp-additive-multiplicative": {
    pairing: "all-to-all",
    dependence: "additive-multiplicative",
  },
  "stdp-guetig": { pairing: "all-to-all", dependence: "guetig" },
  "stdp-nest": { pairing: "all-to-all", dependence: "nest" },
  "stdp-power-law": { pairing: "all-to-all", dependence: "power-law" },
  "stdp-nearest-symmetric": { pairing: "nearest-symmetric", dependence: "nest" },
  "stdp-presynaptic-centred": { pairing: "presynaptic-centred", dependence: "nest" },
  "stdp-restricted-symmetric": { pairing: "restricted-symmetric", dependence: "nest" },
};

describe("named rules", () => {
  it.each(Object.entries(named))("%s has the equations of its parts", (name, parts) => {
    const rule = plasticity.find((one) => one.name === name);
    const { about, cite, ...equations } = JSON.parse(JSON.stringify(pairStdp({ name, ...parts })));
    expect(JSON.parse(JSON.stringify(rule))).toMatchObject(equations);
  });
});

describe("spikes that coincide at a synapse", () => {
  // Every second spike of the source coincides with one of the target there.
  const sources = Array.from({ length: 12 }, (_, k) => 20 + 7.3 * k);
  const parameters = { a_plus: 0.01, a_minus: 0.012, w_min: "-9 nA", w_max: "1 nA" };

  it.each<["nest" | "brian2", number, string]>([
    // A relay takes one step under nest and two under brian2; the delay of 1 ms is on the other side.
    ["nest", 1.1, "neither sees the other"],
    ["brian2", -0.8, "the target's sees that of the source"],
  ])("%s (%d ms): %s", async (convention, shift) => {
    const targets = sources.filter((_, k) => k % 2 === 0).map((time) => time - shift);
    const lesson = { rule: stdpPair, parameters, pre: [sources], post: [targets] };
    const [synapse] = await learn({ ...lesson, weight: "0.5 nA", duration: 200, convention });
    const { pre: from = [], post: to = [], weight = Number.NaN } = synapse ?? {};
    expect(to.filter((time) => from.some((one) => Math.abs(one - time) < 1e-6))).toHaveLength(6);
    let wanted = 0.5;
    for (const a of from) {
      for (const b of to) {
        const meet = Math.abs(a - b) < 1e-6;
        if (meet ? convention === "brian2" : a < b) wanted += 0.01 * Math.exp((a - b) / 20);
        if (!meet && b < a) wanted -= 0.012 * Math.exp((b - a) / 20);
      }
    }
    expect(Math.abs(weight / wanted - 1)).toBeLessThan(1e-11);
  });
});
