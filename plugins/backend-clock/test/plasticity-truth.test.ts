import type { PlasticityRecord } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Known, knownRules } from "./known-rules.ts";
import { learn } from "./learn.ts";
import { relay } from "./random-networks.ts";
import { type Network, source } from "./simulate.ts";
import { type SynapseTrains, trueSynapse } from "./synapse-truth.ts";

interface Setting {
  readonly convention: "nest" | "brian2" | "neuron" | "nengo";
  readonly delay: number;
  readonly share?: number | undefined;
  /** In ms. */
  readonly dt: number;
}

/** Times of a spike under the conventions: its stamp and its arrival. */
const conventions = {
  nest: { stamp: 1, shift: 0, share: 1, apart: true, carries: "new" },
  brian2: { stamp: 0, shift: 0, share: 0, apart: false, carries: "old" },
  neuron: { stamp: 1, shift: 1, share: 0, apart: false, carries: "old" },
  nengo: { stamp: 1, shift: 1, share: 0, apart: false, carries: "old" },
} as const;

/** Steps in which neurons are made to spike. */
interface Trains {
  readonly pre: readonly (readonly number[])[];
  readonly drive: readonly (readonly number[])[];
}

function networkOf(
  rule: PlasticityRecord,
  { convention, delay, share, dt }: Setting,
  { pre, drive }: Trains,
): Network {
  const time = (step: number): string => `${step * dt} ms`;
  const times = (trains: Trains["pre"]): string[][] => trains.map((train) => train.map(time));
  return {
    convention,
    dt: time(1),
    populations: {
      pre: { model: source, size: pre.length, times: times(pre) },
      driver: { model: source, size: drive.length, times: times(drive) },
      post: { model: relay, size: drive.length },
    },
    projections: [
      {
        from: "driver",
        to: "post",
        receptor: "drive",
        weight: 3,
        delay: time(1),
        connector: { kind: "one-to-one" },
      },
      {
        name: "w",
        from: "pre",
        to: "post",
        receptor: "seen",
        weight: 0.5,
        delay: time(delay),
        connector: { kind: "all-to-all" },
        plasticity: rule,
        ...(share !== undefined && { dendritic: share }),
      },
    ],
    record: [{ population: "post", variables: ["spikes"] }],
  };
}

/** Compare all synapses of a run with the known results. */
async function compare(
  { rule, truth }: Known,
  setting: Setting,
  trains: Trains,
  { steps, evaluation }: { readonly steps: number; readonly evaluation: "lazy" | "eager" },
): Promise<number> {
  const { dt } = setting;
  const { stamp, shift, share: usual, apart, carries } = conventions[setting.convention];
  const states = Object.keys(rule.state ?? {});
  const seen = await learn(networkOf(rule, setting, trains), {
    pieces: [steps],
    plasticity: evaluation,
    looks: { synapses: { w: ["weight", ...states] }, neurons: { post: ["s"] } },
  });
  const dendritic = Math.round(setting.delay * (setting.share ?? usual));
  let spikes = 0;
  trains.drive.forEach((_, target) => {
    const post = seen.spikes.filter(([, n]) => n === target).map(([at]) => at - stamp);
    let sum = 0;
    trains.pre.forEach((stamps, from) => {
      const delay = setting.delay + shift;
      const own: SynapseTrains = {
        post,
        delay,
        dendritic,
        apart,
        steps,
        zero: shift - stamp,
        pre: stamps.map((at) => at - stamp),
      };
      const { weight, state, sent } = trueSynapse(truth, { weight: 0.5, trains: own, dt });
      const index = from * trains.drive.length + target;
      near(seen.values["w.weight"]?.[index], weight);
      states.forEach((name, k) => void near(seen.values[`w.${name}`]?.[index], state[k] ?? 0));
      // Input that arrives in a step before integration decays in it.
      for (const one of sent) {
        const arrived = one.time + dendritic - shift;
        sum += one[carries] * Math.exp(((arrived + 1 - steps) * dt) / 8);
      }
      spikes += sent.length + post.length;
    });
    near(seen.values["post.s"]?.[target], sum);
  });
  return spikes;
}

// Each of some hundred events rounds values below 20 a few times in 53 bits: 1e-13 in total.
function near(got: number | undefined, wanted: number): void {
  expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThan(
    1e-9 * Math.max(1e-3, Math.abs(wanted)),
  );
}

const train = (steps: number, most: number): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: steps - 1 }), { maxLength: most })
    .map((list) => list.sort((a, b) => a - b));

const settings: fc.Arbitrary<Setting> = fc
  .record({
    convention: fc.constantFrom("nest", "brian2", "neuron", "nengo"),
    delay: fc.integer({ min: 0, max: 25 }),
    share: fc.constantFrom(undefined, 0, 0.3, 1),
  })
  .map((one) => ({
    ...one,
    dt: 0.1,
    delay: one.convention === "nest" ? Math.max(1, one.delay) : one.delay,
  }));

/** Random spikes of two neurons. */
const pairOfTrains = fc.array(train(160, 60), { minLength: 1, maxLength: 2 });

describe("a rule that is computed by hand", () => {
  it.each(["pair", "triplet", "coupled"] as const)(
    "%s is the result of every run",
    async (name) => {
      let spikes = 0;
      const property = fc.asyncProperty(
        settings,
        fc.record({ pre: pairOfTrains, drive: pairOfTrains }),
        fc.constantFrom("lazy" as const, "eager" as const),
        async (setting, trains, evaluation) => {
          spikes += await compare(knownRules[name], setting, trains, { steps: 170, evaluation });
        },
      );
      await fc.assert(property, { numRuns: name === "coupled" ? 6 : 12 });
      expect(spikes).toBeGreaterThan(100);
    },
    60_000,
  );

  // The first level of the tables of coefficients has 4096 entries.
  it.each([
    [4095, "lazy"],
    [4096, "lazy"],
    [4097, "eager"],
    [8193, "lazy"],
    [2 ** 20 + 1, "lazy"],
    [2 ** 20 + 4097, "eager"],
  ] as const)(
    "holds after %d steps of silence (%s)",
    async (silence, evaluation) => {
      // That many steps are 0.1 s: long, but shorter than any trace would need to vanish.
      const setting: Setting = { convention: "nest", delay: 3, dt: 1e-4 };
      const [one, two] = [20, 20 + silence];
      const trains = { pre: [[one, two], [one + 9]], drive: [[one + 5, two - 40], [two + 1]] };
      const how = { steps: two + 50, evaluation };
      expect(await compare(knownRules.pair, setting, trains, how)).toBe(12);
      await compare(knownRules.coupled, setting, trains, how);
    },
    60_000,
  );

  it.each([
    ["nest", undefined],
    ["nest", 0.3],
    ["brian2", undefined],
  ] as const)(
    "holds if targets spike in every step (%s, %s)",
    async (convention, share) => {
      // A target stores some thirty spikes, so a silent source must apply them repeatedly.
      const steps = 10_000;
      const always = Array.from({ length: steps - 2 }, (_, k) => k + 1);
      const setting: Setting = { convention, share, delay: 21, dt: 0.1 };
      const trains = { pre: [[2, 9900, 9901], [40]], drive: [always, always.slice(5000)] };
      for (const name of ["pair", "coupled"] as const) {
        const how = { steps, evaluation: "lazy" } as const;
        expect(await compare(knownRules[name], setting, trains, how)).toBeGreaterThan(12_000);
      }
    },
    60_000,
  );
});
