import type { NetworkRecord } from "@spikeloom/kernel";
import { sequentialPartition, spiNNaker1 } from "@spikeloom/mapping";
import { programOf } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { draws, newDraw } from "../../../tools/test/draws.ts";
import { chipGraph } from "../src/cores.ts";
import { delaySlots } from "../src/delays.ts";
import { head, onChip, stack } from "./run-chip.ts";

/** One source neuron for each neuron of a population, which spikes once; each synapse has a delay of its own. */
interface Drawn {
  readonly network: NetworkRecord;
  readonly sent: readonly number[];
  readonly delays: readonly number[];
}

function drawn(which: number): Drawn {
  const draw = newDraw(59, which);
  const size = [1, 9, 33, 130, 256, 300][which % 6] as number;
  const slots = delaySlots(size);
  const most = Math.min(9 * slots, 400);
  const sent = Array.from({ length: size }, () => 1 + draw(60));
  const delays = sent.map((_, k) => (k === 0 ? most : 1 + draw(most)));
  const network: NetworkRecord = {
    ...head,
    duration: `${62 + most} ms`,
    populations: {
      S: { model: "spike-array", size, times: sent.map((tick) => [`${tick} ms`]) },
      // A spike of this weight crosses the threshold in its tick; the neuron is then at rest again.
      N: {
        model: "spinnaker-lif",
        size,
        parameters: { v_threshold: -2_100_000, decay_exc: 0, refractory_steps: 0 },
      },
    },
    projections: [
      {
        from: "S",
        to: "N",
        receptor: "excitatory",
        connector: { kind: "one-to-one" },
        weight: 60_000,
        delay: { values: delays, unit: "ms" },
      },
    ],
    record: [{ population: "N", variables: ["spikes", "v"] }],
  };
  return { network, sent, delays };
}

const networks = Array.from({ length: draws({ ci: 6, long: 60 }) }, (_, which) => which);

describe("delays of up to nine ring buffers", () => {
  it.each(networks)("act in the tick of the sum: network %i", async (which) => {
    const { network, sent, delays } = drawn(which);
    const { spikes } = await onChip(network);
    const expected = sent.map((tick, neuron) => [tick + (delays[neuron] as number), neuron]);
    const order = (a: readonly number[], b: readonly number[]): number =>
      (a[0] as number) - (b[0] as number) || (a[1] as number) - (b[1] as number);
    expect(spikes.toSorted(order)).toEqual(expected.toSorted(order));
  });

  it.each(networks)("take an extension for each core of the source: network %i", (which) => {
    const { network, delays } = drawn(which);
    const size = delays.length;
    const slots = delaySlots(size);
    const longest = Math.max(...delays);
    const { graph, extensions } = chipGraph(programOf(network, { stack }), stack);
    // By stages, the rest of a delay is 1 to `slots` ticks.
    const stages = delays.map((delay) => Math.floor((delay - 1) / slots));
    expect(delays.every((delay, k) => delay - (stages[k] as number) * slots <= slots)).toBe(true);
    const most = Math.max(...stages);
    expect([...extensions.values()].map((one) => [one.from, one.slots, one.stages])).toEqual(
      most > 0 ? [["S", slots, most]] : [],
    );
    expect(most > 0).toBe(longest > slots);
    const { parts } = sequentialPartition(graph, spiNNaker1);
    const own = parts.filter(({ population }) => extensions.has(population));
    expect(own).toHaveLength(most > 0 ? Math.ceil(size / 256) : 0);
  });
});
