// Layers of a netx file on the emulator of Loihi against Lava's fixed-point processes, step by step:
// `node --conditions=@spikeloom/source tools/compare-netx.ts NETWORK.net INPUT.npy --lava PYTHON [--steps N]`, with the
// interpreter of an environment that tools/python/netx_vectors.py describes, and an input as it reads it. Prints a line for
// each layer, and fails where one differs.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Layer, layersOf, readNetx } from "../packages/cli/test/netx/layers.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { lava: { type: "string" }, steps: { type: "string", default: "32" } },
});
const [file = "", input = ""] = positionals;
const folder = mkdtempSync(join(tmpdir(), "spikeloom-netx-"));
const out = join(folder, "layers.json");
const script = join(import.meta.dirname, "python/netx_vectors.py");
execFileSync(values.lava ?? "python3", [script, "run", file, input, out, values.steps]);
const layers: readonly Layer[] = JSON.parse(readFileSync(out, "utf8"));
rmSync(folder, { recursive: true });
const network = await readNetx(readFileSync(file), readFileSync(input));
const found = await layersOf(network, { layers, steps: Number(values.steps) });
for (const [k, layer] of layers.entries()) {
  // A layer that only sums sends its sum in each step, not its changes.
  const isSum = layer.states.length === 1;
  const expected = isSum ? { ...layer, spikes: found[k]?.spikes } : layer;
  const isEqual = JSON.stringify(found[k]) === JSON.stringify(expected);
  const { length } = layer.spikes;
  process.stdout.write(`layer ${k}: ${isEqual ? "equal" : "different"}, ${length} spikes\n`);
  if (!isEqual) process.exitCode = 1;
}
