import { describe, expect, it, vi } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { processorTime } from "../../../../tools/test/processor-time.ts";
import { Hdf5Damage } from "../../src/hdf5/read/damage.ts";
import { datatypeOf } from "../../src/hdf5/read/datatype.ts";
import { columnsOf, type Elements } from "../../src/hdf5/read/elements.ts";
import { inspectTree } from "../../src/hdf5/read/inspect.ts";
import { numbersOf } from "../../src/hdf5/read/numbers.ts";
import { type Hdf5File, openHdf5 } from "../../src/hdf5/read/open-file.ts";
import { heldBytes } from "../../src/hdf5/read/random-bytes.ts";
import { madeByH5py } from "./files.ts";

// Whoever crafts a file gets its checksums right: without this most would end at the first of them.
vi.mock("../../src/hdf5/read/checksum.ts", () => ({ verify: () => undefined }));

function elementsAt(file: Hdf5File, path: string): Elements {
  const found = file.find(path);
  if (found?.kind !== "dataset") throw new Error(`no dataset at ${path}`);
  return { type: found.type, bytes: found.rows(0, found.shape?.[0] ?? 1) };
}

function attributeOf(file: Hdf5File, path: string, name: string): readonly unknown[] {
  const found = file.find(path)?.attribute(name);
  if (found === undefined) throw new Error(`no attribute ${name}`);
  return file.values({ type: found.type, bytes: new Uint8Array(found.data) });
}

const rows = [
  ["ab", -3, [0.5, 1.5], { x: 7, y: -(2n ** 60n) }],
  ["c", 4, [2.5, -1], { x: 0, y: 9n }],
];

/** Parts of an element by name, at any depth. */
function plain(value: unknown): unknown {
  if (value === null || typeof value !== "object" || !("parts" in value)) return value;
  const parts = [...(value.parts as ReadonlyMap<string, unknown>)];
  return Object.fromEntries(parts.map(([name, part]) => [name, plain(part)]));
}

describe.each(["types-earliest", "types-latest"] as const)("%s of h5py", (name) => {
  const file = openHdf5(heldBytes(madeByH5py(name)));
  const valuesAt = (path: string): unknown[] =>
    file.values(elementsAt(file, path)).map((value) => plain(value));

  it("has elements of several parts, one within another, as rows and as columns", () => {
    const expected = rows.map(([text, at, pair, within]) => {
      return { name: text, at, pair, in: within };
    });
    expect(valuesAt("rows")).toEqual(expected);
    const columns = columnsOf(elementsAt(file, "rows")) ?? new Map<string, Elements>();
    expect([...columns.keys()]).toEqual(["name", "at", "pair", "in"]);
    const { type, bytes } = columns.get("at") as Elements;
    expect(numbersOf(type, bytes)).toEqual(Int16Array.of(-3, 4));
    const { type: text, bytes: letters } = columns.get("name") as Elements;
    expect(file.texts(text, letters)).toEqual(["ab", "c"]);
  });

  it("has true and false, names of numbers, bits and lists of any length", () => {
    expect(valuesAt("bools")).toEqual([true, false, true]);
    expect(valuesAt("colours")).toEqual(["green", "red", 5]);
    expect(valuesAt("lists")).toEqual([[1.5, 2.5], [], [3.5]]);
    const lists = file.lists(elementsAt(file, "lists")) ?? [];
    expect(lists.map(({ type, bytes }) => numbersOf(type, bytes))).toEqual([
      ...[Float32Array.of(1.5, 2.5), Float32Array.of(), Float32Array.of(3.5)],
    ]);
    expect(valuesAt("bits")).toEqual([0, 1, 1, 0]);
    expect(valuesAt("opaque")).toEqual([undefined, undefined]);
  });

  it("contains references to objects, which lead to the objects of their paths", () => {
    const places = file.references(elementsAt(file, "places")) ?? [];
    expect(places.map((one) => one && file.pathOf(one))).toEqual([
      "/numbers",
      undefined,
      "/g/deep",
    ]);
    const [first] = places;
    expect(first && file.open(first)).toBe(file.find("numbers"));
    const columns = columnsOf(elementsAt(file, "table")) ?? new Map<string, Elements>();
    const targets = file.references(columns.get("where") as Elements) ?? [];
    expect(targets.map((one) => one && file.pathOf(one))).toEqual(["/g", "/numbers"]);
    expect(valuesAt("table")).toMatchObject([
      { start: 1, count: 2, note: "first" },
      { start: 3, count: 4, note: "" },
    ]);
  });

  it("contains references to elements, which select them", () => {
    const [block, columns, all, none] = file.references(elementsAt(file, "regions")) ?? [];
    expect(block && file.pathOf(block)).toBe("/numbers");
    expect(block?.blocks).toEqual([{ from: [1, 2], until: [3, 5] }]);
    expect(columns?.blocks).toEqual([
      { from: [0, 0], until: [4, 1] },
      { from: [0, 2], until: [4, 3] },
      { from: [0, 4], until: [4, 5] },
    ]);
    expect(all?.blocks ?? [{ from: [0, 0], until: [4, 6] }]).toEqual([
      { from: [0, 0], until: [4, 6] },
    ]);
    expect(none).toBeUndefined();
  });

  it("has attributes of each kind, and their names", () => {
    expect([...(file.find("numbers")?.attributeNames() ?? [])].sort()).toEqual([
      ...["names", "on", "row", "target"],
    ]);
    const [target] = attributeOf(file, "numbers", "target");
    expect(file.pathOf(target as { address: number })).toBe("/g/deep");
    expect(attributeOf(file, "numbers", "names")).toEqual(["x", "yy"]);
    expect(attributeOf(file, "numbers", "on")).toEqual([true]);
    expect(attributeOf(file, "numbers", "row").map(plain)).toEqual([{ k: 1, v: 2.5 }]);
  });

  it("is listed with these types and values", () => {
    const { objects } = inspectTree(heldBytes(madeByH5py(name)), 100);
    const types = Object.fromEntries(objects.map(({ path, type }) => [path.slice(1), type]));
    expect(types).toMatchObject({
      rows: "{name: string of 3 bytes, at: int16 big-endian, pair: 2 arrays of float64, in: {x: uint8, y: int64}}",
      bools: "bool",
      colours: "names of int16 big-endian",
      lists: "lists of float32",
      places: "reference",
      regions: "reference to a selection",
      opaque: "opaque data, 3 bytes each",
    });
    expect(objects.find(({ path }) => path === "/numbers")?.attributes).toEqual({
      names: { type: "text", shape: [2], values: ["x", "yy"] },
      on: { type: "bool", shape: [], values: ["true"] },
      row: { type: "{k: int32, v: float64}", shape: [], values: ["{k: 1, v: 2.5}"] },
      target: { type: "reference", shape: [], values: ["-> /g/deep"] },
    });
  });
});

