import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import { drawSeed, draws } from "../../../../tools/test/draws.ts";
import type { MutantsRead } from "./read-mutants.ts";

vi.setConfig({ testTimeout: 7_200_000 });

const program = fileURLToPath(new URL("read-mutants.ts", import.meta.url));
const unchecked = new URL("without-checksums.ts", import.meta.url).href;
/** Mutants of one process; more are read by several, one after the other. */
const most = 50_000;

function readMutants(first: number, count: number): MutantsRead {
  const numbers = [drawSeed, first, count].map(String);
  const args = ["--conditions=@spikeloom/source", "--import", unchecked, program, ...numbers];
  const own = { NODE_OPTIONS: "" };
  const printed = execFileSync(process.execPath, args, { env: { ...process.env, ...own } });
  return JSON.parse(printed.toString()) as MutantsRead;
}

it("reads mutants of every format, or refuses them with a code, within 5 s and 1 GiB", () => {
  const count = draws({ ci: 100, long: 1_000_000 });
  const codes = new Set<string>();
  for (let first = 0; first < count; first += most) {
    const read = readMutants(first, Math.min(most, count - first));
    const about = `seed ${drawSeed}, cases from ${first} on`;
    expect(read.faults, about).toEqual([]);
    // Of one process, with the program itself.
    expect(read.peakBytes, about).toBeLessThan(2 ** 30);
    // Most mutants are refused, and some are read: the seeds themselves are valid.
    expect(read.read, about).toBeGreaterThan(0);
    for (const code of Object.keys(read.codes)) codes.add(code);
  }
  expect(codes.size).toBeGreaterThan(5);
});
