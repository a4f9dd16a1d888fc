import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { all, connect, neuronsOf, sourceOf, start } from "./start.ts";

/** Run three trials with a reset after each, divided into these pieces, and return the recordings of each. */
async function trialsOf(cuts: readonly (readonly number[])[], isDrawn: boolean) {
  const session = start({ seed: 5 });
  const sources = isDrawn
    ? neuronsOf(session, "SpikeSourcePoisson", { rate: 80 }, 20)
    : sourceOf(session, ...Array.from({ length: 20 }, (_, j) => [1, 2, 3].map((k) => 40 * k + j)));
  const targets = neuronsOf(session, "IF_cond_exp", { tau_refrac: 2 }, 10);
  const pairs = Array.from({ length: 200 }, (_, k) => [k % 20, Math.floor(k / 20)] as const);
  const name = isDrawn ? "SimpleStochasticSynapse" : "StaticSynapse";
  const synapse = { kind: "standard", name } as const;
  const attributes = { weight: 0.01, delay: 1.5, ...(isDrawn && { p: 0.7 }) };
  connect(session, [sources, targets], attributes, { pairs, synapse });
  if (isDrawn) {
    const noise = session.addCurrent({ kind: "NoisyCurrentSource", parameters: { stdev: 0.4 } });
    session.inject(noise, targets, all(10));
  }
  session.record(targets, "v", all(10));
  session.record(targets, "spikes", all(10));
  const runs: string[] = [];
  const recorded = (): string => {
    const { times, neurons } = session.spikes(targets);
    const arrays = [session.signal(targets, "v").values, times, Float64Array.from(neurons)];
    const hash = createHash("sha256");
    for (const array of arrays)
      hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return hash.digest("hex");
  };
  for (const pieces of cuts) {
    for (const until of pieces) await session.run(until);
    expect(session.time).toBe(200);
    runs.push(recorded());
    await session.reset();
    expect([session.time, session.spikes(targets).times.length]).toEqual([0, 0]);
  }
  session.setParameters(targets, { i_offset: 0.1 });
  await session.run(200);
  runs.push(recorded());
  await session.close();
  return runs;
}

it("a reset repeats everything to the last bit except random draws, which depend on the trial", async () => {
  const cuts = [[200], [50, 120.5, 200], [200]];
  const [first, second, third, changed] = await trialsOf(cuts, false);
  expect([second, third]).toEqual([first, first]);
  expect(changed).not.toBe(first);
  const [drawn, again] = [await trialsOf(cuts, true), await trialsOf([...cuts].reverse(), true)];
  expect(again).toEqual(drawn);
  expect(new Set(drawn).size).toBe(4);
  // The division of a trial makes no difference.
  expect(await trialsOf([[50, 120.5, 200], [200], [10, 200]], true)).toEqual(drawn);
});