describe("the description of a type", () => {
  /** Class and version, bits, size, and the rest. */
  const described = (head: readonly number[], ...rest: readonly number[]): Uint8Array =>
    Uint8Array.of(...head, 0, 0, 0, ...rest);
  const byte = described([0x10, 0, 0, 0, 1], 0, 0, 8, 0);

  it("is refused if parts lie outside their element, or share a name", () => {
    const part = (offset: number): number[] => [0x61, 0, offset, ...byte];
    const two = (first: number, second: number): Uint8Array =>
      described([0x36, 2, 0, 0, 2], ...part(first), ...part(second));
    expect(() => datatypeOf(two(0, 1))).toThrow('two fields "a"');
    expect(() => datatypeOf(two(2, 1))).toThrow("outside its element");
  });

  it("is refused if types contain each other endlessly", () => {
    const lists = Array.from({ length: 12 }, () => [...described([0x19, 0, 0, 0, 16])]).flat();
    expect(() => datatypeOf(Uint8Array.from(lists))).toThrow("nested too deeply");
  });

  it("is refused if an array is larger than its element", () => {
    const array = described([0x3a, 0, 0, 0, 4], 1, 5, 0, 0, 0, ...byte);
    expect(() => datatypeOf(array)).toThrow("size does not match");
  });
});

it("crafted files give values or are refused as damaged, in bounded time", () => {
  const sources = (["types-earliest", "types-latest"] as const).map(madeByH5py);
  const paths = ["rows", "bools", "colours", "lists", "places", "regions", "table", "bits"];
  const count = draws({ ci: 200, long: 30_000 });
  let read = 0;
  for (let k = 0; k < count; k++) {
    const draw = newDraw(drawSeed, k);
    const bytes = mutate(sources[draw(sources.length)] as Uint8Array, draw);
    const start = processorTime();
    const about = `crafted file ${k} of seed ${drawSeed}`;
    for (const path of paths) {
      try {
        const file = openHdf5(heldBytes(bytes));
        const places = file.values(elementsAt(file, path));
        for (const place of places.filter(isPlace)) file.pathOf(place);
        read++;
      } catch (fault) {
        const isRefused = fault instanceof Hdf5Damage || String(fault).includes("no dataset");
        expect(isRefused, `${about}: ${fault}`).toBe(true);
      }
    }
    expect(processorTime() - start, about).toBeLessThan(5000);
  }
  expect(read).toBeGreaterThan(count);
});

function isPlace(value: unknown): value is { readonly address: number } {
  return typeof value === "object" && value !== null && "address" in value;
}
