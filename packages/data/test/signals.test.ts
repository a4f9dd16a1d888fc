import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readEdf, readWav, readWfdb, sourceOfBytes } from "../src/index.ts";
import { edf, wav } from "./signal-files.ts";

const samples = join(import.meta.dirname, "wfdb");
const folder = mkdtempSync(join(tmpdir(), "data-signals-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("readWfdb", () => {
  it("reads each binary format, as confirmed by checksums and wfdb-python's sums", async () => {
    const { channels } = await readWfdb(join(samples, "binformats.hea"));
    expect(channels.map(({ label }) => label)).toEqual(
      [8, 16, 61, 80, 160, 212, 310, 311, 24, 32].map((format, k) => `sig ${k}, fmt ${format}`),
    );
    for (const { unit, rate, values } of channels) {
      expect([unit, rate, values.length]).toEqual(["mV", 200, 499]);
    }
    // The first samples in the header, over a gain of 200 units per mV.
    const first = [
      -2047, -32_766, -32_765, -124, -32_763, -2042, -505, -504, -8_388_599, -2_147_483_638,
    ];
    expect(channels.map(({ values }) => values[0])).toEqual(first.map((units) => units / 200));
  });

  it("reads annotations with their times and texts", async () => {
    const { annotations } = await readWfdb(join(samples, "binformats.hea"), { annotations: "atr" });
    // Record 100 has 2274 annotations, starting with samples 18, 77 and 370.
    expect(annotations).toHaveLength(2274);
    expect(annotations.slice(0, 3)).toEqual([
      { at: 18 / 200, text: "+ (N" },
      { at: 77 / 200, text: "N" },
      { at: 370 / 200, text: "N" },
    ]);
  });

  const broken = async (header: string, annotations?: string): Promise<unknown> => {
    writeFileSync(join(folder, "a.hea"), header);
    copyFileSync(join(samples, "binformats.d5"), join(folder, "a.dat"));
    const options = annotations === undefined ? {} : { annotations };
    return readWfdb(join(folder, "a.hea"), options).catch((error: unknown) => error);
  };

  it.each([
    ["an empty header", ""],
    ["segments", "a/3 1 200 499\n"],
    ["too few signals", "a 2 200 499\na.dat 212 200\n"],
    ["an unknown format", "a 1 200 499\na.dat 508 200\n"],
    ["samples cut short", "a 1 200 600\na.dat 212 200\n"],
    ["a level that is not a number", "a 1 200 499\na.dat 212 200/mV 12 abc\n"],
    ["a gain that is not a number", "a 1 200 499\na.dat 212 1e-e/mV\n"],
    ["a sum that is not a number", "a 1 200 499\na.dat 212 200/mV 12 0 -2042 x 0 x\n"],
    ["frames of no sample", "a 1 200 499\na.dat 212x0 200\n"],
    ["a skew below 0", "a 1 200 499\na.dat 212:-1 200\n"],
    ["a file in another folder", "a 1 200 499\n../a.dat 212 200\n"],
    ["a file below the folder", "a 1 200 499\nb/a.dat 212 200\n"],
    ["a file by a whole path", "a 1 200 499\n/a.dat 212 200\n"],
    ["a path of Windows", "a 1 200 499\n..\\a.dat 212 200\n"],
    ["a wrong checksum", "a 1 200 499\na.dat 212 200/mV 12 0 -2042 -6825 0 x\n"],
  ])("refuses %s", async (_, header) => {
    expect(await broken(header)).toMatchObject({ code: "SL_RECORD_DAMAGED" });
  });

  it("returns several samples per frame, and missing ones as NaN", async () => {
    writeFileSync(join(folder, "f.hea"), "f 2 100 2\nf.dat 16x2 10(5)/uV\nf.dat 16 1/V\n");
    const words = Int16Array.of(15, 25, 7, -32_768, 5, -1);
    writeFileSync(join(folder, "f.dat"), new Uint8Array(words.buffer));
    const { channels } = await readWfdb(join(folder, "f.hea"));
    expect(channels.map(({ rate, unit }) => [rate, unit])).toEqual([
      [200, "uV"],
      [100, "V"],
    ]);
    expect([...(channels[0]?.values ?? [])]).toEqual([1, 2, Number.NaN, 0]);
    expect([...(channels[1]?.values ?? [])]).toEqual([7, -1]);
  });

  it("corrects the skew of a signal, in frames", async () => {
    // The sum of the skewed signal contains its early samples: 1 to 6.
    const signals = "s.dat 16x2:1 1/mV 16 0 1 21 0 late\ns.dat 16 1/mV\n";
    writeFileSync(join(folder, "s.hea"), `s 2 100 3\n${signals}`);
    const words = Int16Array.of(1, 2, 7, 3, 4, 8, 5, 6, 9);
    writeFileSync(join(folder, "s.dat"), new Uint8Array(words.buffer));
    const { channels } = await readWfdb(join(folder, "s.hea"));
    expect(channels.map(({ values }) => [...values])).toEqual([
      [3, 4, 5, 6, Number.NaN, Number.NaN],
      [7, 8, 9],
    ]);
  });

  it("refuses annotations without an end", async () => {
    const bytes = readFileSync(join(samples, "binformats.atr"));
    writeFileSync(join(folder, "a.atr"), bytes.subarray(0, bytes.length - 2));
    const fault = await broken("a 1 200 499\na.dat 212 200\n", "atr");
    expect(fault).toMatchObject({ code: "SL_RECORD_DAMAGED" });
  });
});

