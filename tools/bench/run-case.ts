// One measurement in a process of its own: `node tools/bench/run-case.ts brunel-c [f32] [--quick]`.
// Prints one JSON line: build_s before the first step, simulate_s the time loop, peak_mib of memory.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NetworkRecord } from "../../packages/kernel/src/index.ts";
import { shrink } from "./shrink.ts";

// The built package, as a user runs it.
const built = new URL("../../packages/cli/dist/index.js", import.meta.url).href;
const load = performance.now();
const { readNetwork, run } = (await import(
  built
)) as typeof import("../../packages/cli/src/index.ts");
const loaded = performance.now();

/** One neuron for one step: what is left is checking, compiling and starting. */
function compileOnly(model: string): NetworkRecord {
  const populations = { neurons: { model, size: 1 } };
  return { format: "spikeloom-network", version: 1, populations, duration: "0.1 ms" };
}

function networkOf(name: string): NetworkRecord {
  if (name.startsWith("compile-")) return compileOnly(name.slice("compile-".length));
  const file = join(import.meta.dirname, "networks", `${name}.json`);
  return readNetwork(readFileSync(file), { place: file });
}

const [name = "", ...options] = process.argv.slice(2);
const network = networkOf(name);
const precision = options.includes("f32") ? "f32" : "f64";
const began = performance.now();
const result = await run(options.includes("--quick") ? shrink(network) : network, { precision });
const whole = (performance.now() - began) / 1000;

const { simulate } = result.timing;
const spikes = Object.values(result.spikeCounts).reduce((sum, count) => sum + count, 0);
const { neurons: size, synapses } = result.summary;
const line = {
  case: name,
  precision,
  biological_s: result.duration / 1000,
  steps: result.steps,
  neurons: size,
  synapses,
  spikes,
  rate_hz: (spikes / size / result.duration) * 1000,
  load_s: (loaded - load) / 1000,
  build_s: whole - simulate,
  simulate_s: simulate,
  whole_s: process.uptime(),
  peak_mib: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(line));
