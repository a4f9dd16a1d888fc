import { type FormatThing, type NetworkRecord, type Stack, writeFormat } from "@spikeloom/kernel";
import { result } from "../sample-result.ts";
import { keptSeeds, type Seed } from "./kept-seeds.ts";

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  duration: "20 ms",
  populations: { S: { model: "poisson", size: 4 }, E: { model: "lif-curr-exp", size: 5 } },
  projections: [
    {
      from: "S",
      to: "E",
      receptor: "excitatory",
      delay: "1 ms",
      weight: "0.4 nA",
      connector: { kind: "pairs", pairs: Uint32Array.of(0, 1, 3, 4) },
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"] }],
};

/** Collect seeds of every format of a stack that reads: written by it, or stored with its tests. */
export async function collectSeeds(stack: Stack): Promise<readonly Seed[]> {
  const lif = { ...stack.get("neuron", "lif", "seeds") };
  const things: readonly FormatThing[] = [
    { holds: "network", network },
    { holds: "model", model: lif },
    { holds: "result", result },
  ];
  return [...keptSeeds(), ...(await writtenSeeds(stack, things))];
}

/** Collect seeds by format; throws if a reading format has none. */
export async function seedsByFormat(stack: Stack): Promise<ReadonlyMap<string, readonly Seed[]>> {
  const seeds = Map.groupBy(await collectSeeds(stack), ({ format }) => format);
  const readers = stack.list("format").filter(({ read }) => read !== undefined);
  const missing = readers.filter(({ name }) => !seeds.has(name));
  if (missing.length > 0) throw new Error(`no seed of ${missing.map(({ name }) => name)}`);
  return seeds;
}

/** Let each format that reads and writes write what it can store; refusals are not seeds. */
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
