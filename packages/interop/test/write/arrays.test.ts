import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { heldFile } from "@spikeloom/files";
import { Dataset, File, ready } from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numbersOf } from "../../src/hdf5/read/numbers.ts";
import { openHdf5 } from "../../src/hdf5/read/open-file.ts";
import { heldBytes } from "../../src/hdf5/read/random-bytes.ts";
import type { NumberArray } from "../../src/hdf5/write/datatypes.ts";
import { hdf5File } from "../../src/hdf5/write/hdf5-file.ts";
import type { ArrayOptions } from "../../src/hdf5/write/place-array.ts";
import type { DatasetNode } from "../../src/hdf5/write/tree.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-arrays-"));
beforeAll(async () => {
  const module = await ready;
  module.activate_throwing_error_handler();
});
afterAll(() => rmSync(folder, { recursive: true }));

function bytesOf(fill: (file: ReturnType<typeof hdf5File>) => DatasetNode): Uint8Array {
  const disk = heldFile();
  const file = hdf5File(disk);
  const links = new Map([["a", fill(file)]]);
  file.commit({ kind: "group", attributes: new Map(), links });
  return disk.bytes();
}

/** What HDF5's own library finds. */
function found(bytes: Uint8Array): { readonly shape: unknown; readonly value: unknown } {
  const path = join(folder, "a.h5");
  writeFileSync(path, bytes);
  const file = new File(path, "r");
  const dataset = file.get("a");
  if (!(dataset instanceof Dataset)) throw new Error("no dataset");
  const { shape, value } = dataset;
  file.close();
  return { shape, value };
}

const arrays: readonly NumberArray[] = [
  Float64Array.of(0.1, -1e300, 3, 4, 5, 6),
  Float32Array.of(0.5, -1e30, 3, 4, 5, 6),
  BigInt64Array.of(-(2n ** 60n), 2n, 3n, 4n, 5n, 6n),
  Int32Array.of(-7, 2, 3, 4, 5, 6),
  Int16Array.of(-7, 2, 3, 4, 5, 6),
  Int8Array.of(-7, 2, 3, 4, 5, 6),
  BigUint64Array.of(2n ** 63n, 2n, 3n, 4n, 5n, 6n),
  Uint32Array.of(2 ** 31, 2, 3, 4, 5, 6),
  Uint16Array.of(65_535, 2, 3, 4, 5, 6),
  Uint8Array.of(255, 2, 3, 4, 5, 6),
];

describe.each([undefined, 0, 4, 9])("arrays at level %s of gzip", (gzip) => {
  it.each(arrays.map((values) => [values.constructor.name, values] as const))(
    "keep the numbers, type and shape of %s",
    (_, values) => {
      const shape = [3, 1, 2];
      expect(found(bytesOf((file) => file.array(values, { shape, gzip })))).toEqual({
        shape,
        value: values,
      });
    },
  );

  it("keep a single number, and none", () => {
    const one = found(bytesOf((file) => file.array(Int32Array.of(7), { shape: [], gzip })));
    expect(one).toEqual({ shape: [], value: 7 });
    const none = bytesOf((file) => file.array(new Float32Array(0), { shape: [0, 4], gzip }));
    expect(found(none).shape).toEqual([0, 4]);
  });
});

describe("packed arrays", () => {
  const shape = [300, 1000] as const;
  // Two chunks and a part of a third.
  const values = Float64Array.from({ length: 300_000 }, (_, k) => Math.floor(k / 7));
  const options: ArrayOptions = { shape, gzip: 4 };

  it("of several chunks are restored, and take less space", () => {
    const bytes = bytesOf((file) => file.array(values, options));
    expect(bytes.length).toBeLessThan(values.byteLength / 3);
    expect(found(bytes)).toEqual({ shape: [...shape], value: values });
    const own = openHdf5(heldBytes(bytes)).find("/a");
    if (own?.kind !== "dataset") throw new Error("no dataset");
    expect(numbersOf(own.type, own.rows(0, 300))).toEqual(values);
  });

  it("are found through a tree of many chunks", () => {
    const [rows, columns] = [70, 600_000];
    const wide = new Uint8Array(rows * columns);
    for (let row = 0; row < rows; row++) wide.fill(row + 1, row * columns, (row + 1) * columns);
    const bytes = bytesOf((file) => file.array(wide, { shape: [rows, columns], gzip: 1 }));
    const own = openHdf5(heldBytes(bytes)).find("/a");
    if (own?.kind !== "dataset") throw new Error("no dataset");
    expect(Buffer.compare(own.rows(60, 70), wide.subarray(60 * columns))).toBe(0);
    expect(found(bytes)).toMatchObject({ shape: [rows, columns] });
  });
});

it("texts in rows and columns are restored", () => {
  const edges = ["a", "b", "b", "ü/c"];
  const bytes = bytesOf((file) => file.texts(edges, [2, 2]));
  expect(found(bytes)).toEqual({ shape: [2, 2], value: edges });
});
