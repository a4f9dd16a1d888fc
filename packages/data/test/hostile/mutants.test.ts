import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpuUsage } from "node:process";
import { SpikeLoomError } from "@spikeloom/kernel";
import { afterAll, expect, it } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { mutateBytes } from "../../../../tools/test/mutate-bytes.ts";
import { sourceOfBytes } from "../../src/index.ts";
import { dataSeeds } from "./data-seeds.ts";

const folder = mkdtempSync(join(tmpdir(), "data-mutants-"));
afterAll(() => rmSync(folder, { recursive: true }));
// WFDB records name their other files.
const samples = join(import.meta.dirname, "../wfdb");
for (const name of readdirSync(samples)) copyFileSync(join(samples, name), join(folder, name));

const path = join(folder, "mutant.hea");

async function read(
  bytes: Uint8Array,
  { format, read }: (typeof dataSeeds)[number],
): Promise<void> {
  if (/^(shd|wfdb)/.test(format)) writeFileSync(path, bytes);
  // N-MNIST is recognised by its extension.
  await read(sourceOfBytes("mutant.bin", bytes), path);
}

it.each(dataSeeds.map((seed) => [seed.format, seed] as const))("%s is read", async (_, seed) => {
  await expect(read(seed.bytes, seed)).resolves.toBeUndefined();
});

it(`mutants are read or refused by code, each within a second (seed ${drawSeed})`, async () => {
  for (let which = 0; which < draws({ ci: 800, long: 200_000 }); which++) {
    const draw = newDraw(drawSeed, which);
    const seed = dataSeeds[which % dataSeeds.length] as (typeof dataSeeds)[number];
    const bytes = draw(2) === 0 ? mutateBytes(seed.bytes, draw) : mutate(seed.bytes, draw);
    const begin = cpuUsage();
    const fault = await read(bytes, seed).catch((error: unknown) => error);
    const { user, system } = cpuUsage(begin);
    const unexpected = fault instanceof SpikeLoomError ? undefined : fault;
    expect(unexpected, `${seed.format}, case ${which}`).toBeUndefined();
    expect((user + system) / 1e6, `${seed.format}, case ${which}`).toBeLessThan(1);
  }
});
