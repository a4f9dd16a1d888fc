import type { NetworkRecord } from "@spikeloom/kernel";
import { type Simulated, simulate } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { drawSeed, draws, long, newDraw } from "../../../tools/test/draws.ts";
import { event as backend } from "../src/index.ts";
import { drawnNetwork, linearModels, smoothModels } from "./drawn-networks.ts";

/** Everything that a run leaves. */
async function left(simulated: Simulated) {
  const { recordings, spikeHash, spikeCounts } = await simulated.result();
  const v = [...(await simulated.state("n", "v")).values];
  const [{ spikes } = {}, { samples } = {}] = recordings;
  const sampled = [...(samples?.get("v")?.values ?? [])];
  return { spikeHash, spikeCounts, v, sampled, times: [...(spikes?.times ?? [])] };
}

// Equal bits depend on no tolerance; a coarse one takes fewer steps.
const backendOptions = { tolerance: 1e-7 };
const open = (network: NetworkRecord) =>
  simulate(network, { stack, backend, backendOptions, seed: 4 });

/** A projection that never sends: its delay alone divides time into shorter windows. */
function withShortDelay(network: NetworkRecord, delay: string): NetworkRecord {
  const receptor = network.projections?.[0]?.receptor ?? "";
  return {
    ...network,
    populations: { ...network.populations, silent: { model: "spike-array", size: 1, times: [[]] } },
    projections: [
      ...(network.projections ?? []),
      {
        from: "silent",
        to: "n",
        receptor,
        connector: { kind: "all-to-all" },
        weight: 0,
        delay,
      } as never,
    ],
  };
}

// Integrating the upstrokes of `adex-cond-exp` takes half a minute.
const smooth = smoothModels.filter(({ model }) => long || model !== "adex-cond-exp");

describe.each([...linearModels, ...smooth])("a drawn network of $model", (model) => {
  const cases = Array.from({ length: draws({ ci: 1, long: 20 }) }, (_, k) => k);
  it.each(cases)(
    "gives the same bits in pieces, windows and from checkpoints (case %i)",
    async (k) => {
      const network = drawnNetwork(model, newDraw(drawSeed, k));
      const whole = await open(network);
      await whole.advance("60 ms");
      const expected = await left(whole);
      expect(expected.times.length).toBeGreaterThan(20);

      const pieces = await open(network);
      const draw = newDraw(drawSeed, k + 100);
      let saved: Awaited<ReturnType<Simulated["save"]>> | undefined;
      let since = 0;
      for (let step = 0; step < 600; ) {
        const length = Math.min(600 - step, 1 + draw(40));
        await pieces.advance(`${length / 10} ms`);
        await pieces.state("n", "v");
        step += length;
        if (saved !== undefined || step < 200) continue;
        saved = await pieces.save();
        since = step;
      }
      expect(await left(pieces)).toEqual(expected);

      if (saved === undefined) throw new Error("no checkpoint");
      await pieces.restore(saved);
      await pieces.advance(`${(600 - since) / 10} ms`);
      const resumed = await left(pieces);
      expect([resumed.spikeHash, resumed.v]).toEqual([expected.spikeHash, expected.v]);

      for (const delay of ["0.3 ms", "0.07 ms"]) {
        const other = await open(withShortDelay(network, delay));
        await other.advance("60 ms");
        const { times, v, sampled } = await left(other);
        expect({ times, v, sampled }).toEqual({
          times: expected.times,
          v: expected.v,
          sampled: expected.sampled,
        });
      }
    },
  );
});
