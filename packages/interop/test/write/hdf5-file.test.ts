import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFile } from "@spikeloom/files";
import fc from "fast-check";
import { Dataset, File, Group, ready } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { draws } from "../../../../tools/test/draws.ts";
import { hdf5File } from "../../src/hdf5/write/hdf5-file.ts";
import type {
  AttributeNumbers,
  AttributeValue,
  GroupNode,
  TreeNode,
} from "../../src/hdf5/write/tree.ts";
import { type RandomTree, randomTrees, writeTree } from "./random-trees.ts";
import { type DiskCall, fileAfter, recordingDisk } from "./recording-disk.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-write-"));
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  const module = await ready;
  module.activate_throwing_error_handler();
});
afterAll(() => rmSync(folder, { recursive: true }));

const groupOf = (
  links: Readonly<Record<string, TreeNode>>,
  attributes: Readonly<Record<string, AttributeValue>> = {},
): GroupNode => ({
  kind: "group",
  attributes: new Map(Object.entries(attributes)),
  links: new Map(Object.entries(links)),
});

function openBytes<T>(calls: readonly DiskCall[], read: (file: File) => T): T {
  writeFileSync(at("opened.h5"), fileAfter(calls));
  const file = new File(at("opened.h5"), "r");
  try {
    return read(file);
  } finally {
    file.close();
  }
}

function numbersAt(file: File, path: string): readonly number[] {
  const found = file.get(path);
  if (!(found instanceof Dataset)) throw new Error(`no dataset ${path}`);
  return Array.from(found.value as Float64Array | Uint32Array);
}

/** The library's value of an attribute. */
function libraryValue(value: AttributeValue): unknown {
  if (typeof value !== "object" || !("values" in value) || Array.isArray(value)) return value;
  const { values, isOne } = value as AttributeNumbers;
  return isOne === true ? values[0] : values;
}

function expectTree(group: Group, expected: RandomTree): void {
  expect(new Set(group.keys())).toEqual(
    new Set([...expected.data.keys(), ...expected.groups.keys()]),
  );
  const { attrs } = group;
  expect(new Set(Object.keys(attrs))).toEqual(new Set(expected.attributes.keys()));
  for (const [key, wanted] of expected.attributes) {
    expect(attrs[key]?.value).toEqual(libraryValue(wanted));
  }
  for (const [key, wanted] of expected.data) {
    const found = group.get(key);
    if (!(found instanceof Dataset)) throw new Error(`no dataset ${key}`);
    expect(found.value).toEqual(wanted);
  }
  for (const [key, wanted] of expected.groups) {
    const found = group.get(key);
    if (!(found instanceof Group)) throw new Error(`no group ${key}`);
    expectTree(found, wanted);
  }
}

describe("a tree", () => {
  it("of any groups, attributes and datasets is read back by the HDF5 library", () => {
    fc.assert(
      fc.property(randomTrees(2), (wanted) => {
        const disk = recordingDisk();
        const file = hdf5File(disk);
        file.commit(writeTree(file, wanted));
        openBytes(disk.calls, (opened) => expectTree(opened, wanted));
      }),
      { numRuns: draws({ ci: 30, long: 1500 }) },
    );
  });

  it("contains thousands of groups, and texts that fill many heaps", () => {
    const disk = recordingDisk();
    const file = hdf5File(disk);
    const texts = Array.from({ length: 70_000 }, (_, k) => `text ${k}`);
    const groups = Array.from({ length: 3000 }, (_, k) => [`g${k}`, groupOf({}, { k: `${k}` })]);
    const links: Readonly<Record<string, TreeNode>> = Object.fromEntries(groups);
    file.commit(groupOf({ ...links, texts: file.texts(texts) }));
    openBytes(disk.calls, (opened) => {
      expect(opened.keys().length).toBe(3001);
      expect((opened.get("texts") as Dataset).value).toEqual(texts);
      expect((opened.get("g2999") as Group).attrs["k"]?.value).toBe("2999");
    });
  });

  it("keeps a dataset with two names once", () => {
    const disk = recordingDisk();
    const file = hdf5File(disk);
    const both = file.numbers(Float64Array.of(1, 2), { type: "float64" });
    file.commit(groupOf({ a: both, b: groupOf({ c: both }) }));
    const headers = fileAfter(disk.calls).toString().split("79,72,68,82").length - 1;
    expect(headers).toBe(3);
    openBytes(disk.calls, (opened) => expect(numbersAt(opened, "b/c")).toEqual([1, 2]));
  });
});

/** Append pieces of these lengths, with a commit after each, and list what each commit contains. */
function writePieces(
  disk: ReturnType<typeof recordingDisk>,
  pieces: readonly number[],
): readonly { readonly calls: number; readonly rows: number }[] {
  const file = hdf5File(disk);
  const list = file.growing({ type: "uint32" });
  const table = file.growing({ type: "float64", columns: 3 });
  const commits: { readonly calls: number; readonly rows: number }[] = [];
  const commit = (): void => {
    const { rows } = list;
    file.commit(
      groupOf({ list: list.node(), sub: groupOf({ table: table.node() }) }, { rows: BigInt(rows) }),
    );
    commits.push({ calls: disk.calls.length, rows });
  };
  commit();
  for (const length of pieces) {
    const from = list.rows;
    list.append(Uint32Array.from({ length }, (_, k) => from + k));
    table.append(Float64Array.from({ length: 3 * length }, (_, k) => 3 * from + k));
    commit();
  }
  return commits;
}

