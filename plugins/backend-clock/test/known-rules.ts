import { definePlasticity, type PlasticityRecord } from "@spikeloom/kernel";
import { type TrueRule, trace } from "./synapse-truth.ts";

const cite = ["doi:10.1000/182"];
const clip = (x: number): number => Math.min(1, Math.max(0, x));

/** A rule with its results, computed from sums over spikes and closed forms. */
export interface Known {
  readonly rule: PlasticityRecord;
  readonly truth: TrueRule;
}

const pair: Known = {
  rule: definePlasticity({
    name: "pair",
    about: "Pairs.",
    cite,
    weightUnit: "1",
    parameters: {
      tau_x: { default: "16 ms", about: "decay" },
      tau_y: { default: "34 ms", about: "decay" },
    },
    traces: { x: { of: "pre", decay: "tau_x" }, y: { of: "post", decay: "tau_y" } },
    on: {
      pre: { x: "x + 1", weight: "weight - 0.03 * y" },
      post: { y: "y + 1", weight: "weight + 0.05 * x" },
    },
    bounds: { weight: { min: "0", max: "1" } },
  }),
  truth: {
    start: [],
    rest: (state) => state,
    act({ kind, time, seenPre, seenPost }, { weight, state }, dt) {
      const change =
        kind === "pre"
          ? -0.03 * trace(seenPost(), time, { tau: 34, dt })
          : 0.05 * trace(seenPre(), time, { tau: 16, dt });
      return { weight: clip(weight + change), state };
    },
  },
};

const triplet: Known = {
  rule: definePlasticity({
    name: "triplet",
    about: "Triplets.",
    cite,
    weightUnit: "1",
    parameters: {
      tau_plus: { default: "16.8 ms", about: "decay" },
      tau_x: { default: "101 ms", about: "decay" },
      tau_minus: { default: "33.7 ms", about: "decay" },
      tau_y: { default: "125 ms", about: "decay" },
    },
    traces: {
      r_1: { of: "pre", decay: "tau_plus" },
      r_2: { of: "pre", decay: "tau_x" },
      o_1: { of: "post", decay: "tau_minus" },
      o_2: { of: "post", decay: "tau_y" },
    },
    on: {
      pre: { r_1: "r_1 + 1", r_2: "r_2 + 1", weight: "weight - o_1 * (7e-3 + 2.3e-4 * r_2)" },
      post: { o_1: "o_1 + 1", o_2: "o_2 + 1", weight: "weight + r_1 * (5e-4 + 6.2e-3 * o_2)" },
    },
    bounds: { weight: { min: "0", max: "1" } },
  }),
  truth: {
    start: [],
    rest: (state) => state,
    act({ kind, time, seenPre, seenPost }, { weight, state }, dt) {
      const of = (seen: readonly number[], tau: number): number => trace(seen, time, { tau, dt });
      const change =
        kind === "pre"
          ? -of(seenPost(), 33.7) * (7e-3 + 2.3e-4 * of(seenPre(), 101))
          : of(seenPre(), 16.8) * (5e-4 + 6.2e-3 * of(seenPost(), 125));
      return { weight: clip(weight + change), state };
    },
  },
};

/** A state that drives another, and one that oscillates with a third: each with its closed form. */
const coupled: Known = {
  rule: definePlasticity({
    name: "coupled",
    about: "States that drive each other.",
    cite,
    weightUnit: "1",
    parameters: {
      tau_a: { default: "12 ms", about: "decay" },
      tau_b: { default: "30 ms", about: "decay" },
      omega: { default: "0.21 1/ms", about: "turns" },
      tau_y: { default: "34 ms", about: "decay" },
    },
    traces: { y: { of: "post", decay: "tau_y" } },
    state: {
      a: { initial: 0.5, unit: "1", about: "drives" },
      b: { initial: 0, unit: "1", about: "is driven" },
      c: { initial: 1, unit: "1", about: "turns" },
      d: { initial: 0, unit: "1", about: "turns" },
    },
    dynamics: {
      a: { derivative: "-a / tau_a", when: "event" },
      b: { derivative: "(a - b) / tau_b", when: "event" },
      c: { derivative: "-c / tau_b - omega * d", when: "event" },
      d: { derivative: "-d / tau_b + omega * c", when: "event" },
    },
    on: {
      pre: { a: "a + 1", c: "c + 0.3 * y", weight: "weight - 0.02 * b" },
      post: { y: "y + 1", d: "d + 0.5 * a", weight: "weight + 0.04 * b * c" },
    },
    bounds: { weight: { min: "0", max: "1" } },
  }),
  truth: {
    start: [0.5, 0, 1, 0],
    rest([a = 0, b = 0, c = 0, d = 0], h) {
      const [ea, eb] = [Math.exp(-h / 12), Math.exp(-h / 30)];
      const [cos, sin] = [Math.cos(0.21 * h), Math.sin(0.21 * h)];
      return [
        a * ea,
        b * eb + ((a * 12) / (12 - 30)) * (ea - eb),
        eb * (c * cos - d * sin),
        eb * (d * cos + c * sin),
      ];
    },
    act({ kind, time, seenPost }, { weight, state: [a = 0, b = 0, c = 0, d = 0] }, dt) {
      if (kind === "pre") {
        const y = trace(seenPost(), time, { tau: 34, dt });
        return { weight: clip(weight - 0.02 * b), state: [a + 1, b, c + 0.3 * y, d] };
      }
      return { weight: clip(weight + 0.04 * b * c), state: [a, b, c, d + 0.5 * a] };
    },
  },
};

/** Rules with known results. */
export const knownRules = { pair, triplet, coupled };
