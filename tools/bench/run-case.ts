// One measurement in a separate process:
// `node tools/bench/run-case.ts brunel-c [--precision f32] [--tier packed] [--workers 2] [--for "5 s"] [--busy] [--gpu]
// [--quick] [--root DIR]`, with --busy next to a program that occupies a core, with the packages built in this checkout
// or another. With --gpu it runs on a graphics processor; where there is none but software, a small network runs, and the
// line has the reason in place of figures.
// Prints one JSON line: build_s before the first step, simulate_s the time loop, peak_mib of memory.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { NetworkRecord, SynapseTier } from "../../packages/kernel/src/index.ts";
import type { Result } from "../../packages/simulate/src/index.ts";
import { peakKibibytes } from "../test/peak-memory.cjs";
import { networkFile } from "./case.ts";
import { type Graphics, openGraphics } from "./graphics.ts";
import { shrink } from "./shrink.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    precision: { type: "string", default: "f64" },
    tier: { type: "string", default: "exact" },
    workers: { type: "string", default: "1" },
    for: { type: "string" },
    busy: { type: "boolean", default: false },
    gpu: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    root: { type: "string", default: resolve(import.meta.dirname, "../..") },
  },
});
// The built packages, as users run them.
const builtOf = (folder: string): string =>
  pathToFileURL(resolve(values.root, `packages/${folder}/dist/index.js`)).href;
const load = performance.now();
const { defaultStack, readNetwork, run } = (await import(
  builtOf("cli")
)) as typeof import("../../packages/cli/src/index.ts");
const loaded = performance.now();

/** One neuron for one step: only checking, compiling and starting remain. */
function compileOnly(model: string): NetworkRecord {
  const populations = { neurons: { model, size: 1 } };
  return { format: "spikeloom-network", version: 1, populations, duration: "0.1 ms" };
}

/** The microcircuit, without recorders. */
async function microcircuit(part: string, quick: boolean): Promise<NetworkRecord> {
  const { microcircuitNetwork } = (await import(
    builtOf("reproductions")
  )) as typeof import("../../packages/reproductions/src/index.ts");
  const full = { scale: 1, drive: "dc", duration: "10 s" } as const;
  const tenth = { scale: 0.1, duration: "2.5 s" } as const;
  // Without its Poisson drive a small one would be silent.
  const tiny = { scale: 0.02, duration: "50 ms" } as const;
  const options = quick ? tiny : part === "full" ? full : tenth;
  return { ...microcircuitNetwork(options), seed: 1, record: [] };
}

/** Run a network on a graphics processor. */
async function runOnGraphics(network: NetworkRecord, { gpu }: Graphics): Promise<Result> {
  const backends = pathToFileURL(resolve(values.root, "plugins/backend-webgpu/dist/index.js")).href;
  const { webgpu } = (await import(
    backends
  )) as typeof import("../../plugins/backend-webgpu/src/index.ts");
  const simulate = (await import(
    builtOf("simulate")
  )) as typeof import("../../packages/simulate/src/index.ts");
  return await simulate.run(network, { stack: defaultStack, backend: webgpu({ gpu }) });
}

async function networkOf(name: string, quick: boolean): Promise<NetworkRecord> {
  const [kind, rest = ""] = name.split(/-(.*)/s);
  if (kind === "compile") return compileOnly(rest);
  if (kind === "microcircuit") return await microcircuit(rest, quick);
  const file = networkFile(name);
  const network = readNetwork(readFileSync(file), { place: file });
  const lasting = values.for === undefined ? network : { ...network, duration: values.for };
  return quick ? shrink(network) : lasting;
}

const [name = ""] = positionals;
const found = values.gpu ? await openGraphics() : undefined;
const network = await networkOf(name, values.quick || found?.isSoftware === true);
const precision = values.precision === "f32" ? "f32" : "f64";
// `run` refuses unknown names of tiers.
const tier = values.tier as SynapseTier;
const workers = Number(values.workers);
const busy = values.busy
  ? // Without the options that let a process write its resource use.
    spawn(process.execPath, ["-e", "for (;;);"], { env: {}, stdio: "ignore" })
  : undefined;
const began = performance.now();
const result = await (found === undefined
  ? run(network, { precision, tier, workers })
  : runOnGraphics(network, found)
).finally(() => busy?.kill("SIGKILL"));
const whole = (performance.now() - began) / 1000;

const { simulate } = result.timing;
const spikes = Object.values(result.spikeCounts).reduce((sum, count) => sum + count, 0);
const { neurons: size, synapses, bytes } = result.summary;
const line = {
  case: name,
  precision: found === undefined ? precision : "f32",
  tier,
  workers,
  biological_s: result.duration / 1000,
  steps: result.steps,
  neurons: size,
  synapses,
  spikes,
  spikeHash: result.spikeHash,
  bytes,
  rate_hz: (spikes / size / result.duration) * 1000,
  load_s: (loaded - load) / 1000,
  build_s: whole - simulate,
  simulate_s: simulate,
  real_time_factor: (simulate / result.duration) * 1000,
  whole_s: process.uptime(),
  peak_mib: peakKibibytes() / 1024,
};
const onCard = found && {
  case: name,
  place: found.name,
  bytes_per_synapse: (bytes ?? Number.NaN) / synapses,
};
const unmeasured =
  `not measured: the only adapter is software (${found?.name}); a small network ran, ` +
  `${size} neurons, ${synapses} synapses, ${spikes} spikes`;
console.log(
  JSON.stringify(found?.isSoftware === true ? { case: name, unmeasured } : { ...line, ...onCard }),
);
