import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { pngChunk, pngOf } from "../../../tools/test/png-of.ts";
import { processorTime } from "../../../tools/test/processor-time.ts";
import { openClassFolders, openSet, readFrames, readPng } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "data-images-"));
afterAll(() => rmSync(folder, { recursive: true }));

const picture = (name: string): string =>
  fileURLToPath(new URL(`png/${name}.png`, import.meta.url));
const bytesOf = (name: string): Uint8Array => readFileSync(picture(name));

/** What Pillow 13.0 reads of the pictures, `convert("L")` but for 16 bits (png/README.md). */
const pillow: { width: number; height: number; levels: Record<string, number[]> } = JSON.parse(
  readFileSync(new URL("png/levels.json", import.meta.url), "utf8"),
);

function place(path: string, name: string): void {
  const at = join(folder, path);
  mkdirSync(dirname(at), { recursive: true });
  copyFileSync(picture(name), at);
}

describe("a PNG image", () => {
  it.each(Object.keys(pillow.levels))("%s has the levels that Pillow reads", async (name) => {
    const { width, height, channels, white, levels } = await readPng(bytesOf(name), {
      grey: "bt601",
      alpha: "ignore",
    });
    expect([width, height, channels]).toEqual([pillow.width, pillow.height, 1]);
    expect([...levels]).toEqual(pillow.levels[name]);
    expect(white).toBe(name === "grey16" ? 65_535 : 255);
  });

  it("is refused by code if it is truncated at any byte", async () => {
    const bytes = bytesOf("rgb");
    for (let end = 0; end < bytes.length - 12; end++) {
      await expect(readPng(bytes.subarray(0, end))).rejects.toThrow("SL_RECORD_DAMAGED");
    }
  });

  it("is refused before it is decompressed if it claims to be huge", async () => {
    const bytes = Uint8Array.from(bytesOf("rgb"));
    bytes.set([0, 1, 0, 0, 0, 1, 0, 0], 16);
    await expect(readPng(bytes)).rejects.toMatchObject({ got: "65536 x 65536" });
  });
});

describe("colours of a picture", () => {
  const [signature, end] = [bytesOf("rgb").subarray(0, 8), pngChunk("IEND", new Uint8Array(0))];
  /** A picture of one row. */
  const rowOf = (
    colour: number,
    levels: readonly number[],
    ...chunks: readonly Uint8Array[]
  ): Uint8Array => {
    const width = levels.length / ({ 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour] ?? 1);
    const header = Uint8Array.of(0, 0, 0, width, 0, 0, 0, 1, 8, colour, 0, 0, 0);
    const pixels = pngChunk("IDAT", deflateSync(Uint8Array.of(0, ...levels)));
    return Buffer.concat([signature, pngChunk("IHDR", header), ...chunks, pixels, end]);
  };
  const opaque = { channels: 3, height: 1, width: 2, white: 255 };
  const two = [255, 0, 10, 1, 2, 3];

  it("are three channels, of a palette too, unless a conversion is named", async () => {
    const found = await readPng(rowOf(2, two));
    expect(found).toEqual({ ...opaque, levels: Uint8Array.from(two) });
    const palette = pngChunk("PLTE", Uint8Array.from(two));
    expect((await readPng(rowOf(3, [1, 0], palette))).levels).toEqual(
      Uint8Array.of(1, 2, 3, 255, 0, 10),
    );
  });

  it("become grey with the named weights", async () => {
    const luma = async (grey: "bt601" | "bt709") => [
      ...(await readPng(rowOf(2, two), { grey })).levels,
    ];
    // Rounded weights of ITU-R BT.601-7 and BT.709-6.
    expect(await luma("bt601")).toEqual([0.299 * 255 + 0.114 * 10, 2].map(Math.round));
    expect(await luma("bt709")).toEqual([0.2126 * 255 + 0.0722 * 10, 2].map(Math.round));
    const named = readPng(rowOf(2, two), { grey: "mean" as "bt601" });
    await expect(named).rejects.toMatchObject({ code: "SL_PICTURE_CHANNELS", got: "mean" });
  });

  it.each([
    ["of its own", rowOf(6, [1, 2, 3, 255, 4, 5, 6, 254])],
    ["of grey", rowOf(4, [7, 255, 8, 0])],
    [
      "of a palette",
      rowOf(
        3,
        [1, 0],
        pngChunk("PLTE", Uint8Array.from(two)),
        pngChunk("tRNS", Uint8Array.of(255, 9)),
      ),
    ],
    ["of one colour", rowOf(2, two, pngChunk("tRNS", Uint8Array.of(0, 1, 0, 2, 0, 3)))],
  ])("are refused if alpha %s hides some, unless requested", async (_, bytes) => {
    await expect(readPng(bytes)).rejects.toMatchObject({
      code: "SL_PICTURE_CHANNELS",
      next: expect.stringContaining('"alpha": "ignore"'),
    });
    expect((await readPng(bytes, { alpha: "ignore" })).levels.length % 2).toBe(0);
  });

  it("keep no alpha channel that is opaque everywhere", async () => {
    const { channels, levels } = await readPng(rowOf(6, [1, 2, 3, 255, 4, 5, 6, 255]));
    expect([channels, ...levels]).toEqual([3, 1, 2, 3, 4, 5, 6]);
  });
});

