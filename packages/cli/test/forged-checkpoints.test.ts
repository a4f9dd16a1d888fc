import { createHash } from "node:crypto";
import { beforeAll, expect, it, vi } from "vitest";
import { drawSeed, draws } from "../../../tools/test/draws.ts";
import { readCheckpoint, readNetwork, run, SpikeLoomError } from "../src/index.ts";

vi.setConfig({ testTimeout: 600_000 });

const stdp = { model: "stdp-pair", parameters: {} };
const excitatory = { receptor: "excitatory", delay: "1.5 ms" };

/** Spikes on their way, rules with traces, and draws: all that a state is made of. */
const record = {
  format: "spikeloom-network",
  version: 1,
  populations: {
    E: { model: "lif-curr-exp", size: 40, parameters: { i_offset: "0.45 nA" } },
    P: { model: "poisson", size: 20, parameters: { rate: "50 Hz" } },
  },
  projections: [
    {
      ...{ from: "P", to: "E", weight: "0.05 nA", plasticity: stdp, ...excitatory },
      connector: { kind: "fixed-probability", p: 0.3 },
    },
    {
      ...{ from: "E", to: "E", weight: "0.02 nA", ...excitatory },
      connector: { kind: "fixed-probability", p: 0.1 },
    },
  ],
  record: [{ population: "E", variables: ["spikes"] }],
};
const network = readNetwork(JSON.stringify(record));
const size = { workers: 1, shards: 1 };
let source: Uint8Array;

beforeAll(async () => {
  const write = (bytes: Uint8Array): void => {
    source = Uint8Array.from(bytes);
  };
  await run(network, { for: "20 ms", checkpoint: { every: "10 ms", write }, ...size });
});

/** Put words into the state as someone would who gets the checksum right. */
function forged(which: number): Uint8Array {
  let state = (drawSeed ^ Math.imul(which + 1, 0x9e3779b9)) >>> 0;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const bytes = Uint8Array.from(source);
  const start = 24 + new DataView(bytes.buffer).getUint32(12, true);
  const words = new Uint32Array(bytes.buffer, start, (bytes.length - 32 - start) >> 2);
  const sorts = [() => below(2 ** 32), () => below(5000), () => [2 ** 32 - 1, 2 ** 31][below(2)]];
  const sort = sorts[below(sorts.length)];
  for (let left = 1 + below(30); left > 0; left--) words[below(words.length)] = sort?.() ?? 0;
  const hash = createHash("sha256").update(bytes.subarray(0, -32)).digest();
  bytes.set(hash, bytes.length - 32);
  return bytes;
}

it("states put together by hand end in a code or in a run, never in anything else", async () => {
  // A forged count can make compiled code of this thread loop for minutes, which nothing here could end.
  const count = draws({ ci: 60, long: 100 });
  const before = process.resourceUsage().maxRSS;
  const codes = new Map<string, number>();
  for (let k = 0; k < count; k++) {
    const about = `forged state ${k} of seed ${drawSeed}`;
    const began = performance.now();
    const code = await readCheckpoint(forged(k))
      .then((from) => run(network, { for: "40 ms", from, ...size }))
      .then(() => "none")
      .catch((fault: unknown) => {
        if (fault instanceof SpikeLoomError) return fault.code;
        throw new Error(about, { cause: fault });
      });
    expect(performance.now() - began, about).toBeLessThan(5000);
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(2 ** 20);
  // Most numbers are as good as others: a potential, a trace, a weight.
  expect(codes.get("none") ?? 0).toBeGreaterThan(0);
  expect(codes.size).toBeGreaterThan(1);
});
