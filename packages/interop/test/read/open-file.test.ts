import { openPlainFile } from "@spikeloom/files";
import { afterAll, describe, expect, it } from "vitest";
import { numbersOf } from "../../src/hdf5/read/numbers.ts";
import { type Hdf5File, openHdf5 } from "../../src/hdf5/read/open-file.ts";
import { emptyFolder, madeByH5py } from "./files.ts";

const folder = emptyFolder();
afterAll(() => folder.remove());

function within<T>(name: "earliest" | "latest", read: (file: Hdf5File) => T, before = 0): T {
  const bytes = Buffer.concat([Buffer.alloc(before), madeByH5py(name)]);
  const file = openPlainFile(folder.write(`${name}.h5`, bytes));
  try {
    return read(openHdf5(file));
  } finally {
    file.close();
  }
}

function datasetAt(file: Hdf5File, path: string) {
  const found = file.find(path);
  if (found?.kind === "dataset") return found;
  throw new Error(`no dataset at ${path}`);
}

/** All rows, a given number at a time. */
function valuesAt(file: Hdf5File, path: string, atOnce = Number.POSITIVE_INFINITY): unknown[] {
  const { rows, type, shape } = datasetAt(file, path);
  const length = shape?.[0] ?? 1;
  const values: unknown[] = [];
  for (let from = 0; from < length; from += atOnce) {
    const bytes = rows(from, Math.min(length, from + atOnce));
    values.push(...(numbersOf(type, bytes) ?? file.texts(type, bytes) ?? []));
  }
  return values.map((value) => (typeof value === "bigint" ? Number(value) : value));
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
const ends = [...upTo(10), ...new Array<number>(8980).fill(0), ...upTo(10)];

/** Contents written by `make-files.py`, by path: shape and values. */
const contents: readonly (readonly [string, readonly number[], readonly unknown[]])[] = [
  ["scalar", [], [2.5]],
  ["ints", [7], upTo(7)],
  ["big", [3, 2], upTo(6)],
  ["f4be", [5], upTo(5).map((k) => Math.fround(Math.fround(k) / 3))],
  ["u8", [3], [0, 2 ** 53, 5]],
  ["bools", [2, 2], [1, 0, 0, 1]],
  ["text", [], ["héllo"]],
  ["texts", [3], ["a", "bb", ""]],
  ["fixed", [2], ["ab", "c"]],
  ["chunked", [101], upTo(101)],
  ["gz", [35, 17], upTo(595)],
  ["one", [12], upTo(12)],
  ["oneplain", [3, 4], upTo(12)],
  ["paged", [1500], upTo(1500).map((k) => k % 7)],
  ["cube", [4, 5, 6], upTo(120)],
  ["filled", [20], upTo(20).map((k) => ([4, 6, 7].includes(k) ? 1.5 : k === 5 ? 9 : 1.5))],
  ["unwritten", [3], [7, 7, 7]],
  ["empty", [0, 3], []],
  ["grow", [300], upTo(300)],
  ["grow2", [40, 6], upTo(240)],
  ["growcol", [6, 40], upTo(240)],
  ["limit", [50], upTo(50)],
  ["pagedgrow", [9000], ends],
  ["many/d0", [1], [0]],
  ["many/d39", [1], [39]],
  ["soft", [3], upTo(3)],
  ["deep/rel", [3], upTo(3)],
  ["/hard/", [7], upTo(7)],
  ["uses", [3], upTo(3)],
  ["compact", [4], upTo(4)],
  ["implicit", [10], upTo(10)],
];

describe.each(["earliest", "latest"] as const)("a file of h5py, libver %s", (name) => {
  it("contains what was written, in any layout and byte order", () => {
    within(name, (file) => {
      for (const [path, shape, values] of contents) {
        expect([path, datasetAt(file, path).shape]).toEqual([path, shape]);
        expect([path, valuesAt(file, path)]).toEqual([path, values]);
      }
    });
  });

  it("returns the same rows in pieces, across the edges of chunks", () => {
    within(name, (file) => {
      for (const [path, shape, values] of contents) {
        if (shape.length === 0) continue;
        for (const atOnce of [1, 3, 7].slice(path === "pagedgrow" ? 2 : 0)) {
          expect([path, atOnce, valuesAt(file, path, atOnce)]).toEqual([path, atOnce, values]);
        }
      }
    });
  });

  it("lists names, returns any number of attributes, and reports missing ones", () => {
    within(name, (file) => {
      const many = file.find("many");
      expect(many?.kind === "group" && [...many.names()]).toHaveLength(40);
      const { attribute } = datasetAt(file, "ints");
      for (let k = 0; k < 20; k++) expect(attribute(`a${k}`)?.data[0]).toBe(k);
      const unit = attribute("unit");
      expect(unit && file.texts(unit.type, unit.data)).toEqual(["mV"]);
      expect(attribute("a20")).toBeUndefined();
      expect(file.find("many/d40")).toBeUndefined();
      expect(file.find("typed")?.kind).toBe("other");
    });
  });
});

it("a file may begin after a user block", () => {
  // As MATLAB writes them; addresses then count from there.
  expect(() => within("earliest", (file) => valuesAt(file, "ints"), 512)).not.toThrow();
});
