// Writes a NIR file with one dense layer of the given number of float32 weights, as PyTorch's libraries do:
// `node tools/bench/write-nir.ts ROOT WEIGHTS FILE [GZIP]`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [root = ".", weights, path = "", gzip] = process.argv.slice(2);
const module = pathToFileURL(join(root, "packages/interop/dist/nir/index.js")).href;
const { writeNir } = (await import(module)) as typeof import("@spikeloom/interop/nir");

const size = Math.round(Math.sqrt(Number(weights)));
const values = new Float32Array(size * size);
let word = 1;
for (let k = 0; k < values.length; k++) {
  word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
  values[k] = word / 2 ** 32 - 0.5;
}
const one = (value: number): { shape: number[]; values: Float32Array } => {
  return { shape: [size], values: new Float32Array(size).fill(value) };
};
const lif = {
  tau: one(0.02),
  r: one(1),
  v_leak: one(0),
  v_threshold: one(1),
  v_reset: one(0),
};
const bytes = writeNir(
  {
    version: "1.0.8",
    node: {
      type: "NIRGraph",
      nodes: new Map([
        ["input", { type: "Input", shape: [size] }],
        ["layer", { type: "Linear", weight: { shape: [size, size], values } }],
        ["neurons", { type: "LIF", ...lif }],
        ["output", { type: "Output", shape: [size] }],
      ]),
      edges: [
        ["input", "layer"],
        ["layer", "neurons"],
        ["neurons", "output"],
      ],
    },
  },
  gzip === undefined ? {} : { gzip: Number(gzip) },
);
writeFileSync(path, bytes);
process.stdout.write(`${JSON.stringify({ content_mib: values.byteLength / 2 ** 20 })}\n`);
