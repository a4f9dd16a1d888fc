// One measurement of a batch in a process of its own, with the packages that are built in this checkout or another:
// `node tools/bench/run-batch.ts cuba|tiny [--copies 64] [--rounds 3] [--root DIR]`. In each round, the copies are run one by
// one, as a batch with one worker, and as a batch with two. Prints one JSON line: medians of wall time single_s, one_s and
// two_s, and of CPU time single_cpu_s, one_cpu_s and two_cpu_s.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { NetworkRecord } from "../../packages/kernel/src/index.ts";
import { networkFile } from "./case.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    copies: { type: "string", default: "64" },
    rounds: { type: "string", default: "3" },
    root: { type: "string", default: resolve(import.meta.dirname, "../..") },
  },
});
const { readNetwork, run } = (await import(
  pathToFileURL(resolve(values.root, "packages/cli/dist/index.js")).href
)) as typeof import("../../packages/cli/src/index.ts");

/** A hundred neurons for 100 ms: most of its time is preparation. */
const tiny: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  duration: "100 ms",
  seed: 1,
  populations: {
    E: { model: "lif-curr-exp", size: 80 },
    I: { model: "lif-curr-exp", size: 20 },
  },
  projections: [
    { from: "E", to: "I", receptor: "excitatory", weight: "0.1 nA" } as const,
    { from: "I", to: "E", receptor: "inhibitory", weight: "-0.2 nA" } as const,
  ].map((one) => ({
    ...one,
    delay: "1.5 ms",
    connector: { kind: "fixed-probability", p: 0.2 },
  })),
  stimuli: ["E", "I"].map((into) => {
    const drive = { kind: "poisson", receptor: "excitatory", rate: "8 kHz" } as const;
    return { ...drive, into, weight: "0.05 nA" };
  }),
};

function networkOf(name: string): NetworkRecord {
  if (name === "tiny") return tiny;
  const file = networkFile(name);
  return { ...readNetwork(readFileSync(file), { place: file }), record: [] };
}

const [name = ""] = positionals;
const network = networkOf(name);
const copies = Number(values.copies);
const { seed: first = 0 } = network;
const ways = {
  async single() {
    for (let k = 0; k < copies; k++) await run(network, { seed: first + k, workers: 1 });
  },
  one: async () => void (await run(network, { batch: copies, workers: 1 })),
  two: async () => void (await run(network, { batch: copies, workers: 2 })),
};
const times = new Map<string, number[]>();
const add = (key: string, seconds: number): void => {
  times.set(key, [...(times.get(key) ?? []), seconds]);
};
// Until code is optimised.
for (let k = 0; k < 4; k++) await run(network, { seed: first + k, workers: 1 });
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [way, act] of Object.entries(ways)) {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    await act();
    add(`${way}_s`, (performance.now() - wall) / 1000);
    const { user, system } = process.cpuUsage(cpu);
    add(`${way}_cpu_s`, (user + system) / 1e6);
  }
}
const medians = [...times].map(([key, all]) => {
  const sorted = all.toSorted((a, b) => a - b);
  return [key, sorted[sorted.length >> 1]] as const;
});
console.log(JSON.stringify({ case: name, copies, ...Object.fromEntries(medians) }));
