import type { NetworkRecord } from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import { run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { event as backend } from "../src/index.ts";

const size = 400;
const threshold = -50.3;

/** Potentials that stay at the threshold: at rest, under a current, and after a reset. */
const cases: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "at rest": { v_rest: `${threshold} mV`, v_reset: "-60.1 mV" },
  "under a current": {
    v_rest: "-65.7 mV",
    v_reset: "-60.1 mV",
    c_m: { formula: "0.1*nF + 0.0013*nF*i" },
    i_offset: { formula: "15.4*mV * c_m / tau_m" },
  },
  "after a reset": { v_rest: `${threshold} mV`, v_reset: `${threshold} mV` },
};

function network(model: string, condition: "greater" | "greater-or-equal", own: object) {
  const parameters = {
    v_threshold: `${threshold} mV`,
    tau_refrac: "2 ms",
    tau_m: { formula: "5*ms + i*0.0713*ms" },
    ...own,
  };
  return {
    format: "spikeloom-network",
    version: 1,
    convention: { ...resolveConvention("nest"), threshold: condition },
    populations: { n: { model, size, parameters, initial: { v: `${threshold} mV` } } },
    record: [{ population: "n", variables: ["spikes"] }],
  } as NetworkRecord;
}

describe.each(["lif-curr-alpha", "lif-curr-exp", "lif-delta", "lif-cond-exp"])("%s", (model) => {
  it.each(Object.entries(cases))("stays at its threshold %s with >", async (_, own) => {
    const { recordings } = await run(network(model, "greater", own), {
      stack,
      backend,
      for: "100 ms",
    });
    expect([...(recordings[0]?.spikes?.times ?? [])]).toEqual([]);
  });

  it("spikes at once with >=", async () => {
    const own = cases["at rest"] ?? {};
    const { recordings } = await run(network(model, "greater-or-equal", own), {
      stack,
      backend,
      for: "5 ms",
    });
    expect([...(recordings[0]?.spikes?.times ?? [])]).toEqual(Array(size).fill(0));
  });

  it("exceeds a threshold that is lower by 1e-9 mV with >", async () => {
    const own = { v_rest: `${threshold + 1e-9} mV`, v_reset: "-60.1 mV", tau_refrac: "1 s" };
    const { recordings } = await run(network(model, "greater", own), {
      stack,
      backend,
      for: "5 ms",
    });
    expect(recordings[0]?.spikes?.times.length).toBe(size);
  });
});
