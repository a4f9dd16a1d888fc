import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, type NetworkRecord, type ProjectionRecord } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { lifCurrExp, poisson } from "@spikeloom/neurons";
import { run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { bcm, homeostaticScaling, vogelsSprekeler } from "../src/index.ts";

const stack = createStack({ plugins: [lifCurrExp, poisson, ...integrators, ...connectors] });
const seconds = 60;

interface Driven {
  readonly excitatory: Partial<ProjectionRecord>;
  readonly inhibitory?: Partial<ProjectionRecord>;
  readonly rate: string;
}

/** Drive twenty neurons by Poisson sources; returns their mean rate at first and in the last 20 s. */
async function drive({ excitatory, inhibitory, rate }: Driven): Promise<readonly number[]> {
  const size = 20;
  const common = { to: "targets", connector: { kind: "all-to-all" }, delay: "1 ms" } as const;
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: "0.5 ms",
    duration: `${seconds} s`,
    seed: 8,
    convention: "nest",
    populations: {
      sources: { model: "poisson", size: 100, parameters: { rate } },
      brakes: { model: "poisson", size: 25, parameters: { rate: "20 Hz" } },
      targets: { model: "lif-curr-exp", size },
    },
    projections: [
      { from: "sources", receptor: "excitatory", weight: "0.1 nA", ...common, ...excitatory },
      ...(inhibitory
        ? [{ from: "brakes", receptor: "inhibitory", weight: "0 nA", ...common, ...inhibitory }]
        : []),
    ],
    record: [{ population: "targets", variables: ["spikes"] }],
  };
  const { recordings } = await run(network, { stack, backend: clock() });
  const times = recordings[0]?.spikes?.times ?? new Float64Array();
  const between = (from: number, until: number): number =>
    times.filter((time) => time >= from * 1000 && time < until * 1000).length /
    (until - from) /
    size;
  return [between(0, 1), between(seconds - 20, seconds)];
}

// Three thousand spikes in the last 20 s determine a rate to 0.2 Hz; weights that continue to fluctuate and the
// correlation of a
// spike with those that caused it leave up to 1 Hz.
describe("a neuron under Poisson drive", () => {
  it("converges to the target rate of vogels, by inhibition alone", async () => {
    const [before = 0, after = 0] = await drive({
      rate: "20 Hz",
      excitatory: {},
      inhibitory: {
        // alpha = 2 * 8 Hz * 20 ms.
        plasticity: vogelsSprekeler({ eta: "2 pA", alpha: 0.32, w_max: "-3000 pA" }),
      },
    });
    expect(before).toBeGreaterThan(16);
    expect(Math.abs(after - 8)).toBeLessThan(1);
  });

  it("converges to the target rate of scaling", async () => {
    const [before = 0, after = 0] = await drive({
      rate: "20 Hz",
      excitatory: {
        plasticity: homeostaticScaling({ tau_rate: "1000 ms", rate_target: "8 Hz", eta: 0.02 }),
        events: { scale: { every: "100 ms" } },
      },
    });
    expect(before).toBeGreaterThan(16);
    expect(Math.abs(after - 8)).toBeLessThan(1);
  });

  it("converges to the mean rate at which bcm is stable", async () => {
    const [before = 0, after = 0] = await drive({
      rate: "20 Hz",
      excitatory: {
        plasticity: bcm({ rate_0: "10 Hz", eta: "5e-8 nA/Hz^2" }),
      },
    });
    expect(before).toBeGreaterThan(20);
    expect(Math.abs(after - 10)).toBeLessThan(1);
  });
});
