import type { BackendRecord, NetworkRecord } from "@spikeloom/kernel";
import { type Checkpoint, readCheckpoint, run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import type { TrueNorthDialectName } from "../src/index.ts";
import { chips, head, stack } from "./run-chip.ts";

/** Neurons that excite and inhibit each other after several ticks. */
const network: NetworkRecord = {
  ...head,
  duration: "60 ms",
  populations: {
    S: { model: "poisson", size: 20, parameters: { rate: "300 Hz" } },
    N: {
      model: "truenorth",
      size: 10,
      parameters: { s_0: 3, s_1: -1, alpha: 12, beta: 20, saturate: 0 },
    },
  },
  projections: [
    {
      from: "S",
      to: "N",
      receptor: "axon_0",
      connector: { kind: "all-to-all" },
      weight: 1,
      delay: "2 ms",
    },
    {
      from: "N",
      to: "N",
      receptor: "axon_1",
      connector: { kind: "all-to-all" },
      weight: 1,
      delay: "7 ms",
    },
  ],
  record: [{ population: "N", variables: ["v"] }],
};

function runOn(
  dialect: TrueNorthDialectName,
  options: { readonly from?: Checkpoint; readonly every?: (bytes: Uint8Array) => void } = {},
) {
  const { from, every: write } = options;
  return run(network, {
    stack,
    backend: chips["wasm"] as BackendRecord,
    backendOptions: { dialect },
    ...(from && { from }),
    ...(write && { checkpoint: { every: "20 ms", write } }),
  });
}

it("a run continues from a checkpoint with the same bits, in the same dialect alone", async () => {
  const written: Uint8Array[] = [];
  const whole = await runOn("truenorth", { every: (bytes) => void written.push(bytes) });
  expect(whole.spikeCounts["N"]).toBeGreaterThan(20);
  const from = await readCheckpoint(written[0] as Uint8Array);
  expect(from.state.step).toBe(20);
  const rest = await runOn("truenorth", { from });
  expect(rest.spikeHash).toBe(whole.spikeHash);
  const [all, last] = [whole, rest].map((one) => one.recordings[0]?.samples.get("v")?.values);
  expect(last).toEqual(all?.subarray(-(last?.length ?? 0)));
  expect(last).toHaveLength(400);
  await expect(runOn("ranc", { from })).rejects.toThrow("SL_TRUENORTH_DIALECT");
});
