import { createHash } from "node:crypto";
import { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import {
  type Checkpoint,
  memorySink,
  type Result,
  type RunOptions,
  readCheckpoint,
  run,
  saveCheckpoint,
  sha256,
} from "../src/index.ts";
import { counters, plasticBackend, stack } from "./plastic-backend.ts";

const backend = plasticBackend();
const network = counters({ recordSynapses: [{ projection: "A->B", every: "1 ms" }] });

/** Run, and return the result with the last checkpoint. */
async function runTo(
  until: string,
  options: Partial<RunOptions> = {},
): Promise<{ readonly result: Result; readonly written: readonly Uint8Array[] }> {
  const written: Uint8Array[] = [];
  const checkpoint = { every: "2.5 ms", write: (bytes: Uint8Array) => void written.push(bytes) };
  const given = { stack, backend, for: until, checkpoint, ...options };
  return { result: await run(network, given), written };
}

async function codeOf(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault.code;
    throw fault;
  }
  return "none";
}

/** Spikes and snapshots of a result, in a form that can be joined and compared. */
function rowsOf({ recordings, synapseRecordings }: Result): {
  readonly spikes: readonly number[];
  readonly weights: readonly number[];
  readonly times: readonly number[];
} {
  const weights = synapseRecordings[0]?.sets[0]?.snapshots.get("weight");
  return {
    spikes: recordings.flatMap(({ spikes }) => [...(spikes?.steps ?? [])]),
    weights: [...(weights?.values ?? [])],
    times: [...(weights?.times ?? [])],
  };
}

