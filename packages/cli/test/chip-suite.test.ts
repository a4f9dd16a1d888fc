import { chipSuite } from "@spikeloom/conformance";
import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, it } from "vitest";
import { commandStack as stack } from "../src/stack/command-stack.ts";

/** Neurons in physical units that excite each other, with delays beyond the ring buffer of their chip. */
const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "1 ms",
  populations: {
    S: { model: "poisson", size: 20, parameters: { rate: "100 Hz" } },
    N: {
      model: "lif-curr-exp",
      size: 300,
      parameters: { tau_m: "20 ms", c_m: "1 nF", tau_syn_exc: "5 ms", i_offset: "0.7 nA" },
      initial: { v: { draw: "uniform", low: "-70 mV", high: "-50 mV" } },
    },
  },
  projections: [
    {
      from: "S",
      to: "N",
      receptor: "excitatory",
      connector: { kind: "fixed-probability", p: 0.3 },
      weight: "1 nA",
      delay: "2 ms",
    },
    {
      from: "N",
      to: "N",
      receptor: "excitatory",
      connector: { kind: "fixed-probability", p: 0.05 },
      weight: "0.2 nA",
      delay: { draw: "uniform", low: "1 ms", high: "50 ms" },
    },
  ],
  record: [{ population: "N", variables: ["spikes", "v"] }],
};

describe("the emulator of SpiNNaker", () => {
  const backend = stack.get("backend", "spinnaker");
  const claims = chipSuite(backend, { stack, network, population: "N", variable: "v" });
  it.each(claims)("$name", ({ run }) => run());
});
