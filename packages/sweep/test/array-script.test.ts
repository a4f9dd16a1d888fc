import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { arrayScript } from "../src/array-script.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-array-"));
afterAll(() => rmSync(folder, { recursive: true }));

const options = { jobs: 3, command: ["echo", "it's"], plan: "a b.json", out: "c.h5" };

/** Output of a script when a shell runs it. */
function said(
  text: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): string {
  const path = join(folder, "array.sh");
  writeFileSync(path, text);
  const own = { PATH: process.env["PATH"] ?? "", ...env };
  return execFileSync("sh", [path, ...args], { encoding: "utf8", env: own });
}

const job = (number: number): string => `it's sweep a b.json --out c.h5 --job ${number} --quiet\n`;

it("a script runs the given job, or all jobs and the collection", () => {
  const plain = arrayScript("plain", options);
  expect(said(plain, ["2"], {})).toBe(job(2));
  expect(said(plain, [], { PBS_ARRAY_INDEX: "1" })).toBe(job(1));
  const collects = "it's sweep a b.json --out c.h5\n";
  expect(said(plain, [], {})).toBe([0, 1, 2].map(job).join("") + collects);
});

it("a Slurm script has one task per job", () => {
  const slurm = arrayScript("slurm", options);
  expect(slurm).toMatch(/^#!\/bin\/sh\n#SBATCH --array=0-2\n/);
  expect(said(slurm, [], { SLURM_ARRAY_TASK_ID: "2" })).toBe(job(2));
});
