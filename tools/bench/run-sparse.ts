// One measurement of a sparse network in a process of its own:
// `node tools/bench/run-sparse.ts event|clock [--neurons 100000] [--for 1] [--root DIR]`, with the packages that are built
// in this checkout or another. Each neuron receives 50 synapses of sources and 50 of other neurons, on average at some 1 Hz.
// Neurons themselves spike rarely, sources more often, so that the mean rate of all arrivals is 1 Hz per synapse.
// Prints one JSON line: simulate_s of CPU time for a simulated second, build_s, arrivals, rate_hz of neurons, and ns_per_arrival.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { NetworkRecord } from "../../packages/kernel/src/index.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    neurons: { type: "string", default: "100000" },
    for: { type: "string", default: "1" },
    root: { type: "string", default: resolve(import.meta.dirname, "../..") },
  },
});
const builtOf = (folder: string): string =>
  pathToFileURL(resolve(values.root, `${folder}/dist/index.js`)).href;
const { defaultStack: stack } = (await import(
  builtOf("packages/cli")
)) as typeof import("../../packages/cli/src/index.ts");
const { simulate } = (await import(
  builtOf("packages/simulate")
)) as typeof import("../../packages/simulate/src/index.ts");
const { clock } = (await import(
  builtOf("plugins/backend-clock")
)) as typeof import("../../plugins/backend-clock/src/index.ts");
const { event } = (await import(
  builtOf("plugins/backend-event")
)) as typeof import("../../plugins/backend-event/src/index.ts");

const size = Number(values.neurons);
const inDegree = 50;
const connection = {
  to: "n",
  receptor: "excitatory",
  connector: { kind: "fixed-indegree", n: inDegree },
  weight: "0.3 nA",
  delay: "1.5 ms",
} as const;
const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  populations: {
    s: { model: "poisson", size, parameters: { rate: "1.9 Hz" } },
    n: { model: "lif-curr-exp", size, parameters: { tau_m: "20 ms", c_m: "250 pF" } },
  },
  projections: [
    { from: "s", ...connection },
    { from: "n", ...connection },
  ],
};

function seconds(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

const backend = positionals[0] === "clock" ? clock() : event;
const building = process.cpuUsage();
const simulated = await simulate(network, { stack, backend, seed: 3 });
const buildingTime = seconds(building);
// Until code is optimised.
await simulated.advance("200 ms");
const before = (await simulated.result()).spikeCounts;
const running = process.cpuUsage();
await simulated.advance(`${values.for} s`);
const simulatedTime = seconds(running) / Number(values.for);
const after = (await simulated.result()).spikeCounts;
const sum = (counts: typeof after): number =>
  Object.values(counts).reduce((all, count) => all + count, 0);
const arrivals = (inDegree * (sum(after) - sum(before))) / Number(values.for);
const rate = ((after["n"] ?? 0) - (before["n"] ?? 0)) / size / Number(values.for);
const perArrival = (1e9 * simulatedTime) / arrivals;
const line = {
  simulate_s: simulatedTime,
  build_s: buildingTime,
  arrivals,
  ns_per_arrival: perArrival,
  rate_hz: rate,
};
process.stdout.write(`${JSON.stringify(line)}\n`);
