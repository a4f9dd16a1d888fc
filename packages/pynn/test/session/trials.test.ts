import { expect, it } from "vitest";
import { all, connect, neuronsOf, sourceOf, start } from "./start.ts";

it("each reset after a run starts another trial: its random draws are new, and nothing else changes", async () => {
  const runs = async () => {
    const session = start({ seed: 7 });
    const poisson = neuronsOf(session, "SpikeSourcePoisson", { rate: 200 }, 3);
    const given = sourceOf(session, [5, 10, 15, 20, 25]);
    const driven = neuronsOf(session, "IF_cond_exp", {}, 3);
    const released = neuronsOf(session, "IF_cond_exp", { v_thresh: 1e6 }, 8);
    const synapse = { kind: "standard", name: "SimpleStochasticSynapse" } as const;
    const pairs = Array.from({ length: 8 }, (_, k) => [0, k] as const);
    connect(session, [given, released], { weight: 0.01, delay: 1, p: 0.5 }, { synapse, pairs });
    // Only their targets receive these, so counts are drawn instead.
    const unseen = neuronsOf(session, "SpikeSourcePoisson", { rate: 4000 }, 3);
    const each = [0, 1, 2].map((k) => [k, k] as const);
    connect(session, [unseen, driven], { weight: 0.01, delay: 1 }, { pairs: each });
    session.record(poisson, "spikes", all(3));
    session.record(released, "v", all(8));
    session.record(driven, "v", all(3));
    const seen: (readonly number[])[][] = [];
    // A reset before any run does not start a trial.
    await session.reset();
    for (let trial = 0; trial < 3; trial++) {
      await session.run(15);
      await session.run(30);
      seen.push([
        [...session.spikes(poisson).times],
        [...session.signal(released, "v").values],
        [...session.signal(driven, "v").values],
      ]);
      await session.reset();
    }
    await session.close();
    return seen;
  };
  const [first, second] = [await runs(), await runs()];
  expect(second).toEqual(first);
  for (const kind of [0, 1, 2]) {
    const trials = first.map((seen) => JSON.stringify(seen[kind]));
    expect(new Set(trials).size).toBe(3);
  }
});
