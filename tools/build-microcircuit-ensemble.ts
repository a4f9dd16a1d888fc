// Runs the small cortical microcircuit on NEST with several seeds and writes the distributions of rates, CVs and
// correlations: `node --conditions=@spikeloom/source tools/build-microcircuit-ensemble.ts [--seeds 20]`.
// Uses NEST of `.venv`, which test:python creates. Takes about 20 s per seed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { SpikeSeries } from "../packages/analysis/src/index.ts";
import { circuit } from "../packages/reproductions/src/potjans-diesmann-2014/circuit.ts";
import { gatherEnsemble } from "../packages/reproductions/src/potjans-diesmann-2014/ensemble.ts";
import { microcircuitNetwork } from "../packages/reproductions/src/potjans-diesmann-2014/network.ts";

const root = resolve(import.meta.dirname, "..");
const scale = 0.1;
const window = { from: 500, until: 2500 };
const dt = 0.1;

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "20" }, spikes: { type: "string" } },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, k) => k + 1);
const network = microcircuitNetwork({ scale, duration: `${window.until} ms` });
const sizes = circuit.map(({ name }) => network.populations[name]?.size ?? 0);

function runNest(scratch: string, seed: number): string {
  const file = join(scratch, "network.json");
  const spikes = join(scratch, `${seed}.bin`);
  writeFileSync(file, JSON.stringify(network));
  const script = join(root, "tools/python/references/microcircuit.py");
  const python = join(root, ".venv/bin/python");
  execFileSync(python, [script, file, String(seed), spikes], { stdio: "ignore" });
  return spikes;
}

/** Three words per spike: population, neuron, step. */
function readSpikes(file: string): readonly SpikeSeries[] {
  const bytes = readFileSync(file);
  const words = new Uint32Array(new Uint8Array(bytes).buffer);
  const rows = Array.from({ length: words.length / 3 }, (_, k) => words.subarray(3 * k, 3 * k + 3));
  return circuit.map(({ name }, k) => {
    const own = rows.filter(([population]) => population === k);
    return {
      label: name,
      size: sizes[k] ?? 0,
      neurons: Uint32Array.from(own, ([, neuron = 0]) => neuron),
      times: Float64Array.from(own, ([, , step = 0]) => step * dt),
    };
  });
}

const scratch = mkdtempSync(join(tmpdir(), "spikeloom-ensemble-"));
try {
  const runs = seeds.map((seed) => {
    console.error(`seed ${seed}`);
    const { spikes = "" } = values;
    return readSpikes(spikes === "" ? runNest(scratch, seed) : join(spikes, `${seed}.bin`));
  });
  const source = `NEST 3.10.0 at scale ${scale}, Poisson drive, seeds 1 to ${seeds.length}, ${window.from / 1000} to ${window.until / 1000} s`;
  const ensemble = gatherEnsemble(source, runs, window);
  const file = "packages/reproductions/src/potjans-diesmann-2014/distributions.json";
  writeFileSync(join(root, file), `${JSON.stringify(ensemble)}\n`);
  execFileSync("biome", ["format", "--write", file], { cwd: root, stdio: "ignore" });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
