import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { spokenDigits } from "../spoken-digits/recordings.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spoken-digits-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A tone of a tenth of a second in 8000 samples of 16 bits a second. */
function tone(hertz: number): Buffer {
  const samples = Int16Array.from(
    { length: 800 },
    (_, k) => 20_000 * Math.sin((2 * Math.PI * hertz * k) / 8000),
  );
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer)]);
}

it("encodes recordings once, and again if a file has changed", async () => {
  const into = join(folder, "kept");
  writeFileSync(join(folder, "3_ann_0.wav"), tone(500));
  const first = await spokenDigits(folder, 5, into);
  expect(first[0]?.spikes.length).toBeGreaterThan(0);
  expect(await spokenDigits(folder, 5, into)).toEqual(first);
  expect(readdirSync(into)).toHaveLength(1);
  writeFileSync(join(folder, "3_ann_0.wav"), tone(2000));
  const second = await spokenDigits(folder, 5, into);
  expect(second[0]?.spikes).not.toEqual(first[0]?.spikes);
  writeFileSync(join(folder, "7_bob_1.wav"), tone(500));
  expect((await spokenDigits(folder, 5, into)).map(({ label }) => label)).toEqual([3, 7]);
});

it("refuses a folder without recordings", async () => {
  await expect(spokenDigits(folder, 5, folder)).rejects.toThrow("no recording of an index below 5");
  expect(readdirSync(folder)).toEqual([]);
});
