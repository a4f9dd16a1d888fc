import type { NetworkRecord, PositionRecord, ProjectionRecord } from "@spikeloom/kernel";
import { expectedProjections } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { processorTime } from "../../../tools/test/processor-time.ts";
import { stack } from "./models.ts";

type ConnectorChoice = ProjectionRecord["connector"];

/** A population that projects to itself. */
function within(
  size: number,
  connector: ConnectorChoice,
  positions?: PositionRecord,
): NetworkRecord {
  const A = { model: "lif-delta", size, ...(positions && { positions }) };
  return {
    format: "spikeloom-network",
    version: 1,
    populations: { A },
    projections: [{ from: "A", to: "A", connector, weight: "1 mV" }],
  };
}

function synapses(network: NetworkRecord): number {
  return expectedProjections(network, stack).reduce((sum, one) => sum + one.synapses, 0);
}

describe("expectedProjections", () => {
  const n = 1e9;

  it.each<[ConnectorChoice, number]>([
    [{ kind: "all-to-all" }, n * n],
    [{ kind: "all-to-all", autapses: false }, n * (n - 1)],
    [{ kind: "one-to-one" }, n],
    [{ kind: "fixed-probability", p: 0.1 }, 0.1 * n * n],
    [{ kind: "fixed-indegree", n: 1000, multapses: false }, 1000 * n],
    [{ kind: "fixed-outdegree", n: 1000, autapses: false }, 1000 * n],
    [{ kind: "fixed-total", n: 1e12, multapses: false, autapses: false }, 1e12],
    [{ kind: "small-world", degree: 10, rewiring: 0.1 }, 10 * n],
    // One pair in two has i < j.
    [{ kind: "index-probability", p: "where(i < j, 0.2, 0)" }, 0.1 * n * n],
  ])("counts the synapses of a billion neurons without planning them: %j", (connector, count) => {
    const started = processorTime();
    // An even sample of a thousand pairs is good to a percent.
    expect(synapses(within(n, connector)) / count).toBeCloseTo(1, 2);
    // Milliseconds for a computation that would otherwise take minutes or gigabytes.
    expect(processorTime() - started).toBeLessThan(10_000);
  });

  it.each<[string, (size: number) => PositionRecord]>([
    ["random", () => ({ layout: "random", low: [0, 0], high: [100, 100] })],
    [
      "grid",
      (size) => {
        const side = Math.round(Math.sqrt(size));
        return { layout: "grid", shape: [side, side], spacing: [`${100 / side} um`, 100 / side] };
      },
    ],
  ])("lets few neurons represent many in the same space: %s", (_, positions) => {
    const connector = { kind: "distance-probability", p: "exp(-d / (30*um))" };
    const [few, many] = [10_000, 4_000_000];
    const ratio =
      synapses(within(many, connector, positions(many))) /
      synapses(within(few, connector, positions(few)));
    // Both are means over a thousand pairs, a few percent off.
    expect(ratio / (many / few) ** 2).toBeGreaterThan(0.9);
    expect(ratio / (many / few) ** 2).toBeLessThan(1.1);
  });
});
