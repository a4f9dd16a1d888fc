// Writes an NWB file of the given number of spikes with the build of a checkout, and prints the time:
// `node tools/bench/write-nwb.ts ROOT SPIKES`.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [root = ".", spikes] = process.argv.slice(2);
const built = (name: string, path: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(root, "packages", name, "dist", path)).href);
const [{ formats }, kernel] = (await Promise.all([
  built("interop", "formats/index.js"),
  built("kernel", "index.js"),
])) as unknown as [typeof import("@spikeloom/interop/formats"), typeof import("@spikeloom/kernel")];

const [size, count] = [10_000, Number(spikes)];
const steps = new Int32Array(count);
const times = new Float64Array(count);
const neurons = new Uint32Array(count);
for (let k = 0; k < count; k++) {
  const step = Math.floor(k / 100);
  steps[k] = step;
  times[k] = step / 10;
  // A hundred of them in each step, ascending.
  neurons[k] = (k % 100) * 100 + ((step * 37) % 100);
}
const everyOne = new Uint32Array(size).map((_, k) => k);
const population = "E";
const result = {
  network: {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    populations: { [population]: { model: "lif", size } },
    record: [{ population, variables: ["spikes"] }],
  },
  dt: 0.1,
  steps: count / 100,
  duration: count / 1000,
  asked: count / 1000,
  interrupted: false,
  warnings: [],
  synapseRecordings: [],
  recordings: [
    {
      population,
      size,
      neurons: everyOne,
      samples: new Map(),
      spikes: { steps, times, neurons },
    },
  ],
  spikeHash: "0123456789abcdef",
  spikeCounts: { [population]: count },
  summary: { neurons: size, synapses: 0, bytes: 0, notes: [] },
  timing: { prepare: 0, simulate: 0 },
  provenance: {
    spikeloom: "0.1.0",
    backend: "clock",
    convention: "nest",
    seed: 1,
    precision: "f64",
    tier: "exact",
    runtime: "node",
  },
};

const folder = mkdtempSync(join(tmpdir(), "spikeloom-nwb-"));
try {
  const stack = kernel.createStack({ plugins: formats });
  const began = performance.now();
  const format = stack.get("format", "nwb");
  const { files } = await kernel.writeFormat(format, { holds: "result", result }, { stack });
  for await (const { name, pieces } of files) {
    const file = openSync(join(folder, name), "w");
    for await (const piece of pieces) writeSync(file, piece);
    closeSync(file);
  }
  const seconds = (performance.now() - began) / 1000;
  const bytes = steps.byteLength + times.byteLength + neurons.byteLength;
  const numbers = [
    ["write_s", seconds],
    ["result_mib", bytes / 2 ** 20],
  ] as const;
  process.stdout.write(`${JSON.stringify(Object.fromEntries(numbers))}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
