import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type FormatThing, type NetworkRecord, type Stack, writeFormat } from "@spikeloom/kernel";
import { result } from "../sample-result.ts";
import { bytesOf, smallCircuit } from "../sonata/circuit-files.ts";

/** Small sound files of a format; the first one is read, the others are beside it. */
export interface Seed {
  readonly format: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

const network: NetworkRecord = {
  ...{ format: "spikeloom-network", version: 1, dt: "0.1 ms", duration: "20 ms" },
  populations: { S: { model: "poisson", size: 4 }, E: { model: "lif-curr-exp", size: 5 } },
  projections: [
    {
      ...{ from: "S", to: "E", receptor: "excitatory", delay: "1 ms", weight: "0.4 nA" },
      connector: { kind: "pairs", pairs: Uint32Array.of(0, 1, 3, 4) },
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"] }],
};

const at = (...names: readonly string[]): string => join(import.meta.dirname, ...names);

/** Collect seeds of every format of a stack that reads: written by it, or kept with its tests. */
export async function collectSeeds(stack: Stack): Promise<readonly Seed[]> {
  const lif = { ...stack.get("neuron", "lif", "seeds") };
  const things: readonly FormatThing[] = [
    { holds: "network", network },
    { holds: "model", model: lif },
    { holds: "result", result },
  ];
  const kept = keptSeeds().filter(({ format }) => stack.find("format", format) !== undefined);
  return [...kept, ...(await writtenSeeds(stack, things))];
}

/** Let each format that reads and writes write what it holds; what it refuses is no seed. */
async function writtenSeeds(
  stack: Stack,
  things: readonly FormatThing[],
): Promise<readonly Seed[]> {
  const seeds: Seed[] = [];
  const both = stack.list("format").filter(({ read, write }) => read && write);
  for (const format of both) {
    for (const thing of things.filter(({ holds }) => format.holds.includes(holds))) {
      const files: Record<string, Uint8Array> = {};
      try {
        const made = await writeFormat(format, thing, { stack });
        for await (const { name, pieces } of made.files) {
          const parts: Uint8Array[] = [];
          for await (const piece of pieces) parts.push(piece.slice());
          files[name] = new Uint8Array(Buffer.concat(parts));
        }
      } catch {
        continue;
      }
      seeds.push({ format: format.name, files });
    }
  }
  return seeds;
}

function keptSeeds(): readonly Seed[] {
  const seed = (format: string, name: string, bytes: Uint8Array): Seed => ({
    format,
    files: { [name]: new Uint8Array(bytes) },
  });
  const nir = ["two-lif.nir.gz", "cnn-sinabs.nir.gz"];
  const layers = [
    ["onnx", "perceptron.onnx"],
    ["onnx", "residual.onnx"],
    ["keras", "keras-perceptron.keras"],
    ["safetensors", "weights.safetensors"],
    ["npz", "weights.npz"],
  ] as const;
  return [
    { format: "sonata", files: bytesOf(smallCircuit) },
    ...nir.map((name) =>
      seed("nir", name.slice(0, -3), gunzipSync(readFileSync(at("../nir/files", name)))),
    ),
    seed("nix", "made.nix", gunzipSync(readFileSync(at("../nix/files/made.nix.gz")))),
    ...layers.map(([format, name]) =>
      seed(format, name, readFileSync(at("../layers/files", name))),
    ),
    ...folderSeeds(),
  ];
}

/** Read `seeds/FORMAT/CASE`, in which the first file by name is the one that is read. */
function folderSeeds(): readonly Seed[] {
  return readdirSync(at("seeds")).flatMap((format) =>
    readdirSync(at("seeds", format)).map((one) => {
      const names = readdirSync(at("seeds", format, one)).toSorted();
      const files = names.map(
        (name) => [name, new Uint8Array(readFileSync(at("seeds", format, one, name)))] as const,
      );
      return { format, files: Object.fromEntries(files) };
    }),
  );
}
