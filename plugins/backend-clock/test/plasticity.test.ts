import type { Simulation } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draws, long } from "../../../tools/test/draws.ts";
import { type LearnOptions, type Learnt, learn, lookAt, prepareLearning } from "./learn.ts";
import { type Case, randomCase } from "./random-networks.ts";
import type { Chooser } from "./random-rules.ts";

/** Choose with values from fast-check, so that a failure is reported with its seed. */
function chooserOf(g: fc.GeneratorValue): Chooser {
  const int = (min: number, max: number): number => g(fc.integer, { min, max });
  return {
    int,
    pick: <T>(list: readonly T[]): T => list[int(0, list.length - 1)] as T,
    chance: (p) => int(0, 999) < 1000 * p,
  };
}

/** Divide a run into pieces, one of which is empty. */
function cut(steps: number, choose: Chooser): readonly number[] {
  const first = choose.int(1, steps - 1);
  const second = choose.int(0, steps - first);
  return [first, 0, second, steps - first - second];
}

async function run(one: Case, options: LearnOptions, pieces = one.pieces): Promise<Learnt> {
  const { network, looks } = one;
  return learn(network, { pieces, looks, ...options });
}

/** Run pieces, between which code sets and requests everything possible, and which may be saved and resumed. */
async function handled(
  one: Case,
  options: LearnOptions,
  { cuts, isSaved }: { readonly cuts: readonly number[]; readonly isSaved: boolean },
): Promise<Learnt> {
  let simulation = await prepareLearning(one.network, options);
  for (const [piece, steps] of cuts.entries()) {
    await simulation.advance(steps);
    await handle(simulation, one, piece);
    if (!isSaved) continue;
    const state = await simulation.save?.();
    // Later changes after a save do not matter.
    await simulation.advance(3);
    await simulation.close();
    simulation = await prepareLearning(one.network, { ...options, ...(state && { state }) });
  }
  const left = {
    hash: await simulation.spikeHash(),
    values: await lookAt(simulation, one.looks),
    spikes: [],
  };
  await simulation.close();
  return left;
}

async function handle(
  simulation: Simulation,
  { network, looks }: Case,
  piece: number,
): Promise<void> {
  for (const { name = "", events = {}, modulators = {} } of network.projections ?? []) {
    for (const event of Object.keys(events)) await simulation.trigger?.(name, event);
    for (const factor of Object.keys(modulators))
      await simulation.setModulator?.(name, factor, 0.3);
    for (const variable of looks.synapses[name] ?? []) {
      if (variable !== "weight" && !variable.startsWith("s_")) continue;
      const values = (await simulation.synapseState?.(name, variable)) ?? new Float64Array(0);
      const next = values.map((value, k) => (k % 3 === piece % 3 ? 0.55 : value));
      await simulation.setSynapseState?.(name, variable, next);
    }
  }
  const sums = await simulation.state("post", "s");
  await simulation.setState?.(
    "post",
    "s",
    sums.map((sum) => sum + 0.125),
  );
}

/** Compare two runs bit by bit: `toEqual` distinguishes -0 from 0, and treats NaN as equal. */
function same(got: Learnt, wanted: Learnt): void {
  expect(got.hash).toBe(wanted.hash);
  expect(got.values).toEqual(wanted.values);
}

const time = long ? 3_600_000 : 90_000;

describe("random rules on random trains", () => {
  it(
    "yield the same bits however they are run",
    async () => {
      let moved = 0;
      const property = fc.asyncProperty(fc.gen(), async (g) => {
        const choose = chooserOf(g);
        const one = randomCase(choose);
        const [steps = 1] = one.pieces;
        const wanted = await run(one, {});
        same(await run(one, { plasticity: "eager" }), wanted);
        same(await run(one, {}, cut(steps, choose)), wanted);
        const evaluation = choose.pick([{}, { plasticity: "eager" as const }]);
        same(await run(one, { target: "js", ...evaluation }), wanted);
        const shards = choose.pick([2, 3, 8]);
        same(await run(one, { shards }, choose.pick([one.pieces, cut(steps, choose)])), wanted);
        const weights = Object.values(wanted.values)[0] ?? [];
        if (new Set(weights).size > 1) moved++;
      });
      const numRuns = draws({ ci: 3, long: 200 });
      await fc.assert(property, { numRuns, endOnFailure: true });
      expect(moved).toBeGreaterThan(numRuns / 2);
    },
    time,
  );

  it(
    "resume with the same bits from saved states and values set by code",
    async () => {
      const property = fc.asyncProperty(fc.gen(), async (g) => {
        const choose = chooserOf(g);
        const one = randomCase(choose);
        const [steps = 1] = one.pieces;
        const cuts = cut(steps, choose);
        const wanted = await handled(one, {}, { cuts, isSaved: false });
        same(await handled(one, {}, { cuts, isSaved: true }), wanted);
        const eager = { plasticity: "eager", shards: 3 } as const;
        same(await handled(one, eager, { cuts, isSaved: true }), wanted);
      });
      await fc.assert(property, { numRuns: draws({ ci: 2, long: 100 }), endOnFailure: true });
    },
    time,
  );

  it(
    "yield the same bits in single precision",
    async () => {
      const property = fc.asyncProperty(fc.gen(), async (g) => {
        const one = randomCase(chooserOf(g));
        const wanted = await run(one, { precision: "f32" });
        same(await run(one, { precision: "f32", target: "js", plasticity: "eager" }), wanted);
        same(await run(one, { precision: "f32", shards: 3 }), wanted);
      });
      await fc.assert(property, { numRuns: draws({ ci: 2, long: 100 }), endOnFailure: true });
    },
    time,
  );

  it(
    "yield the same bits on two workers",
    async () => {
      const property = fc.asyncProperty(fc.gen(), async (g) => {
        const choose = chooserOf(g);
        const one = randomCase(choose);
        const [steps = 1] = one.pieces;
        const wanted = await run(one, {});
        same(await run(one, { workers: 2, shards: 3 }, cut(steps, choose)), wanted);
      });
      await fc.assert(property, { numRuns: draws({ ci: 2, long: 100 }), endOnFailure: true });
    },
    time,
  );
});
