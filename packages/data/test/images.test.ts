import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
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

describe("a picture of PNG", () => {
  it.each(Object.keys(pillow.levels))("%s has the levels that Pillow reads", async (name) => {
    const { width, height, white, levels } = await readPng(bytesOf(name));
    expect([width, height]).toEqual([pillow.width, pillow.height]);
    expect([...levels]).toEqual(pillow.levels[name]);
    expect(white).toBe(name === "grey16" ? 65_535 : 255);
  });

  it("is refused by code where it is cut at any byte", async () => {
    const bytes = bytesOf("rgb");
    for (let end = 0; end < bytes.length - 12; end++) {
      await expect(readPng(bytes.subarray(0, end))).rejects.toThrow("SL_RECORD_DAMAGED");
    }
  });

  it("is refused before it is unpacked where it says that it is huge", async () => {
    const bytes = Uint8Array.from(bytesOf("rgb"));
    bytes.set([0, 1, 0, 0, 0, 1, 0, 0], 16);
    await expect(readPng(bytes)).rejects.toMatchObject({ got: "65536 x 65536" });
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
    const { train, test } = await openSet("image-folder", { folder: join(folder, "pets") });
    expect(train.classes).toEqual(["cat", "dog"]);
    expect([...train.labels]).toEqual([0, 1, 0]);
    const { rgb = [], l = [], la = [], palette = [], grey16 = [] } = pillow.levels;
    expect([...train.images]).toEqual([...rgb, ...la, ...l]);
    expect([...test.labels]).toEqual([0, 1]);
    expect([...test.images]).toEqual([
      ...palette,
      ...grey16.map((level) => Math.round(level / 257)),
    ]);
  });

  it("is the frames of a video in the order of their numbers", async () => {
    for (const [name, file] of [
      ["rgb", "10.png"],
      ["l", "9.png"],
    ] as const) {
      place(join("video", file), name);
    }
    const { count, images } = await readFrames(join(folder, "video"));
    expect(count).toBe(2);
    expect([...images]).toEqual([...(pillow.levels["l"] ?? []), ...(pillow.levels["rgb"] ?? [])]);
  });

  it("is refused where pictures differ in size, or one is none", async () => {
    place("odd/1.png", "l");
    const bytes = Uint8Array.from(bytesOf("l"));
    writeFileSync(join(folder, "odd/2.png"), bytes.subarray(0, 40));
    await expect(readFrames(join(folder, "odd"))).rejects.toThrow("2.png: byte 0");
    mkdirSync(join(folder, "empty"));
    await expect(readFrames(join(folder, "empty"))).rejects.toThrow("SL_SET_SHAPE");
  });

  it.each([
    ["no part", [], 'a folder "train"'],
    ["no class", ["train", "test"], "a folder for each class"],
    ["no sample", ["train/a", "test/a"], "files of samples"],
  ])("is told what it lacks: %s", (name, inside, expected) => {
    for (const one of inside) mkdirSync(join(folder, name, one), { recursive: true });
    mkdirSync(join(folder, name), { recursive: true });
    expect(() => openClassFolders(join(folder, name))).toThrow(expected);
  });
});
