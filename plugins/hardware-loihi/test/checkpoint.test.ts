import type { BackendRecord, NetworkRecord } from "@spikeloom/kernel";
import { type Checkpoint, readCheckpoint, run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import type { LoihiDialectName } from "../src/index.ts";
import { chips, head, stack } from "./run-chip.ts";

/** Neurons that excite and inhibit each other after several steps. */
const network: NetworkRecord = {
  ...head,
  duration: "60 ms",
  populations: {
    S: { model: "poisson", size: 20, parameters: { rate: "100 Hz" } },
    N: {
      model: "loihi-cuba",
      size: 10,
      parameters: { du: 1000, dv: 300, v_threshold: 400, bias: 90 },
    },
  },
  projections: [
    { from: "S", to: "N", connector: { kind: "all-to-all" }, weight: 20, delay: "2 ms" },
    { from: "N", to: "N", connector: { kind: "all-to-all" }, weight: -12, delay: "7 ms" },
  ],
  record: [{ population: "N", variables: ["v"] }],
};

const backend = chips["wasm"] as BackendRecord;

function runOn(
  dialect: LoihiDialectName,
  options: { readonly from?: Checkpoint; readonly every?: (bytes: Uint8Array) => void } = {},
) {
  const { from, every: write } = options;
  return run(network, {
    stack,
    backend,
    backendOptions: { dialect },
    ...(from && { from }),
    ...(write && { checkpoint: { every: "20 ms", write } }),
  });
}

it("a run continues from a checkpoint with the same bits, in the same dialect alone", async () => {
  const written: Uint8Array[] = [];
  const whole = await runOn("lava", { every: (bytes) => void written.push(bytes) });
  expect(whole.spikeCounts["N"]).toBeGreaterThan(20);
  const from = await readCheckpoint(written[0] as Uint8Array);
  expect(from.state.step).toBe(20);
  const rest = await runOn("lava", { from });
  expect(rest.spikeHash).toBe(whole.spikeHash);
  const [all, last] = [whole, rest].map((one) => one.recordings[0]?.samples.get("v")?.values);
  expect(last).toEqual(all?.subarray(-(last?.length ?? 0)));
  expect(last).toHaveLength(400);
  await expect(runOn("nengo-loihi", { from })).rejects.toThrow("SL_LOIHI_DIALECT");
});
