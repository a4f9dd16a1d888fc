import type { BackendRecord, NetworkRecord } from "@spikeloom/kernel";
import { readCheckpoint, run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { newDraw } from "../../../tools/test/draws.ts";
import { chips, head, stack } from "./run-chip.ts";

/** Neurons in physical units that excite themselves through a delay extension: a ring buffer of 40 neurons has 128 slots. */
const network: NetworkRecord = {
  ...head,
  duration: "300 ms",
  populations: {
    S: { model: "poisson", size: 20, parameters: { rate: "50 Hz" } },
    N: {
      model: "lif-curr-exp",
      size: 40,
      parameters: { tau_m: "20 ms", c_m: "1 nF", tau_syn_exc: "5 ms", i_offset: "0.5 nA" },
    },
  },
  projections: [
    {
      from: "S",
      to: "N",
      receptor: "excitatory",
      connector: { kind: "fixed-probability", p: 0.5 },
      weight: "0.6 nA",
      delay: "2 ms",
    },
    {
      from: "N",
      to: "N",
      receptor: "excitatory",
      connector: { kind: "fixed-probability", p: 0.2 },
      weight: "0.2 nA",
      delay: { draw: "uniform", low: "1 ms", high: "250 ms" },
    },
  ],
  record: [{ population: "N", variables: ["v"] }],
};

const backend = chips["wasm"] as BackendRecord;

const draw = newDraw(53, 0);
const steps = [1, 127, 129, ...Array.from({ length: 5 }, () => 2 + draw(290))];

describe("a run that was saved", () => {
  it.each(steps)(
    "continues with the same bits after %i ticks, in the same rounding",
    async (step) => {
      const written: Uint8Array[] = [];
      const write = (bytes: Uint8Array) => void written.push(bytes);
      const options = { stack, backend, backendOptions: { rounding: "floor" } };
      const whole = await run(network, { ...options, checkpoint: { every: `${step} ms`, write } });
      expect(whole.spikeCounts["N"]).toBeGreaterThan(200);
      const from = await readCheckpoint(written[0] as Uint8Array);
      expect(from.state.step).toBe(step);
      const rest = await run(network, { ...options, from });
      expect(rest.spikeHash).toBe(whole.spikeHash);
      const [all, last] = [whole, rest].map((one) => one.recordings[0]?.samples.get("v")?.values);
      expect(last).toEqual(all?.subarray(-(last?.length ?? 0)));
      expect(last).toHaveLength(40 * (300 - step));
      const nearest = { ...options, backendOptions: { rounding: "nearest" } };
      await expect(run(network, { ...nearest, from })).rejects.toThrow("SL_SPINNAKER_STATE");
    },
  );
});
