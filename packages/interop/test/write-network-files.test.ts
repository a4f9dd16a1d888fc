import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { readNetwork, writeNetwork } from "@spikeloom/network";
import { afterAll, expect, it } from "vitest";
import { loadFiles, writeNetworkFiles } from "../src/hdf5/index.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-network-"));
afterAll(() => rmSync(folder, { recursive: true }));

const singles = { values: Float32Array.of(0.1, 1 / 3, -0), unit: "nA" };
const pairs = Uint32Array.of(0, 1, 2, 0, 2, 0);
const dense = { from: "A", to: "A", connector: { kind: "all-to-all" } } as const;
const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  populations: { A: { model: "lif", size: 3 } },
  projections: [
    {
      name: "x/y",
      from: "A",
      to: "A",
      connector: { kind: "pairs", pairs },
      weight: { values: Float64Array.of(0.1, 1 / 3, -0), unit: "nA" },
      delay: { values: Float64Array.of(1, 1.5, 2), unit: "ms" },
    },
    { name: "x|y", from: "A", to: "A", connector: { kind: "pairs", pairs }, weight: "2 nA" },
    { from: "A", to: "A", connector: { kind: "all-to-all" }, weight: "1 nA" },
    { name: "singles", from: "A", to: "A", connector: { kind: "pairs", pairs }, weight: singles },
  ],
};

it("lists of connections are restored from the separate file, bit by bit", async () => {
  const path = join(folder, "trained.json");
  expect(await writeNetworkFiles(network, path)).toEqual([
    path,
    join(folder, "trained-connections.h5"),
  ]);
  const text = readFileSync(path, "utf8");
  expect(text).not.toContain("0.333");
  const read = await loadFiles(readNetwork(text), { directory: folder });
  const [first, second, third] = read.projections ?? [];
  expect(Uint32Array.from(first?.connector["pairs"] as Uint32Array)).toEqual(pairs);
  expect(first?.weight).toMatchObject({ unit: "nA", file: "trained-connections.h5" });
  const valuesOf = (value: unknown): number[] => [...(value as { values: Float64Array }).values];
  expect(valuesOf(first?.weight)).toEqual([0.1, 1 / 3, -0]);
  expect(valuesOf(first?.delay)).toEqual([1, 1.5, 2]);
  // Two names that would be one group have two.
  expect(Uint32Array.from(second?.connector["pairs"] as Uint32Array)).toEqual(pairs);
  expect(second?.weight).toBe("2 nA");
  expect(third).toEqual(network.projections?.[2]);
});

it("32-bit floats are unchanged, in the separate file and as text", async () => {
  const path = join(folder, "singles.json");
  await writeNetworkFiles(network, path);
  const read = await loadFiles(readNetwork(readFileSync(path, "utf8")), { directory: folder });
  const weight = read.projections?.[3]?.weight as { values: Float32Array };
  expect(weight.values).toBeInstanceOf(Float32Array);
  expect([...weight.values]).toEqual([...singles.values]);
  // As text a number is that of 64 bits that has the same value.
  const text = JSON.parse(
    writeNetwork({ ...network, projections: [{ ...dense, weight: singles }] }),
  );
  const { values } = text.projections[0].weight;
  expect(values).toEqual([Math.fround(0.1), Math.fround(1 / 3), -0]);
});

it("a long matrix of weights goes to the separate file, a short one does not", async () => {
  const matrix = (size: number): NetworkRecord => ({
    ...network,
    populations: { A: { model: "lif", size } },
    projections: [
      {
        ...dense,
        weight: { values: new Float32Array(size * size).map((_, k) => k / 3), unit: "nA" },
      },
    ],
  });
  const path = join(folder, "dense.json");
  expect(await writeNetworkFiles(matrix(64), path)).toEqual([path]);
  expect(await writeNetworkFiles(matrix(65), path, { replaces: true })).toHaveLength(2);
  const read = await loadFiles(readNetwork(readFileSync(path, "utf8")), { directory: folder });
  const [wanted, got] = [matrix(65), read].map(({ projections: [one] = [] }) => one);
  expect(got?.connector).toEqual({ kind: "all-to-all" });
  const valuesOf = (value: unknown): Float32Array => (value as { values: Float32Array }).values;
  expect(Array.from(valuesOf(got?.weight))).toEqual(Array.from(valuesOf(wanted?.weight)));
});

it("replaces no other file unless requested, and writes neither of the two if one must remain", async () => {
  const path = join(folder, "kept.json");
  const beside = join(folder, "kept-connections.h5");
  writeFileSync(beside, "connections of somebody else");
  const refused = { code: "SL_OUTPUT_OTHER", place: beside };
  await expect(writeNetworkFiles(network, path)).rejects.toMatchObject(refused);
  expect(readdirSync(folder)).not.toContain("kept.json");
  const written = [path, beside];
  expect(await writeNetworkFiles(network, path, { replaces: true })).toEqual(written);
  const text = readFileSync(path, "utf8");
  // The same bytes may be written again.
  expect(await writeNetworkFiles(network, path)).toEqual(written);
  const other = { ...network, projections: [] };
  await expect(writeNetworkFiles(other, path)).rejects.toMatchObject({ code: "SL_OUTPUT_OTHER" });
  expect(readFileSync(path, "utf8")).toBe(text);
});

it("a network without lists is one file, and an invalid path has a code", async () => {
  const plain = { ...network, projections: [] };
  const path = join(folder, "plain.json");
  expect(await writeNetworkFiles(plain, path)).toEqual([path]);
  expect(readNetwork(readFileSync(path, "utf8"))).toEqual(plain);
  for (const one of [network, plain]) {
    await expect(writeNetworkFiles(one, join(folder, "none", "x.json"))).rejects.toMatchObject({
      code: "SL_RESULT_WRITE",
    });
  }
  expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
});