describe("SHA-256", () => {
  it("equals that of another program, for every length around a block and in pieces", () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, k) => 31 * k + length);
      expect(sha256(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
    // The example of FIPS 180-4.
    expect(sha256(new TextEncoder().encode("abc"))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});

describe("a checkpoint", () => {
  it("is written at the multiples of the interval and at the end", async () => {
    const { written } = await runTo("9 ms");
    const steps = await Promise.all(
      written.map(async (one) => (await readCheckpoint(one)).state.step),
    );
    expect(steps).toEqual([25, 50, 75, 90]);
  });

  it("changes nothing in the run", async () => {
    const { result } = await runTo("10 ms");
    const plain = await run(network, { stack, backend });
    expect(result.spikeHash).toBe(plain.spikeHash);
    expect(rowsOf(result)).toEqual(rowsOf(plain));
  });

  it("is restored unchanged, with all parts and numbers", async () => {
    const { written } = await runTo("5 ms");
    const checkpoint = await readCheckpoint(written[0] as Uint8Array);
    expect(checkpoint.rows.synapses).toEqual([{ weight: 3 }]);
    expect(checkpoint.rows.recorders[0]?.samples).toEqual({ v: 25 });
    expect(await readCheckpoint(await saveCheckpoint(checkpoint))).toEqual(checkpoint);
    // Parts are plain byte arrays, even if the file is a Buffer.
    const read = await readCheckpoint(Buffer.from(written[0] as Uint8Array));
    for (const [name, part] of read.state.parts) {
      expect([name, part.byteOffset, part.buffer.byteLength]).toEqual([name, 0, part.length]);
      expect(part).toEqual(checkpoint.state.parts.get(name));
    }
    const odd: Checkpoint = {
      ...checkpoint,
      state: {
        ...checkpoint.state,
        header: { "ä µ": "\u{1f9e0}", n: 0.1 },
        parts: new Map([
          ["", new Uint8Array(0)],
          ["of 9 bytes", Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)],
        ]),
      },
    };
    expect(await readCheckpoint(await saveCheckpoint(odd))).toEqual(odd);
  });
});

describe("a run that resumes from a checkpoint", () => {
  it("yields the same result in ten pieces as in one", async () => {
    const whole = await run(network, { stack, backend });
    const pieces: ReturnType<typeof rowsOf>[] = [];
    let from: Checkpoint | undefined;
    let last: Result | undefined;
    for (let piece = 1; piece <= 10; piece++) {
      // Pieces of unequal length, so that neither snapshots nor checkpoints are at their ends.
      const until = piece === 10 ? "10 ms" : `${(piece * 0.9 + 0.1).toFixed(1)} ms`;
      const { result, written } = await runTo(until, { from });
      from = await readCheckpoint(written.at(-1) as Uint8Array);
      pieces.push(rowsOf(result));
      last = result;
    }
    expect(last?.spikeHash).toBe(whole.spikeHash);
    expect(last?.spikeCounts).toEqual(whole.spikeCounts);
    const wanted = rowsOf(whole);
    const count = pieces.reduce((sum, { spikes }) => sum + spikes.length, 0);
    expect(count).toBe(wanted.spikes.length);
    // The end of a piece has an additional snapshot, whereas the whole run has only those at regular times.
    const due = pieces.flatMap(({ times }) => times.filter((time) => Number.isInteger(time)));
    expect(due).toEqual(wanted.times);
    expect(pieces.at(-1)?.weights.slice(-6)).toEqual(wanted.weights.slice(-6));
    // Of rows before a checkpoint, it only knows that they were recorded.
    expect(from?.rows.recorders.reduce((sum, { spikes }) => sum + spikes, 0)).toBe(count);
    expect(from?.rows.synapses).toEqual([{ weight: wanted.times.length }]);
  });

  it("omits a snapshot that equals the last one before the checkpoint", async () => {
    const changing = counters({
      recordSynapses: [{ projection: "A->B", every: "0.1 ms", onChange: true }],
    });
    const written: Uint8Array[] = [];
    const checkpoint = { every: "1 s", write: (bytes: Uint8Array) => void written.push(bytes) };
    await run(changing, { stack, backend, for: "1.5 ms", checkpoint });
    const from = await readCheckpoint(written[0] as Uint8Array);
    const { synapseRecordings } = await run(changing, { stack, backend, for: "3.5 ms", from });
    // Weights change at 1, 2 and 3 ms; that of 1 ms was recorded before.
    expect(synapseRecordings[0]?.sets[0]?.snapshots.get("weight")?.times).toEqual(
      Float64Array.of(2, 3),
    );
  });

  it("adds the wall time of earlier pieces", async () => {
    const { written } = await runTo("5 ms");
    const from = { ...(await readCheckpoint(written.at(-1) as Uint8Array)), seconds: 1000 };
    const { result } = await runTo("10 ms", { from });
    expect(result.timing.simulate).toBeGreaterThan(1000);
  });

  it("of another network is refused, with the difference and its place", async () => {
    const { written } = await runTo("5 ms");
    const from = await readCheckpoint(written.at(-1) as Uint8Array);
    const changed = {
      ...network,
      seed: 8,
      convention: "brian2" as const,
      projections: network.projections?.map((one) => ({ ...one, delay: "3 ms" })) ?? [],
    };
    const fault: unknown = await run(changed, { stack, backend, for: "10 ms", from }).catch(
      (thrown: unknown) => thrown,
    );
    if (!(fault instanceof SpikeLoomError)) throw fault;
    expect(fault.code).toBe("SL_CHECKPOINT_NETWORK");
    expect(fault.got).toContain("seed 8");
    expect(fault.got).toMatch(/projections\[("A->B"|0)\]\.delay "3 ms"/);
    expect(fault.expected).toMatch(/seed \d+/);
    expect(fault.expected).not.toContain("seed 8");
    // Older checkpoints distinguish two networks only by their fingerprints.
    const { network: _, ...older } = from;
    const bare: unknown = await run(changed, { stack, backend, for: "10 ms", from: older }).catch(
      (thrown: unknown) => thrown,
    );
    expect(bare).toMatchObject({ got: expect.stringMatching(/fingerprint [0-9a-f]{64}/) });
  });

  it("refuses another network, seed, backend or version, and an end in the past", async () => {
    const { written } = await runTo("5 ms");
    const from = await readCheckpoint(written.at(-1) as Uint8Array);
    const codes = await Promise.all([
      codeOf(() => runTo("10 ms", { from, seed: 8 })),
      codeOf(() => runTo("10 ms", { from, precision: "f32" })),
      codeOf(() => run({ ...network, dt: "0.05 ms" }, { stack, backend, from })),
      codeOf(() => run({ ...network, convention: "brian2" }, { stack, backend, from })),
      codeOf(() => runTo("10 ms", { from, backend: plasticBackend({ name: "other" }) })),
      codeOf(() => runTo("10 ms", { from: { ...from, spikeloom: "0.0.1" } })),
      codeOf(() => runTo("4 ms", { from })),
      codeOf(() => runTo("10 ms", { from, backend: plasticBackend({ forgets: true }) })),
      codeOf(() => runTo("10 ms", { backend: plasticBackend({ without: ["save"] }) })),
      codeOf(() => runTo("10 ms", { from, checkpoint: { every: "0 ms", write: () => undefined } })),
    ]);
    expect(codes).toEqual([
      "SL_CHECKPOINT_NETWORK",
      "SL_CHECKPOINT_NETWORK",
      "SL_CHECKPOINT_NETWORK",
      "SL_CHECKPOINT_NETWORK",
      "SL_CHECKPOINT_BACKEND",
      "SL_CHECKPOINT_VERSION",
      "SL_CHECKPOINT_TIME",
      "SL_CHECKPOINT_RESUME",
      "SL_CHECKPOINT_BACKEND",
      "SL_TIME",
    ]);
  });

  it("is refused by a backend before it prepares anything", async () => {
    const prepare = (): never => {
      throw new Error("was prepared");
    };
    const unable = { ...plasticBackend({ without: ["save"] }), prepare };
    expect(await codeOf(() => runTo("10 ms", { backend: unable }))).toBe("SL_CHECKPOINT_BACKEND");
  });

  it("may have another name and length", async () => {
    const { written } = await runTo("5 ms");
    const from = await readCheckpoint(written.at(-1) as Uint8Array);
    const renamed = { ...network, name: "later", about: "longer", duration: "20 ms" };
    const result = await run(renamed, { stack, backend, from, sink: memorySink() });
    expect(result.duration).toBe(20);
    expect(result.spikeHash).toBe((await run(network, { stack, backend, for: "20 ms" })).spikeHash);
  });
});

describe("a modified checkpoint file", () => {
  /** Numbers from 0 to below a limit, the same in every run of this test. */
  function numbers(seed: number): (bound: number) => number {
    let state = seed;
    return (bound) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * bound);
    };
  }

  it("is refused with a coded error, a thousand times", async () => {
    const { written } = await runTo("5 ms");
    const good = written.at(-1) as Uint8Array;
    const other = written[0] as Uint8Array;
    const below = numbers(20261124);
    const mutations: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
      (bytes) => bytes.slice(0, below(bytes.length)),
      (bytes) => {
        const out = bytes.slice();
        // Every other change is before the header.
        const at = below(2) === 0 ? below(24) : below(out.length);
        out[at] = (out[at] ?? 0) ^ (1 << below(8));
        return out;
      },
      // A part of the file is copied from an earlier checkpoint, or moved.
      (bytes) => {
        const out = bytes.slice();
        const [from, to, length] = [below(other.length), below(out.length), 1 + below(64)];
        out.set(other.subarray(from, Math.min(from + length, from + out.length - to)), to);
        return out;
      },
      (bytes) => {
        const at = below(bytes.length);
        const until = at + 1 + below(16);
        return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(until));
      },
      (bytes) => Uint8Array.of(...bytes, below(256)),
    ];
    const codes = new Map<string, number>();
    let tried = 0;
    while (tried < 1000) {
      const mutated = (mutations[tried % mutations.length] as (typeof mutations)[0])(good);
      // A splice may restore the same bytes.
      if (Buffer.from(mutated).equals(Buffer.from(good))) continue;
      tried += 1;
      const code = await codeOf(() => readCheckpoint(mutated));
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect([...codes.keys()].sort()).toEqual([
      "SL_CHECKPOINT_DAMAGED",
      "SL_CHECKPOINT_FORMAT",
      "SL_CHECKPOINT_LENGTH",
      // If the version number was changed.
      "SL_CHECKPOINT_VERSION",
    ]);
    expect([...codes.values()].reduce((sum, one) => sum + one, 0)).toBe(1000);
  });

  it("is refused despite its valid checksum if its contents are invalid", async () => {
    const { written } = await runTo("2.5 ms");
    const checkpoint = await readCheckpoint(written[0] as Uint8Array);
    const saved = await saveCheckpoint(checkpoint);
    const text = Buffer.from(saved).toString("latin1");
    for (const [from, to] of [
      ['"spikeloom-checkpoint"', '"spikeloom-checkpoinT"'],
      ['"step":25', '"step":-5'],
      ['"bytes":20', '"bytes":-1'],
      ['"parts":[', '"parts":{'],
    ] as const) {
      expect(text).toContain(from);
      const changed = Buffer.from(text.replace(from, to), "latin1");
      const end = changed.length - 32;
      createHash("sha256").update(changed.subarray(0, end)).digest().copy(changed, end);
      expect([from, await codeOf(() => readCheckpoint(changed))]).toEqual([
        from,
        "SL_CHECKPOINT_DAMAGED",
      ]);
    }
  });
});