describe("a crafted picture of PNG", () => {
  const head = (width: number, height: number, depth: number, colour: number) => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([depth, colour], 8);
    return pngChunk("IHDR", header);
  };
  const interlaced = (depth: number): Uint8Array =>
    pngChunk("IHDR", Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 1, depth, 0, 0, 0, 1));
  const file = (...chunks: readonly Uint8Array[]): Uint8Array =>
    Buffer.concat([bytesOf("rgb").subarray(0, 8), ...chunks, pngChunk("IEND", new Uint8Array(0))]);
  const pixels = (...bytes: readonly number[]): Uint8Array =>
    pngChunk("IDAT", deflateSync(Uint8Array.from(bytes)));

  it("keeps its colours if it suggests a palette", async () => {
    const palette = pngChunk("PLTE", new Uint8Array(3 * 256).fill(7));
    const row = pixels(0, 255, 255, 255, 10, 10, 10);
    const { levels } = await readPng(file(head(2, 1, 8, 2), palette, row));
    expect([...levels]).toEqual([255, 255, 255, 10, 10, 10]);
  });

  it("reads interlaced 8-bit pixels, and refuses those with fewer bits", async () => {
    // Two pixels of one row: the first is in pass 1, the second in pass 6 (PNG 1.2, 2.6).
    const passes = pixels(0, 3, 0, 200);
    const { levels } = await readPng(file(interlaced(8), passes));
    expect([...levels]).toEqual([3, 200]);
    await expect(readPng(file(interlaced(4), passes))).rejects.toMatchObject({
      code: "SL_RECORD_DAMAGED",
      got: "4 bits",
    });
  });

  const zeros = deflateSync(new Uint8Array(2 ** 26));
  it.each([
    ["too many pixels", [head(1, 1, 8, 0), pngChunk("IDAT", zeros)], "2 decompressed bytes"],
    ["fewer pixels than stated", [head(2, 2, 8, 0), pixels(0, 1, 2)], "6 bytes of pixels"],
    ["two headers", [head(1, 1, 8, 0), head(2, 2, 8, 0), pixels(0, 1)], "exactly one header"],
    ["another colour", [head(1, 1, 8, 5), pixels(0, 1)], "a colour type of"],
  ])("is refused with %s", async (_, chunks, expected) => {
    const begin = processorTime();
    const fault = await readPng(file(...chunks)).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: "SL_RECORD_DAMAGED" });
    expect((fault as { readonly expected: string }).expected).toContain(expected);
    expect(processorTime() - begin).toBeLessThan(1000);
  });

  it("is read without chunks other than pixels", async () => {
    const profile = pngChunk("iCCP", Buffer.concat([Buffer.from("a\0\0"), zeros]));
    const begin = processorTime();
    const { levels } = await readPng(file(head(1, 1, 8, 0), profile, pixels(0, 9)));
    expect([...levels]).toEqual([9]);
    expect(processorTime() - begin).toBeLessThan(1000);
  });
});

