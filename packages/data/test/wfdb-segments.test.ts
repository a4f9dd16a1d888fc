import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readWfdb } from "../src/index.ts";

const samples = join(import.meta.dirname, "wfdb");
const folder = mkdtempSync(join(tmpdir(), "data-segments-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a record of several segments", () => {
  it("with a layout has its signals where they were recorded", async () => {
    const { channels } = await readWfdb(join(samples, "p000878.hea"));
    const rows = channels.map(({ label, unit, rate, values }) => {
      const known = values.filter((value) => !Number.isNaN(value));
      const first = values.findIndex((value) => !Number.isNaN(value));
      return [label, unit, rate, values.length, known.length, first];
    });
    // Results of rdrecord() of wfdb-python 4.3.1, which has no units for signals that no segment contains.
    expect(rows).toEqual([
      ["PLETH", "NU", 125, 7500, 3554, 3796],
      ["II", "mV", 125, 7500, 1613, 5848],
      ["V", "mV", 125, 7500, 0, -1],
      ["ABP", "mmHg", 125, 7500, 0, -1],
    ]);
    const [pleth, ii] = channels;
    expect(pleth?.values[3796]).toBe(0.5843137254901961);
    expect(ii?.values[5848]).toBe(0.5118110236220472);
    const sum = (values: Iterable<number> = []): number =>
      [...values].reduce((total, value) => (Number.isNaN(value) ? total : total + value), 0);
    // Sums in another order differ in the last bits.
    expect(sum(pleth?.values)).toBeCloseTo(1801.9176470588236, 9);
    expect(sum(ii?.values)).toBeCloseTo(810.1574803149606, 9);
  });

  const write = (name: string, content: string | Int16Array<ArrayBuffer>): void =>
    writeFileSync(
      join(folder, name),
      typeof content === "string" ? content : new Uint8Array(content.buffer),
    );
  const part = (name: string, words: readonly number[], frames = 2): void => {
    write(`${name}.hea`, `${name} 2 100 ${frames}\n${name}.dat 16x2 1/mV\n${name}.dat 16 2/V\n`);
    write(`${name}.dat`, Int16Array.from(words));
  };

  it("without a layout has the signals of the first in each, with the samples of each frame", async () => {
    part("one", [1, 2, 3, 4, 5, 6]);
    part("two", [7, 8, 9, 10, 11, 12]);
    write("both.hea", "both/3 2 100 5\none 2\n~ 1\ntwo 2\n");
    const { channels } = await readWfdb(join(folder, "both.hea"));
    const gap = Number.NaN;
    expect([...(channels[0]?.values ?? [])]).toEqual([1, 2, 4, 5, gap, gap, 7, 8, 10, 11]);
    expect([...(channels[1]?.values ?? [])]).toEqual([1.5, 3, gap, 4.5, 6]);
  });

  it.each([
    ["fewer segments than stated", "a/3 2 100\none 2\ntwo 2\n", "3 segments"],
    ["other frames than stated", "a/2 2 100 9\none 2\ntwo 2\n", "9 frames in all segments"],
    ["a segment of another length", "a/2 2 100\none 2\ntwo 3\n", "3 frames in two"],
    ["gaps alone", "a/2 2 100\n~ 2\n~ 3\n", "a segment that is not a gap"],
    ["a gap that fills memory", "a/2 2 100\none 2\n~ 30000000\n", "at most 16777216 samples"],
    ["another rate", "a/2 2 100\none 2\nfast 2\n", "100 frames per second in fast"],
    ["signals in another order", "a/2 2 100\nab 2\nba 2\n", "signals with their units"],
    ["signals other than stated", "a/1 9 100\none 2\n", "9 signals in one"],
    ["a segment in another folder", "a/1 2 100\n../one 2\n", "the name of a record"],
    ["a segment of segments", "a/2 2 100\none 2\nboth 5\n", "segments that contain no segments"],
    ["itself as a segment", "a/1 2 100\na 2\n", "segments that contain no segments"],
    ["another number of signals", "a/2 2 100\none 2\nfewer 2\n", "2 signals in fewer"],
    ["other units", "a/2 2 100\none 2\nother 2\n", "signals with their units"],
    ["an invalid length", "a/1 2 100\none two\n", "a segment and its number of frames"],
  ])("is refused with %s", async (_, header, expected) => {
    write("fewer.hea", "fewer 1 100 2\none.dat 16x3 1/mV\n");
    write("other.hea", "other 2 100 2\none.dat 16x2 1/uV\none.dat 16 2/V\n");
    write("fast.hea", "fast 2 1000 2\none.dat 16x2 1/mV\none.dat 16 2/V\n");
    const named = (labels: string): string =>
      [...labels].map((name, k) => `one.dat 16 1/mV 16 0 0 ${[4, 6][k]} 0 ${name}\n`).join("");
    write("ab.hea", `ab 2 100 2\n${named("AB")}`);
    write("ba.hea", `ba 2 100 2\n${named("BA")}`);
    write("a.hea", header);
    const fault = await readWfdb(join(folder, "a.hea")).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: "SL_RECORD_DAMAGED" });
    expect((fault as { readonly expected: string }).expected).toContain(expected);
  });
});
