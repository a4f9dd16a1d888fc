import { describe, expect, it } from "vitest";
import { doubles, indices, load, prepare, said, whole } from "./learning-network.ts";
import { directly, greeted } from "./simulated.ts";

const copies = [
  { seed: 3n },
  { seed: 4n, trial: 1n, parameters: '{"populations.E.parameters.tau_m": "15 ms"}' },
];

describe("a batch over the link", () => {
  it("returns the result of each copy with its label, and keeps a prepared simulation", async () => {
    const one = await greeted();
    await one.ask(load);
    await one.ask(prepare);
    const found = said(
      await one.ask({
        case: "runBatch",
        value: { options: { workers: 1 }, duration: "20 ms", copies },
      }),
      "batch",
    ).copies;
    expect(
      found.map(({ index, seed, trial, parameters, interrupted }) => ({
        label: [index, seed, trial, JSON.parse(parameters)],
        interrupted,
      })),
    ).toEqual([
      { label: [0, 3, 0, {}], interrupted: false },
      { label: [1, 4, 1, { "populations.E.parameters.tau_m": "15 ms" }], interrupted: false },
    ]);
    const sim = await directly(whole, 3);
    await sim.advance("20 ms");
    const { spikeHash, recordings } = await sim.result();
    expect(found[0]?.summary?.spikeHash).toBe(spikeHash);
    expect(found[0]?.summary).toMatchObject({ time: 20, step: 200 });
    const spikes = found[0]?.recordings?.neurons[0]?.spikes;
    expect([...indices(spikes?.neurons)]).toEqual([...(recordings[0]?.spikes?.neurons ?? [])]);
    expect([...doubles(spikes?.times)]).toEqual([...(recordings[0]?.spikes?.times ?? [])]);
    expect(found[1]?.summary?.spikeHash).not.toBe(spikeHash);
    await sim.close();
    // The prepared simulation is where it was.
    const summary = said(await one.ask({ case: "readSummary", value: {} }), "summary");
    expect(summary.step).toBe(0);
  });

  it("counts copies with consecutive seeds, and refuses what is no batch", async () => {
    const one = await greeted();
    await one.ask(load);
    const value = { options: { seed: 7n }, duration: "5 ms", count: 2, copies: [] };
    const { copies: found } = said(await one.ask({ case: "runBatch", value }), "batch");
    expect(found.map(({ seed }) => seed)).toEqual([7, 8]);
    const refused = async (more: object): Promise<unknown> => {
      const answer = await one.ask({ case: "runBatch", value: { ...value, ...more } });
      return said(answer, "failure").code;
    };
    expect(await refused({ count: 0 })).toBe("SL_BATCH");
    expect(await refused({ count: undefined })).toBe("SL_BATCH");
    const odd = { count: undefined, copies: [{ parameters: "[1]" }] };
    expect(await refused(odd)).toBe("SL_LINK_VALUE");
    expect(await refused({ options: { revisable: true } })).toBe("SL_LINK_VALUE");
    const unknown = { count: undefined, copies: [{ parameters: '{"populations.X.size": 3}' }] };
    expect(await refused(unknown)).toBe("SL_NETWORK_PATH");
  });
});