describe("a folder of pictures", () => {
  it("is a set, with classes by the names of folders", async () => {
    for (const [name, file] of [
      ["rgb", "train/cat/2.png"],
      ["l", "train/cat/10.png"],
      ["la", "train/dog/a.png"],
      ["grey16", "test/dog/1.png"],
      ["palette", "test/cat/1.png"],
    ] as const) {
      place(join("pets", file), name);
    }
    const pets = join(folder, "pets");
    const { train, test } = await openSet("image-folder", {
      folder: pets,
      grey: "bt601",
      alpha: "ignore",
    });
    expect(train.classes).toEqual(["cat", "dog"]);
    expect([...train.labels]).toEqual([0, 1, 0]);
    const { rgb = [], l = [], la = [], palette = [], grey16 = [] } = pillow.levels;
    // One 16-bit file makes all of them 16-bit.
    const wide = (level: number): number => 257 * level;
    expect([train.white, train.channels]).toEqual([65_535, 1]);
    expect([...train.images]).toEqual([...rgb, ...la, ...l].map(wide));
    expect([...test.labels]).toEqual([0, 1]);
    expect([...test.images]).toEqual([...palette.map(wide), ...grey16]);
    // Without a conversion nothing is mixed.
    await expect(openSet("image-folder", { folder: pets, alpha: "ignore" })).rejects.toMatchObject({
      code: "SL_PICTURE_CHANNELS",
      expected: "5 × 11 × 3 numbers, like the first image",
      got: "5 × 11 × 1",
      next: expect.stringContaining('"grey": "bt601"'),
    });
    await expect(openSet("digits", { grey: "bt601" })).rejects.toThrow("SL_PICTURE_CHANNELS");
  });

  it("is the frames of a video in the order of their numbers", async () => {
    for (const [name, file] of [
      ["rgb", "frame10.png"],
      ["l", "frame9.png"],
    ] as const) {
      place(join("video", file), name);
    }
    await expect(readFrames(join(folder, "video"))).rejects.toThrow("SL_PICTURE_CHANNELS");
    const { count, images } = await readFrames(join(folder, "video"), { grey: "bt601" });
    expect(count).toBe(2);
    expect([...images]).toEqual([...(pillow.levels["l"] ?? []), ...(pillow.levels["rgb"] ?? [])]);
  });

  it("is refused if images differ in size, or one is not an image", async () => {
    place("odd/1.png", "l");
    writeFileSync(join(folder, "odd/2.png"), bytesOf("l").subarray(0, 40));
    await expect(readFrames(join(folder, "odd"))).rejects.toThrow("2.png: byte 33");
    writeFileSync(join(folder, "odd/2.png"), pngOf([[1, 2]]));
    await expect(readFrames(join(folder, "odd"))).rejects.toMatchObject({
      code: "SL_SET_SHAPE",
      expected: "an image of 11 x 5, like the first one",
    });
    mkdirSync(join(folder, "empty"));
    await expect(readFrames(join(folder, "empty"))).rejects.toThrow("SL_SET_MISSING");
  });

  it("has classes that are links", () => {
    place("linked/train/cat/1.png", "l");
    place("linked/test/cat/1.png", "l");
    place("elsewhere/1.png", "l");
    symlinkSync(join(folder, "elsewhere"), join(folder, "linked/train/bird"), "junction");
    expect(openClassFolders(join(folder, "linked")).classes).toEqual(["bird", "cat"]);
  });

  it.each([
    ["no part", [], 'a folder "train"'],
    ["no class", ["train", "test"], "one folder per class"],
    ["no sample", ["train/a", "test/a"], "sample files"],
  ])("reports what is missing: %s", (name, inside, expected) => {
    for (const one of inside) mkdirSync(join(folder, name, one), { recursive: true });
    mkdirSync(join(folder, name), { recursive: true });
    expect(() => openClassFolders(join(folder, name))).toThrow(expected);
  });
});
