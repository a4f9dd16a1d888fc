import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { File, ready } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readResult, writeResult } from "../src/hdf5/index.ts";
import { recording, result } from "./sample-result.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-hdf5-"));
const at = (name: string): string => join(folder, name);

async function failure(attempt: Promise<unknown>): Promise<SpikeLoomError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof SpikeLoomError) return error;
  throw new Error(`no coded error: ${String(error)}`);
}

beforeAll(async () => {
  await ready;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a result", () => {
  it("is restored from its file", async () => {
    await writeResult(result, at("whole.h5"));
    expect(await readResult(at("whole.h5"))).toEqual(result);
  });

  it("is restored as interrupted, without recordings, from a sink that received them", async () => {
    const none = { recordings: [], synapseRecordings: [] };
    const other = { ...result, ...none, interrupted: true, steps: 17, duration: 1.7 };
    const bare = { ...other, summary: { ...result.summary, notes: [] } };
    await writeResult(bare, at("bare.h5"));
    expect(await readResult(at("bare.h5"))).toEqual(bare);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    "is restored with the value %s with which it diverged, and with warnings",
    async (value) => {
      const place = { kind: "neuron", name: "E", variable: "v", index: 3 } as const;
      const diverged = { ...place, value, from: 32, until: 35.2 };
      const warnings = ["SL_DIVERGED at populations.E: one sentence.", "SL_OTHER: another."];
      const other = { ...result, interrupted: true, diverged, warnings };
      await writeResult(other, at("diverged.h5"));
      expect(await readResult(at("diverged.h5"))).toEqual(other);
    },
  );

  it("is restored with its profile", async () => {
    const entries = [
      { phase: "update", population: "E", seconds: 0.25, count: 3e9 },
      { phase: "exchange", population: "", seconds: 1.5, count: 0 },
    ] as const;
    const profiled = { ...result, profile: { entries, measured: 1.75, wall: 1, workers: 2 } };
    await writeResult(profiled, at("profile.h5"));
    expect(await readResult(at("profile.h5"))).toEqual(profiled);
  });

  it("is stored as specified, for any reader of HDF5", async () => {
    await writeResult(result, at("layout.h5"));
    const file = new File(at("layout.h5"), "r");
    const names = file.paths().sort();
    expect(names).toContain("spikes/E/times");
    expect(names).toContain("spikes/E#2/neurons");
    expect(names).toContain("spikes/L23-exc/times");
    expect(names).toContain("state/E/v/values");
    expect(names).toContain("state/E#2/v/neurons");
    expect(file.attrs["format"]?.value).toBe("spikeloom-result");
    const values = file.get("state/E/i_syn/values");
    if (values === null || !("shape" in values)) throw new Error("no dataset");
    expect(values.shape).toEqual([3, 2]);
    expect(values.attrs["unit"]?.value).toBe("nA");
    expect(names).toContain("synapses/a|b/0/sources");
    expect(names).toContain("synapses/a|b/1/c/times");
    expect(names).toContain("synapses/E->L23-exc/0/weight/values");
    expect(names).toContain("synapses/a|b#2");
    const weights = file.get("synapses/a|b/0/weight/values");
    if (weights === null || !("shape" in weights)) throw new Error("no dataset");
    expect(weights.shape).toEqual([2, 3]);
    expect(weights.attrs["unit"]?.value).toBe("nA");
    file.close();
  });

  it("of a million spikes takes 12 bytes per spike and is read back", async () => {
    const length = 1_000_000;
    const spikes = {
      steps: Int32Array.from({ length }, (_, k) => Math.floor(k / 100)),
      times: Float64Array.from({ length }, (_, k) => Math.floor(k / 100) / 10),
      // The multiplier spreads indices like the spikes of an irregular network.
      neurons: Uint32Array.from({ length }, (_, k) => (Math.imul(k, 2654435761) >>> 0) % 5),
    };
    const recordings = [recording(2, { spikes })];
    const large = { ...result, recordings, synapseRecordings: [] };
    const network = { ...result.network, record: [{ population: "E", variables: ["spikes"] }] };
    await writeResult({ ...large, network }, at("large.h5"));
    // A float64 and a uint32, and 16 KiB for all the rest.
    expect(statSync(at("large.h5")).size).toBeLessThan(12e6 + 16_384 + 4096);
    const read = await readResult(at("large.h5"));
    expect(read.recordings[0]?.spikes).toEqual(spikes);
  });

  it("of more samples than fit in one block is restored", async () => {
    const [rows, columns] = [1500, 5000];
    const samples = {
      unit: "mV",
      times: Float64Array.from({ length: rows }, (_, k) => k / 10),
      neurons: Uint32Array.from({ length: columns }, (_, k) => k),
      values: Float64Array.from({ length: rows * columns }, (_, k) => k / 7),
    };
    const network = {
      ...result.network,
      populations: { P: { model: "lif", size: columns } },
      record: [{ population: "P", variables: ["v"] }],
    };
    const one = { ...recording(0), population: "P", size: columns, neurons: samples.neurons };
    const recordings = [{ ...one, samples: new Map([["v", samples]]) }];
    const large = { ...result, network, recordings, synapseRecordings: [], spikeCounts: { P: 0 } };
    await writeResult(large, at("blocks.h5"));
    const values = (await readResult(at("blocks.h5"))).recordings[0]?.samples.get("v")?.values;
    expect(values?.length).toBe(rows * columns);
    expect(Buffer.compare(bytesOf(values), bytesOf(samples.values))).toBe(0);
  });
});

function bytesOf(values: Float64Array | undefined): Buffer {
  return values === undefined
    ? Buffer.alloc(0)
    : Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

it("a file that another library has changed is read too, with texts of fixed length", async () => {
  await writeResult(result, at("changed-by-others.h5"));
  const file = new File(at("changed-by-others.h5"), "a");
  file.delete_attribute("format");
  file.create_attribute("format", "spikeloom-result", null, "S16");
  file.create_group("notes of mine").create_attribute("by", "someone else");
  file.close();
  expect(await readResult(at("changed-by-others.h5"))).toEqual(result);
});

describe("writing", () => {
  it("leaves an older file alone when it fails, and no draft behind", async () => {
    writeFileSync(at("kept.h5"), "older");
    const broken = { ...result, summary: { ...result.summary, bytes: 0.5 } };
    expect((await failure(writeResult(broken, at("kept.h5")))).code).toBe("SL_RESULT_WRITE");
    expect(readFileSync(at("kept.h5"), "utf8")).toBe("older");
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("into a missing folder is refused", async () => {
    const error = await failure(writeResult(result, at("none/x.h5")));
    expect(error.code).toBe("SL_RESULT_WRITE");
    expect(error.message).toContain("there is no such file or folder");
    expect(existsSync(at("none"))).toBe(false);
  });
});

describe("reading refuses", () => {
  it("a file that is not there", async () => {
    expect((await failure(readResult(at("absent.h5")))).code).toBe("SL_RESULT_READ");
    expect((await failure(readResult(folder))).code).toBe("SL_RESULT_READ");
  });

  it("files of other kinds, and empty ones", async () => {
    for (const [name, text] of [
      ["a.json", "{}"],
      ["b.h5", ""],
    ] as const) {
      writeFileSync(at(name), text);
      expect((await failure(readResult(at(name)))).code).toBe("SL_RESULT_DAMAGED");
    }
  });

  it("HDF5 files that hold something else, naming what is missing", async () => {
    const file = new File(at("foreign.h5"), "w");
    file.create_group("data");
    file.close();
    const error = await failure(readResult(at("foreign.h5")));
    expect(error.code).toBe("SL_RESULT_SHAPE");
    expect(error.place).toContain("@format");
  });

  it("results of another version", async () => {
    await writeResult(result, at("version.h5"));
    const file = new File(at("version.h5"), "a");
    file.delete_attribute("version");
    file.create_attribute("version", 2, [], "<i");
    file.close();
    const error = await failure(readResult(at("version.h5")));
    expect(error.code).toBe("SL_RESULT_SHAPE");
    expect(error.got).toBe("spikeloom-result 2");
  });

  it("files truncated anywhere or with changed bytes: only a coded error or a result", async () => {
    await writeResult(result, at("source.h5"));
    const bytes = readFileSync(at("source.h5"));
    const change = fc.record({
      length: fc.nat(bytes.length),
      flips: fc.array(
        fc.record({ at: fc.nat(bytes.length - 1), by: fc.integer({ min: 1, max: 255 }) }),
        { maxLength: 8 },
      ),
      isCut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ length, flips, isCut }) => {
        const copy = Buffer.from(bytes);
        for (const { at: position, by } of flips) copy[position] = (copy[position] ?? 0) ^ by;
        writeFileSync(at("changed.h5"), isCut ? copy.subarray(0, length) : copy);
        await readResult(at("changed.h5")).catch((error: unknown) => {
          if (!(error instanceof SpikeLoomError)) throw error;
        });
      }),
      { numRuns: 150 },
    );
  });
});
