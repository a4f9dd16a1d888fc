import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  createStack,
  defineNeuron,
  type NetworkRecord,
  type ProjectionRecord,
  SpikeLoomError,
} from "@spikeloom/kernel";
import {
  checkNetwork,
  connectors,
  expectedProjections,
  indexBuffer,
  planProjection,
  readNetwork,
  writeNetwork,
} from "@spikeloom/network";
import fc from "fast-check";
import { File, ready } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { loadFiles } from "../src/hdf5/index.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-data-"));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const model = defineNeuron({
  name: "jumping",
  about: "A membrane that jumps.",
  parameters: { tau: { default: "20 ms", about: "time constant" } },
  receptors: { jump: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  dynamics: { v: "-v / tau" },
});
const stack = createStack({ plugins: [model, ...connectors] });

function within(projection: Partial<ProjectionRecord>, size = 10): NetworkRecord {
  const whole = { from: "A", to: "A", connector: { kind: "all-to-all" }, weight: "1 mV" };
  return {
    format: "spikeloom-network",
    version: 1,
    populations: { A: { model: "jumping", size } },
    projections: [{ ...whole, ...projection }],
  };
}

/**
 * A file by h5py 3 with features that the library here cannot write, compressed by gzip.
 *
 * `pairs` (>i4) and `weight` (>f8) have the most significant byte first, `chunked` (<u2) is compressed.
 */
const foreignFile = [
  "H4sIAAAAAAACA+v0cHHj5ZLiYubgYICB/1DgCxUygIqf51u40d/DJYiJoYJJCFkhDHAxMTAyMLAJMAAp1oLEzKLizV",
  "CtbIIgMbby1Mz0jJL9jFBBIZAge3JGaV52asppJqhaSQbcIMEtlRfsBEYGRkYVBgYmJkZGZqgcTD8Gn4eBUYCTgYEF",
  "zFNgYAW6kpmLA2g5MyMD1IsSMAtWMAwZ0P5r3yJ4WIgA/cuICAs4LcLAKKhoD/WmA4MJN4PJf6AkchhIoIfBBoYhB8",
  "yPyfwhK13A+QKQMOHmBooCNTOAICjFgMIIKMPMyMTExMx1HWbIjMEbFpOjTyW5OXq4MDCKcMH8+hnq7t7uXXVuji5O",
  "DIwwnxhAY18AyQQHqBgvkti6HCYlhlEwCkbBMASM0HIQVChwgvgOkdCiIBNKFx0A0xVxyQkJKQlJCWlAjgwDe0Xc45",
  "SEFJD+MAZuAC0z4Y9NCAAA",
].join("");

interface Content {
  readonly data: Int32Array | BigInt64Array | Float64Array | Uint8Array | Int8Array | string[];
  readonly shape?: number[];
  readonly dtype?: string;
}

function write(name: string, datasets: Readonly<Record<string, Content>>): void {
  const file = new File(at(name), "w");
  for (const [path, { data, ...rest }] of Object.entries(datasets)) {
    file.create_dataset({ name: path, data: data as never, ...rest });
  }
  file.close();
}

const load = (network: NetworkRecord): Promise<NetworkRecord> =>
  loadFiles(network, { directory: folder });

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
  write("edges.h5", {
    pairs: { data: Int32Array.of(0, 1, 2, 3, 9, 1), shape: [3, 2] },
    wide: { data: BigInt64Array.of(0n, 1n, 2n, 3n, 9n, 1n), shape: [3, 2] },
    pre: { data: Int32Array.of(0, 2, 9) },
    post: { data: Uint8Array.of(1, 3, 1) },
    weight: { data: Float64Array.of(100, 200, 300) },
    whole: { data: Int32Array.of(1, 2, 3) },
    marks: {
      data: Int8Array.from({ length: 100 }, (_, k) => (k % 11 === 0 ? 1 : 0)),
      shape: [10, 10],
    },
    negative: { data: Int32Array.of(0, -1), shape: [1, 2] },
    huge: { data: BigInt64Array.of(0n, 1n << 40n), shape: [1, 2] },
    three: { data: Int32Array.of(0, 1, 2), shape: [1, 3] },
    fractions: { data: Float64Array.of(0.5, 1), shape: [1, 2] },
    holes: { data: Float64Array.of(1, Number.NaN, 3) },
    names: { data: ["a", "b"] },
    twos: { data: Int8Array.from({ length: 100 }, () => 2), shape: [10, 10] },
  });
});

const pairsAt = (path: string): ProjectionRecord["connector"] => ({
  kind: "pairs",
  file: "edges.h5",
  path,
});
const weight = { file: "edges.h5", path: "/weight", unit: "uV" };
const delay = { file: "edges.h5", path: "/whole", unit: "ms" };

/** The pairs of a network's only projection with weights and delays, target by target. */
function planned(network: NetworkRecord): readonly unknown[] {
  const projection = planProjection(network, 0, { stack, seed: 1 });
  const rows: unknown[] = [];
  for (let target = 0; target < projection.targets.size; target++) {
    const partners = indexBuffer();
    projection.plan.partners(target, partners);
    const row = { index: target, partners: partners.view() };
    const [weights, delays] = [new Float64Array(16), new Float64Array(16)];
    projection.weight.fill?.(row, weights);
    projection.delay.fill?.(row, delays);
    row.partners.forEach((source, k) => {
      rows.push([source, target, weights[k], delays[k]]);
    });
  }
  return rows;
}

