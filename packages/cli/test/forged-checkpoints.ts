import { createHash } from "node:crypto";
import { type Draw, drawSeed, newDraw } from "../../../tools/test/draws.ts";
import { type NetworkRecord, readCheckpoint, run, SpikeLoomError, simulate } from "../src/index.ts";

const excitatory = { receptor: "excitatory", delay: "1.5 ms" };

/** Spikes in transit, rules with traces, rare and frequent draws: all parts of a state. */
const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  populations: {
    E: { model: "lif-curr-exp", size: 40, parameters: { i_offset: "0.45 nA" } },
    P: { model: "poisson", size: 20, parameters: { rate: "50 Hz" } },
  },
  projections: [
    {
      from: "P",
      to: "E",
      weight: "0.05 nA",
      plasticity: "stdp-pair",
      ...excitatory,
      connector: { kind: "fixed-probability", p: 0.3 },
    },
    {
      from: "E",
      to: "E",
      weight: "0.02 nA",
      ...excitatory,
      connector: { kind: "fixed-probability", p: 0.1 },
    },
  ],
  stimuli: [
    { kind: "poisson", into: "E", receptor: "excitatory", rate: "20 Hz", weight: "0.1 nA" },
    { kind: "poisson", into: "E", receptor: "excitatory", rate: "2 kHz", weight: "0.01 nA" },
  ],
  record: [{ population: "E", variables: ["spikes"] }],
};

const alone = { workers: 1, shards: 1 };

/** A continuation from a checkpoint, and its creator. */
interface Way {
  make(): Promise<Uint8Array>;
  goOn(bytes: Uint8Array): Promise<void>;
}

const madeByRun = async (): Promise<Uint8Array> => {
  const made: Uint8Array[] = [];
  const write = (bytes: Uint8Array): void => void made.push(Uint8Array.from(bytes));
  await run(network, { for: "20 ms", checkpoint: { every: "10 ms", write }, ...alone });
  return made.at(-1) as Uint8Array;
};

const inRun: Way = {
  make: madeByRun,
  async goOn(bytes) {
    await run(network, { for: "40 ms", from: await readCheckpoint(bytes), ...alone });
  },
};

type Simulated = Awaited<ReturnType<typeof simulate>>;

async function within<T>(
  options: Parameters<typeof simulate>[1],
  act: (sim: Simulated) => Promise<T>,
): Promise<T> {
  const sim = await simulate(network, { ...options, ...alone });
  try {
    return await act(sim);
  } finally {
    await sim.close();
  }
}

const inScript: Way = {
  make: madeByRun,
  goOn: (from) => within({ from }, (sim) => sim.advance("20 ms")),
};

const restored: Way = {
  make: () =>
    within({}, async (sim) => {
      await sim.advance("20 ms");
      return await sim.save();
    }),
  goOn: (bytes) =>
    within({}, async (sim) => {
      await sim.advance("1 ms");
      await sim.restore(bytes);
      await sim.advance("20 ms");
    }),
};

const ways: readonly Way[] = [inRun, inScript, restored];
const sources = new Map<Way, Promise<Uint8Array>>();

/** Write words into a state like someone who updates the checksum correctly. */
function forged(source: Uint8Array, draw: Draw): Uint8Array {
  const bytes = Uint8Array.from(source);
  const start = 24 + new DataView(bytes.buffer).getUint32(12, true);
  const words = new Uint32Array(bytes.buffer, start, (bytes.length - 32 - start) >> 2);
  const sorts = [() => draw(2 ** 32), () => draw(5000), () => [2 ** 32 - 1, 2 ** 31][draw(2)]];
  const sort = sorts[draw(sorts.length)];
  for (let left = draw(2) === 0 ? 1 : draw(30); left > 0; left--) {
    words[draw(words.length)] = sort?.() ?? 0;
  }
  const hash = createHash("sha256").update(bytes.subarray(0, -32)).digest();
  bytes.set(hash, bytes.length - 32);
  return bytes;
}

/** Continue from a forged checkpoint. */
export async function outcomeOf(which: number): Promise<string> {
  const draw = newDraw(drawSeed, which);
  const way = ways[which % ways.length] as Way;
  const source = sources.get(way) ?? way.make();
  sources.set(way, source);
  try {
    await way.goOn(forged(await source, draw));
    return "none";
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault.code;
    throw fault;
  }
}