describe("readEdf", () => {
  const lists = ["+0\x14\x14\0+0.5\x151.5\x14blink\x14\0", "+2\x14\x14\0+3\x14K\x14\0"];

  it("reads physical values and annotations of EDF+", async () => {
    const bytes = edf(
      [
        [-32_768, 32_767, 0],
        [1, 2, 3],
      ],
      lists,
    );
    const { channels, annotations, about } = await readEdf(sourceOfBytes("a.edf", bytes));
    expect(channels).toHaveLength(1);
    const [{ label, unit, rate, values } = { label: "", unit: "", rate: 0, values: [] }] = channels;
    expect([label, unit, rate]).toEqual(["EEG Fz", "uV", 1.5]);
    const step = 200 / 65_535;
    expect([...values].map((value) => value.toFixed(9))).toEqual(
      [-100, 100, ...[0, 1, 2, 3].map((k) => (k + 32_768) * step - 100)].map((v) => v.toFixed(9)),
    );
    expect(annotations).toEqual([
      { at: 0.5, duration: 1.5, text: "blink" },
      { at: 3, text: "K" },
    ]);
    expect(about.get("date")).toBe("02.03.24");
  });

  it("reads 24 bits of BDF", async () => {
    const bytes = edf([[-8_388_608, 8_388_607, -1]], [], true);
    const { channels } = await readEdf(sourceOfBytes("a.bdf", bytes));
    const step = 200 / 16_777_215;
    expect([...(channels[0]?.values ?? [])].map((v) => v.toFixed(6))).toEqual(
      [-100, 100, 8_388_607 * step - 100].map((v) => v.toFixed(6)),
    );
  });

  it.each([
    ["nothing", (bytes: Buffer) => bytes.subarray(0, 10), 0],
    ["another file", (bytes: Buffer) => Buffer.concat([Buffer.from("PK"), bytes.subarray(2)]), 0],
    ["records cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1), 768],
  ])("refuses %s", async (_, change, byte) => {
    const bytes = change(edf([[1, 2, 3]], lists));
    await expect(readEdf(sourceOfBytes("a", bytes))).rejects.toMatchObject({
      code: "SL_RECORD_DAMAGED",
      place: `a: byte ${byte}`,
    });
  });
});

describe("readWav", () => {
  it.each([
    [1, 8, Buffer.from([0, 128, 192]), [-1, 0, 0.5]],
    [1, 16, Buffer.from(Int16Array.of(-32_768, 0, 16_384).buffer), [-1, 0, 0.5]],
    [1, 24, Buffer.from([0, 0, 0x80, 0, 0, 0, 0, 0, 0x40]), [-1, 0, 0.5]],
    [1, 32, Buffer.from(Int32Array.of(-(2 ** 31), 0, 2 ** 30).buffer), [-1, 0, 0.5]],
    [3, 32, Buffer.from(Float32Array.of(-1, 0, 0.5).buffer), [-1, 0, 0.5]],
    [3, 64, Buffer.from(Float64Array.of(-1, 0, 0.5).buffer), [-1, 0, 0.5]],
  ])("reads format %i of %i bits", async (code, bits, data, values) => {
    const { channels } = await readWav(sourceOfBytes("a.wav", wav(code, bits, 1, data)));
    expect([...(channels[0]?.values ?? [])]).toEqual(values);
    expect(channels[0]?.rate).toBe(8000);
  });

  it("reads an unknown length as the rest of the file, and zero as empty before a chunk", async () => {
    const samples = Buffer.from(Int16Array.of(3, -3, 5).buffer);
    const list = Buffer.from("LIST\x04\0\0\0INFO");
    const empty = wav(1, 16, 1, Buffer.alloc(0));
    const countOf = async (bytes: Buffer): Promise<number | undefined> =>
      (await readWav(sourceOfBytes("a.wav", bytes))).channels[0]?.values.length;
    expect(await countOf(Buffer.concat([empty, samples]))).toBe(3);
    expect(await countOf(Buffer.concat([empty, list]))).toBe(0);
    expect(await countOf(empty)).toBe(0);
  });

  it("separates channels", async () => {
    const data = Buffer.from(Int16Array.of(1, -1, 2, -2).buffer);
    const { channels } = await readWav(sourceOfBytes("a.wav", wav(1, 16, 2, data)));
    expect(channels.map(({ values }) => [...values].map((v) => v * 32_768))).toEqual([
      [1, 2],
      [-1, -2],
    ]);
  });

  it.each([
    ["another file", Buffer.from("RIFX")],
    ["compression", wav(17, 4, 1, Buffer.alloc(4))],
    ["samples cut short", wav(1, 16, 1, Buffer.alloc(8)).subarray(0, 60)],
    ["no samples", wav(1, 16, 1, Buffer.alloc(0)).subarray(0, 40)],
  ])("refuses %s", async (_, bytes) => {
    const read = readWav(sourceOfBytes("a.wav", bytes));
    await expect(read).rejects.toMatchObject({ code: "SL_RECORD_DAMAGED" });
  });
});
