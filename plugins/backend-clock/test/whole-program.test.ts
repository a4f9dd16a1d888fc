import type { NetworkRecord } from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";
import { run, runProgram } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { clock } from "../src/index.ts";

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  seed: 5,
  duration: "40 ms",
  precision: "f32",
  populations: {
    S: { model: "poisson", size: 20, parameters: { rate: "100 Hz" } },
    E: { model: "lif-curr-exp", size: 10, parameters: { i_offset: "0.4 nA" } },
  },
  projections: [
    {
      from: "S",
      to: "E",
      receptor: "excitatory",
      weight: "0.4 nA",
      delay: "1 ms",
      connector: { kind: "fixed-probability", p: 0.5 },
      plasticity: "stdp-pair",
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"], every: "1 ms", neurons: { until: 3 } }],
  recordSynapses: [{ projection: "S->E", every: "20 ms" }],
};

const backend = clock();

it("yields the result of its network, including recordings and units", async () => {
  const { network: _, timing: __, ...expected } = await run(network, { stack, backend });
  const { name, timing, ...got } = await runProgram(programOf(network, { stack }), {
    stack,
    backend,
  });
  expect(name).toBeUndefined();
  expect(got).toEqual(expected);
  expect(got.recordings[0]?.samples.get("v")?.unit).toBe("mV");
  expect(got.synapseRecordings[0]?.sets).toHaveLength(1);
});

it("refuses a program that requires a missing capability, before anything runs", async () => {
  const program = programOf(network, { stack });
  const lacking = { ...backend, provides: backend.provides.filter((one) => one !== "plasticity") };
  await expect(runProgram(program, { stack, backend: lacking })).rejects.toThrow(
    "SL_MISSING_CAPABILITY",
  );
  const endless = { ...program, duration: undefined };
  await expect(runProgram(endless, { stack, backend })).rejects.toThrow("SL_RUN_LENGTH_MISSING");
  await expect(runProgram(program, { stack, backend, memory: 1000 })).rejects.toThrow("SL_MEMORY");
});
