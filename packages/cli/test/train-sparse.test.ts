import { writeNetworkFiles } from "@spikeloom/interop/hdf5";
import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { indexBuffer } from "@spikeloom/network";
import { openProjections, programOf } from "@spikeloom/program";
import { afterAll, expect, it, vi } from "vitest";
import { run, defaultStack as stack } from "../src/index.ts";
import { loadNetwork } from "../src/load/load-network.ts";
import { countSpikes } from "../src/train/count-spikes.ts";
import { prepareTask } from "../src/train/prepare-task.ts";
import type { TrainingTask } from "../src/train/task.ts";
import { finishTask, learnTask, watchedOf } from "../src/train/train.ts";
import { digitsFile as file, digitsTask as given } from "./first-classifier.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000 });
const place = workplace();
afterAll(() => place.remove());

/** The digits with another connector onto the hidden layer. */
function sparse(connector: ProjectionRecord["connector"]): TrainingTask {
  const [first, ...others] = given.network.projections ?? [];
  const weight = { draw: "normal", mean: "0.1 mV", sd: "0.4 mV" };
  const projections = [{ ...first, connector, weight }, ...others] as never;
  return {
    ...given,
    epochs: 1,
    network: { ...given.network, projections },
    data: { set: "digits", train: 24, test: 2 },
  };
}

// Each pixel to the neurons with its own number and the next two.
const band = Array.from({ length: 64 }, (_, k) => [0, 1, 2].map((n) => [k, (k + n) % 64])).flat();

it.each([
  ["drawn", { kind: "fixed-probability", p: 0.15 }],
  ["of each target", { kind: "fixed-indegree", n: 7, multapses: false }],
  ["of a list", { kind: "pairs", pairs: band }],
])("only existing synapses learn: %s", async (name, connector) => {
  const ready = await prepareTask(sparse(connector), { stack, file });
  const state = await learnTask(ready, {});
  const { network } = await finishTask(ready, state);
  const before = synapsesOf(ready.network);
  const after = synapsesOf(network);
  expect(before.length).toBeLessThan(64 * 64 * 0.25);
  // The same pairs, all with different weights.
  expect(after.map(([pair]) => pair)).toEqual(before.map(([pair]) => pair));
  const moved = after.filter(([, weight], k) => weight !== before[k]?.[1]);
  expect(moved.length).toBeGreaterThan(before.length / 2);
  const learnt = (await (await ready.begin(state.learner)).parameters())[0];
  expect(learnt?.values).toHaveLength(before.length);
  // A file contains exactly these, and runs with the spikes of the training.
  const [path = ""] = await writeNetworkFiles(network, place.path(`${name}.json`));
  const read = await loadNetwork(path, { stack });
  expect(synapsesOf(read)).toEqual(after);
  const counts = countSpikes(watchedOf(ready, network), "hidden", {
    ...ready.test.examples,
    size: 1,
  });
  const { recordings } = await run(read, { stack });
  const hidden = recordings.find(({ population }) => population === "hidden");
  const own = new Float64Array(counts.length);
  for (const neuron of hidden?.spikes?.neurons ?? []) own[neuron] = (own[neuron] ?? 0) + 1;
  expect(counts.some((count) => count > 0)).toBe(true);
  expect([...own]).toEqual([...counts]);
});

/** The pairs of the first projection, each with its weight. */
function synapsesOf(network: NetworkRecord): readonly (readonly [string, number])[] {
  const [projection] = openProjections(programOf(network, { stack }), { stack });
  if (projection === undefined) return [];
  const { plan, weight, sources, targets } = projection;
  const partners = indexBuffer();
  return Array.from({ length: (plan.by === "target" ? targets : sources).size }, (_, index) => {
    partners.clear();
    plan.partners(index, partners);
    const row = [...partners.view()];
    const out = new Float64Array(row.length);
    weight.fill?.({ index, partners: row }, out);
    return row.map((partner, k): readonly [string, number] => {
      const [from, to] = plan.by === "target" ? [partner, index] : [index, partner];
      return [`${from} to ${to}`, out[k] as number];
    });
  })
    .flat()
    .sort(([left], [right]) => (left < right ? -1 : 1));
}
