import { describe, expect, it, vi } from "vitest";
import { statedSize } from "../../src/hdf5/filters/stated-size.ts";
import { unpackByLibrary } from "../../src/hdf5/filters/unpack-by-library.ts";
import { numbersOf } from "../../src/hdf5/read/numbers.ts";
import { openHdf5 } from "../../src/hdf5/read/open-file.ts";
import { heldBytes } from "../../src/hdf5/read/random-bytes.ts";
import { madeByH5py } from "./files.ts";

vi.setConfig({ testTimeout: 60_000 });

const file = openHdf5(heldBytes(madeByH5py("packed")));

function valuesAt(path: string, from = 0, until?: number): readonly number[] {
  const found = file.find(path);
  if (found?.kind !== "dataset") throw new Error(`no dataset at ${path}`);
  const { type, rows, shape } = found;
  return Array.from(numbersOf(type, rows(from, until ?? shape?.[0] ?? 0)) ?? [], Number);
}

describe("chunks that libhdf5 unpacks", () => {
  it.each([
    ["blosc", ["x", "y"]],
    ["blosc_lz4", ["x", "y"]],
    ["blosc_zstd", ["x", "y"]],
    ["lz4", ["x", "y"]],
    ["zstd", ["x", "y"]],
    ["bitshuffle", ["x", "y"]],
    ["bitshuffle_lz4", ["x", "y"]],
    ["bitshuffle_zstd", ["x", "y"]],
    ["lzf", ["x", "y"]],
    ["szip", ["x", "y"]],
    ["nbit", ["x"]],
    ["scaleoffset", ["x"]],
    ["mixed", ["x"]],
  ])("contain the numbers that h5py compressed with %s", (name, keys) => {
    for (const key of keys) {
      const plain = valuesAt(`plain/${key}`);
      expect(plain.length).toBe(key === "x" ? 1500 : 300);
      expect(valuesAt(`${name}/${key}`), key).toEqual(plain);
    }
    expect(valuesAt(`${name}/x`, 590, 610)).toEqual(valuesAt("plain/x", 590, 610));
  });

  it("are refused by name if a codec inside Blosc is not supported", () => {
    expect(() => valuesAt("blosc_zlib/x")).toThrow(
      "it is packed with blosc and zlib inside; BloscLZ, LZ4 and Zstandard are read",
    );
  });

  it("that are damaged are refused, and others are read after them", () => {
    const damage = Uint8Array.from({ length: 400 }, (_, k) => k % 7);
    for (const [id, reason] of [
      [32000, "cannot be unpacked"],
      [32001, "instead of 600"],
      [32004, "instead of 600"],
      [32015, "no frame of Zstandard"],
    ] as const) {
      expect(() => unpackByLibrary(damage, { id, values: [] }, 600)).toThrow(reason);
    }
    expect(valuesAt("lz4/x")).toEqual(valuesAt("plain/x"));
  });

  it.each([
    [4, [0xff, 0xff, 0xff, 0x7f], []],
    [5, [0], [8, 1, 2 ** 31 - 1]],
    [32001, [2, 1, 0, 4, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0], []],
    [32004, [0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff], []],
    [32008, [0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff], [0, 4, 4, 0, 2]],
    [32015, [0x28, 0xb5, 0x2f, 0xfd, 0x80, 0, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0], []],
  ])(
    "are refused before they are decompressed if they claim 2 GiB (filter %i)",
    (id, head, values) => {
      const packed = Uint8Array.from(head);
      expect(statedSize(packed, { id, values })).toBe(2 ** 31 - 1);
      expect(() => unpackByLibrary(packed, { id, values }, 1024)).toThrow(
        "a chunk says that it unpacks to 2147483647 bytes instead of 1024",
      );
    },
  );
});
