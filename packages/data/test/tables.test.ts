import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openSpikeSet, readCsv, readNumpy, sourceOfBytes } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "data-tables-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("openSpikeSet", () => {
  const path = join(import.meta.dirname, "small-shd.h5");

  it("reads lists of half precision, and omits times that are not finite", () => {
    const set = openSpikeSet(path);
    expect([...set.labels]).toEqual([11, 0, 19]);
    expect(set.classes[11]).toBe("word 11");
    expect([...(set.speakers ?? [])]).toEqual([4, 0, 2]);
    expect(set.sample(0)).toEqual({
      times: Float64Array.of(500, 250, 1000),
      units: Uint16Array.of(3, 699, 0),
      label: 11,
      dropped: 1,
    });
    expect(set.sample(1)).toMatchObject({ times: new Float64Array(0), dropped: 0 });
    expect(set.sample(2)).toMatchObject({ units: Uint16Array.of(7), dropped: 1 });
    expect(() => set.sample(3)).toThrow(expect.objectContaining({ code: "SL_SET_SHAPE" }));
    set.close();
  });

  it("refuses files of other kinds", () => {
    const other = join(folder, "a.h5");
    expect(() => openSpikeSet(other)).toThrow(expect.objectContaining({ code: "SL_RECORD_READ" }));
    writeFileSync(other, readFileSync(path).subarray(0, 600));
    const damaged = expect.objectContaining({ code: "SL_RECORD_DAMAGED" });
    expect(() => openSpikeSet(other)).toThrow(damaged);
  });
});

const bytes = (text: string) => sourceOfBytes("a.csv", new TextEncoder().encode(text));

describe("readCsv", () => {
  it("reads named columns, with quotes and empty fields", async () => {
    const table = await readCsv(bytes('t,x,name\n1,,"a, ""b"""\r\n2.5e-1,-3,c\n'));
    expect([...table]).toEqual([
      ["t", Float64Array.of(1, 0.25)],
      ["x", Float64Array.of(Number.NaN, -3)],
      ["name", ['a, "b"', "c"]],
    ]);
  });

  it("numbers columns without names", async () => {
    const table = await readCsv(bytes("1 2\n3 4"));
    expect([...table]).toEqual([
      ["0", Float64Array.of(1, 3)],
      ["1", Float64Array.of(2, 4)],
    ]);
  });

  it.each([
    ["a row that is too short", "a,b\n1,2\n3\n", 9],
    ["a quote without an end", 'a,b\n1,"2\n', 9],
  ])("refuses %s", async (_, text, byte) => {
    const place = `a.csv: byte ${byte}`;
    await expect(readCsv(bytes(text))).rejects.toMatchObject({ code: "SL_RECORD_DAMAGED", place });
  });
});

describe("columns of readCsv", () => {
  it.each([
    ["a decimal comma under names", "a;b\n1,5;2,5\n", ["a", "b"]],
    ["commas with blanks", "a, b\n1, 2\n3, 4\n", ["a", "b"]],
    ["tabs between texts", "name\tx y\na b\t1\n", ["name", "x y"]],
    ["a column without a name", ",x\n0,1\n", ["0", "x"]],
  ])("are found with %s", async (_, text, names) => {
    expect([...(await readCsv(bytes(text))).keys()]).toEqual(names);
  });

  it.each([
    ["two of one name", "x,x\n1,2\n"],
    ["a name that is another's number", "1,\n2,3\n"],
    ["two separators that fit equally well", "1,5;2,5\n3,5;4,5\n"],
  ])("are refused with %s", async (_, text) => {
    const read = readCsv(bytes(text), text.startsWith("1,\n") ? { header: true } : {});
    await expect(read).rejects.toMatchObject({ code: "SL_TABLE_COLUMNS", place: "a.csv" });
  });

  it("are those of the given separator", async () => {
    const table = await readCsv(bytes("1,5;2,5\n"), { separator: ";", header: false });
    expect([...table]).toEqual([
      ["0", ["1,5"]],
      ["1", ["2,5"]],
    ]);
  });
});

describe("readNumpy", () => {
  it("reads an array", async () => {
    const header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 2), }".padEnd(117);
    const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}\n`, "latin1");
    const body = Buffer.from(Int16Array.of(1, -2, 3, 4).buffer);
    const npy = Buffer.concat([head, body]);
    const arrays = await readNumpy(sourceOfBytes("a.npy", npy));
    expect(arrays.get("array")?.shape).toEqual([2, 2]);
    expect([...(arrays.get("array")?.values ?? [])]).toEqual([1, -2, 3, 4]);
    const cut = sourceOfBytes("a.npy", npy.subarray(0, npy.length - 1));
    await expect(readNumpy(cut)).rejects.toMatchObject({ code: "SL_RECORD_DAMAGED" });
  });
});
