// Reads mutants of the seeds of all formats; prints the outcome. Run in a separate process.
import { readFileSync } from "node:fs";
import { cpuUsage } from "node:process";
import { SpikeLoomError } from "@spikeloom/kernel";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { mutantOf } from "./mutate-files.ts";
import { readWhole } from "./read-whole.ts";
import { seedsByFormat } from "./seeds.ts";

/** What a process that reads mutants prints. */
export interface MutantsRead {
  readonly read: number;
  /** Errors by code. */
  readonly codes: Readonly<Record<string, number>>;
  /** What was no coded error, or took too long. */
  readonly faults: readonly string[];
  readonly formats: readonly string[];
  /** Of processor time, of one mutant. */
  readonly mostSeconds: number;
  readonly slowest: string;
  /** Seconds of processor time, by format. */
  readonly spent: Readonly<Record<string, number>>;
  readonly peakBytes: number;
}

const [seed = 0, first = 0, count = 0] = process.argv.slice(2).map(Number);
const mostSeconds = 5;

const seeds = await seedsByFormat(stack);
const codes: Record<string, number> = {};
const faults: string[] = [];
const spent: Record<string, number> = {};
let read = 0;
let longest = 0;
let slowest = "";
for (let which = first; which < first + count; which++) {
  const mutant = mutantOf(seeds, seed, which);
  const begin = cpuUsage();
  try {
    await readWhole(mutant, stack);
    read++;
  } catch (fault) {
    const code = fault instanceof SpikeLoomError ? fault.code : String(fault);
    codes[code] = (codes[code] ?? 0) + 1;
    const isOurs = /^SL_(PLUGIN_FAILED|PLUGIN_RETURN)$/.test(code) || !code.startsWith("SL_");
    if (isOurs) faults.push(`${mutant.format}, case ${which}: ${String(fault).slice(0, 500)}`);
  }
  const { user, system } = cpuUsage(begin);
  spent[mutant.format] = (spent[mutant.format] ?? 0) + (user + system) / 1e6;
  const seconds = (user + system) / 1e6;
  if (seconds > longest) slowest = `${mutant.format}, case ${which}`;
  longest = Math.max(longest, seconds);
  if (seconds > mostSeconds) faults.push(`${mutant.format}, case ${which}: ${seconds} s`);
}
const status = process.platform === "linux" ? readFileSync("/proc/self/status", "utf8") : "";
const peakBytes = 1024 * Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0);
const done: MutantsRead = {
  read,
  codes,
  faults: faults.slice(0, 20),
  mostSeconds: longest,
  slowest,
  peakBytes,
  spent,
  formats: [...seeds.keys()],
};
process.stdout.write(JSON.stringify(done));