function expectRows(file: File, rows: number): void {
  expect(file.attrs["rows"]?.value).toBe(BigInt(rows));
  expectCounting(file.get("list"), [rows]);
  expectCounting(file.get("sub/table"), [rows, 3]);
}

/** Expect 0, 1, 2 and so on; far faster than comparing with an array of them. */
function expectCounting(found: unknown, shape: readonly number[]): void {
  if (!(found instanceof Dataset)) throw new Error("no dataset");
  expect(found.shape).toEqual(shape);
  const values = found.value as Float64Array | Uint32Array;
  expect(values.length).toBe(shape.reduce((product, length) => product * length, 1));
  expect(values.findIndex((one, k) => one !== k)).toBe(-1);
}

describe("a file that grows", () => {
  it("contains, after each call of any history, exactly one of the last two commits", () => {
    const pieces = fc.array(fc.nat(9000), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        pieces,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (lengths, shares) => {
          const disk = recordingDisk();
          const commits = writePieces(disk, lengths);
          const [first = { calls: 0, rows: 0 }] = commits;
          for (let calls = first.calls; calls <= disk.calls.length; calls++) {
            const whole = disk.calls.slice(0, calls);
            const done = commits.filter((commit) => commit.calls <= calls).at(-1);
            openBytes(whole, (file) => expectRows(file, done?.rows ?? -1));
            // A truncated call, unless it lies within a page: such a call is done or not.
            const next = disk.calls[calls];
            if (next?.kind !== "write" || isInPage(next)) continue;
            const share = Math.floor((shares.next().value ?? 0) * next.bytes.length);
            const cut = { ...next, bytes: next.bytes.subarray(0, share) };
            openBytes([...whole, cut], (file) => expectRows(file, done?.rows ?? -1));
          }
        },
      ),
      { numRuns: draws({ ci: 2, long: 80 }) },
    );
  });

  it("stays readable whichever call the disk refuses", () => {
    const lengths = [10, 5000, 0, 20_000, 3];
    const counted = recordingDisk();
    const commits = writePieces(counted, lengths);
    const total = counted.calls.length;
    const [first = { calls: 0, rows: 0 }] = commits;
    for (let refused = first.calls; refused < total; refused++) {
      const disk = recordingDisk((call) => {
        if (call === refused) throw new Error("no space");
      });
      expect(() => writePieces(disk, lengths)).toThrow("no space");
      const done = commits.filter((commit) => commit.calls <= refused).at(-1);
      openBytes(disk.calls, (file) => expectRows(file, done?.rows ?? -1));
    }
    // Each piece takes several calls, so this loop is not empty.
    expect(total - first.calls).toBeGreaterThan(20);
  });

  it("finds each of 6000 chunks, through three levels of its tree", () => {
    const disk = createFile(at("deep.h5"));
    const file = hdf5File(disk);
    const list = file.growing({ type: "uint32" });
    // The first piece creates chunks of 4096.
    const chunk = 4096;
    for (let k = 0; k < 6000; k += 100) {
      const length = k === 0 ? 1 : 100 * chunk;
      const from = list.rows;
      list.append(Uint32Array.from({ length }, (_, i) => from + i));
      if (k % 1000 === 0) file.commit(groupOf({ list: list.node() }));
    }
    file.commit(groupOf({ list: list.node() }));
    disk.close();
    const opened = new File(at("deep.h5"), "r");
    const dataset = opened.get("list") as Dataset;
    const rows = 1 + 59 * 100 * chunk;
    expect(dataset.shape).toEqual([rows]);
    for (let from = 0; from < rows; from += 397 * chunk) {
      const slice = dataset.slice([[from, Math.min(rows, from + 3)]]) as Uint32Array;
      expect(slice[0]).toBe(from);
    }
    expect((dataset.slice([[rows - 1, rows]]) as Uint32Array)[0]).toBe(rows - 1);
    opened.close();
  });

  it("does not bloat: 3600 small commits take little more than their contents", () => {
    let end = 0;
    const disk = {
      ...recordingDisk(),
      write: (bytes: Uint8Array, from: number): void => {
        end = Math.max(end, from + bytes.length);
      },
      resize: (length: number): void => {
        end = Math.max(end, length);
      },
    };
    const file = hdf5File(disk);
    const times = file.growing({ type: "float64" });
    for (let k = 0; k < 3600; k++) {
      times.append(new Float64Array(100));
      file.commit(groupOf({ times: times.node() }, { steps: BigInt(k) }));
    }
    // One chunk that is not full, a page of index for 64 chunks, and two places for headers.
    expect(end).toBeLessThan(1.25 * 3600 * 800 + 16_384 + 65_536);
  });
});

/** Whether a write replaces bytes of a single page, which the system does at once. */
function isInPage({
  at: from,
  bytes,
}: {
  readonly at: number;
  readonly bytes: Uint8Array;
}): boolean {
  return Math.floor(from / 4096) === Math.floor((from + bytes.length - 1) / 4096);
}

it("refuses names that HDF5 cannot store", () => {
  const file = hdf5File(recordingDisk());
  const long = "x".repeat(70_000);
  expect(() => file.commit(groupOf({ [long]: groupOf({}) }))).toThrow("too long");
});