describe("loadFiles", () => {
  it.each([
    ["n × 2 numbers", pairsAt("/pairs")],
    ["64-bit numbers", pairsAt("/wide")],
    ["two lists", { kind: "pairs", file: "edges.h5", sources: "/pre", targets: "/post" }],
  ])("reads pairs with their weights and delays: %s", async (_, connector) => {
    const network = within({ connector, weight, delay });
    const loaded = await load(network);
    expect(checkNetwork(loaded, { stack })).toEqual([]);
    // In mV and in ms.
    expect(planned(loaded)).toEqual([
      [0, 1, 0.1, 1],
      [9, 1, 0.3, 3],
      [2, 3, 0.2, 2],
    ]);
    expect(expectedProjections(loaded, stack)).toMatchObject([{ synapses: 3, delays: [1, 2, 3] }]);
  });

  it("reads a matrix, and values of neurons", async () => {
    const network = within({ connector: { kind: "matrix", file: "edges.h5", path: "/marks" } });
    const values = { file: "edges.h5", path: "/weight", unit: "ms" };
    const A = { model: "jumping", size: 3, parameters: { tau: values } };
    const loaded = await load({ ...network, populations: { ...network.populations, B: A } });
    expect(checkNetwork(loaded, { stack })).toEqual([]);
    expect(planned(loaded)).toHaveLength(10);
    expect(loaded.populations["B"]?.parameters?.["tau"]).toMatchObject({
      values: Float64Array.of(100, 200, 300),
    });
  });

  it("reads numbers of any order of bytes, in compressed chunks too", async () => {
    writeFileSync(at("foreign.h5"), gunzipSync(Buffer.from(foreignFile, "base64")));
    const file = "foreign.h5";
    for (const path of ["/pairs", "/chunked"]) {
      const connector = { kind: "pairs", file, path };
      const { projections = [] } = await load(within({ connector, weight: { ...weight, file } }));
      expect(projections[0]?.connector["pairs"]).toEqual(Uint32Array.of(0, 1, 2, 3, 9, 1));
      expect(projections[0]?.weight).toMatchObject({ values: Float64Array.of(100, 200, 300) });
    }
  });

  it("returns a network without files unchanged", async () => {
    const network = within({});
    expect(await load(network)).toBe(network);
  });

  it("keeps the name of the file, with its size and SHA-256, in place of the numbers", async () => {
    const network = within({ connector: pairsAt("/pairs"), weight });
    const loaded = await load(network);
    const size = statSync(at("edges.h5")).size;
    const sha256 = createHash("sha256")
      .update(readFileSync(at("edges.h5")))
      .digest("hex");
    const written = readNetwork(writeNetwork(loaded), { stack });
    expect(written.projections?.[0]).toMatchObject({
      connector: { ...pairsAt("/pairs"), size, sha256 },
      weight: { ...weight, size, sha256 },
    });
    expect(writeNetwork(loaded)).not.toMatch(/values|\bpairs":/);
    expect(planned(await load(written))).toEqual(planned(loaded));
    // A network that is already loaded is unchanged.
    expect(await load(loaded)).toBe(loaded);
  });

  it("refuses a file that has changed since", async () => {
    const loaded = await load(within({ connector: pairsAt("/pairs") }));
    const text = writeNetwork(loaded);
    const other = text.replace(
      /"sha256": "(.)/,
      (_, digit) => `"sha256": "${digit === "0" ? 1 : 0}`,
    );
    expect((await failure(load(readNetwork(other)))).code).toBe("SL_DATA_CHANGED");
    const longer = readNetwork(text.replace(/"size": \d+,\n {8}"sha/, '"size": 77,\n        "sha'));
    const error = await failure(load(longer));
    expect(error.code).toBe("SL_DATA_CHANGED");
    expect([error.expected, error.got]).toEqual(["77 bytes", expect.stringMatching(/bytes$/)]);
  });

  it("reads many pairs without making lists of them, and plans them", async () => {
    const count = draws({ ci: 200_000, long: 1_000_000 });
    const ends = Int32Array.from({ length: 2 * count }, (_, k) => (k * 7919) % 1000);
    const weights = Float64Array.from({ length: count }, (_, k) => k);
    write("million.h5", { pairs: { data: ends, shape: [count, 2] }, w: { data: weights } });
    const connector = { kind: "pairs", file: "million.h5", path: "/pairs" };
    const network = within(
      { connector, weight: { file: "million.h5", path: "w", unit: "uV" } },
      1000,
    );
    const loaded = await load(network);
    expect(loaded.projections?.[0]?.connector["pairs"]).toEqual(Uint32Array.from(ends));
    expect(checkNetwork(loaded, { stack })).toEqual([]);
    const { plan, weight: planned } = planProjection(loaded, 0, { stack, seed: 1 });
    expect(plan.expected).toBe(count);
    const partners = indexBuffer();
    let sum = 0;
    for (let target = 0; target < 1000; target++) {
      partners.clear();
      plan.partners(target, partners);
      const out = new Float64Array(partners.length);
      planned.fill?.({ index: target, partners: partners.view() }, out);
      sum += out.reduce((total, one) => total + one, 0);
    }
    // The weights are 0 to `count` - 1 µV; each counts once.
    expect(sum).toBeCloseTo(((count - 1) * count) / 2 / 1000, 3);
    expect(writeNetwork(loaded).length).toBeLessThan(2000);
  });
});

describe("files that lack the required data", () => {
  it.each([
    ["nothing", "/absent", "a dataset", "nothing"],
    ["a group", "/", "a dataset", "a group"],
    ["three columns", "/three", "rows of 2 integers", "1 × 3 numbers"],
    ["a list", "/pre", "rows of 2 integers", "3 numbers"],
    ["fractions", "/fractions", "rows of 2 integers", "1 × 2 numbers with fractions"],
    ["a negative index", "/negative", "integers from 0 to 4294967295", "-1 as number 1"],
    ["a huge index", "/huge", "integers from 0 to 4294967295", "1099511627776 as number 1"],
    ["texts", "/names", "integers of 8 to 64 bits or floats of 32 or 64 bits", /texts/],
  ] as const)("are refused with the actual contents: %s", async (_, path, expected, got) => {
    const error = await failure(load(within({ connector: pairsAt(path) })));
    expect([error.code, error.place]).toEqual(["SL_DATA_SHAPE", "projections[0].connector"]);
    expect(error.message).toContain('"edges.h5"');
    expect(error.expected).toBe(expected);
    expect(error.got).toMatch(got);
  });

  it("are refused if a matrix has other entries, or lists differ in length", async () => {
    const twos = within({ connector: { kind: "matrix", file: "edges.h5", path: "/twos" } });
    expect((await failure(load(twos))).got).toBe("2 in row 0");
    const lists = { kind: "pairs", file: "edges.h5", sources: "/pre", targets: "/marks" };
    expect((await failure(load(within({ connector: lists })))).code).toBe("SL_DATA_SHAPE");
  });

  it("are refused in the check if numbers do not fit the network", async () => {
    const found = async (projection: Partial<ProjectionRecord>, size = 10): Promise<unknown> => {
      const loaded = await load(within(projection, size));
      return checkNetwork(loaded, { stack }).map(({ code, place }) => `${code} ${place}`);
    };
    const connector = pairsAt("/pairs");
    expect(await found({ connector }, 5)).toEqual(["SL_PAIR projections[0].connector.pairs[2][0]"]);
    const short = { ...weight, path: "/post" };
    expect(await found({ connector, weight: short })).toEqual([]);
    const long = { ...weight, path: "/pre" };
    expect(await found({ connector: { kind: "one-to-one" }, weight: long })).toEqual([
      "SL_VALUE_LENGTH projections[0].weight",
    ]);
    const holes = { ...weight, path: "/holes" };
    expect(await found({ connector, weight: holes })).toEqual([
      "SL_VALUE_NUMBER projections[0].weight.values[1]",
    ]);
    expect(await found({ connector: { kind: "one-to-one", file: "edges.h5" } })).toEqual([
      "SL_CONNECTOR_OPTION projections[0].connector.file",
    ]);
  });

  it("are refused if they do not exist or are not HDF5 files", async () => {
    writeFileSync(at("text.h5"), "not an HDF5 file");
    writeFileSync(at("empty.h5"), "");
    for (const file of ["absent.h5", "text.h5", "empty.h5", "."]) {
      const error = await failure(load(within({ connector: { ...pairsAt("/pairs"), file } })));
      expect([file, error.code, error.place]).toEqual([
        file,
        "SL_DATA_READ",
        "projections[0].connector",
      ]);
    }
    const pathless = within({ connector: { kind: "pairs", file: "edges.h5" } });
    expect((await failure(load(pathless))).code).toBe("SL_DATA_SHAPE");
  });

  it("give numbers or coded errors wherever they are damaged", async () => {
    const whole = readFileSync(at("edges.h5"));
    const bytes = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 8 }), async (changes) => {
        const damaged = Uint8Array.from(whole);
        for (const [position, byte] of changes) damaged[position] = byte;
        writeFileSync(at("damaged.h5"), damaged);
        const file = "damaged.h5";
        const connector = { ...pairsAt("/pairs"), file };
        const network = within({ connector, weight: { ...weight, file } });
        const loaded = await load(network).catch((error: unknown) => error);
        if (loaded instanceof Error) expect(loaded).toBeInstanceOf(SpikeLoomError);
        else checkNetwork(loaded as NetworkRecord, { stack });
      }),
      { numRuns: 100 },
    );
    const cut = whole.subarray(0, whole.length >> 1);
    writeFileSync(at("cut.h5"), cut);
    const network = within({ connector: { ...pairsAt("/pairs"), file: "cut.h5" } });
    expect((await failure(load(network))).code).toBe("SL_DATA_READ");
  });
});
