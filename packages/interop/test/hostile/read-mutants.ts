// Reads mutants of the seeds of all formats; prints what came of it. Run in a process of its own.
import { readFileSync } from "node:fs";
import { cpuUsage } from "node:process";
import { bytesBeside, bytesSource, readFormat, SpikeLoomError } from "@spikeloom/kernel";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../read/mutate.ts";
import { mutateText } from "./mutate-text.ts";
import { collectSeeds, type Seed } from "./seeds.ts";

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
  readonly peakBytes: number;
}

const [seed = 0, first = 0, count = 0] = process.argv.slice(2).map(Number);
const mostSeconds = 5;

function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 512).every((byte) => byte >= 9 && byte < 127);
}

/** Change one of the files of a seed. */
function mutant({ files }: Seed, which: number): Readonly<Record<string, Uint8Array>> {
  const draw = newDraw(seed, which);
  const names = Object.keys(files);
  const name = names[draw(names.length)] ?? "";
  const bytes = files[name] ?? new Uint8Array();
  const changed =
    isText(bytes) && draw(4) > 0
      ? new TextEncoder().encode(mutateText(new TextDecoder().decode(bytes), draw))
      : mutate(bytes, draw);
  return { ...files, [name]: changed };
}

const seeds = await collectSeeds(stack);
const codes: Record<string, number> = {};
const faults: string[] = [];
let read = 0;
let longest = 0;
for (let which = first; which < first + count; which++) {
  const one = seeds[which % seeds.length] as Seed;
  const files = mutant(one, which);
  const [name = "", bytes = new Uint8Array()] = Object.entries(files)[0] ?? [];
  const format = stack.get("format", one.format, "hostile");
  const begin = cpuUsage();
  try {
    await readFormat(format, bytesSource(name, bytes), { stack, beside: bytesBeside(files) });
    read++;
  } catch (fault) {
    const code = fault instanceof SpikeLoomError ? fault.code : String(fault);
    codes[code] = (codes[code] ?? 0) + 1;
    const isOurs = /^SL_(PLUGIN_FAILED|PLUGIN_RETURN)$/.test(code) || !code.startsWith("SL_");
    if (isOurs) faults.push(`${one.format}, case ${which}: ${String(fault).slice(0, 500)}`);
  }
  const { user, system } = cpuUsage(begin);
  const seconds = (user + system) / 1e6;
  longest = Math.max(longest, seconds);
  if (seconds > mostSeconds) faults.push(`${one.format}, case ${which}: ${seconds} s`);
}
const status = process.platform === "linux" ? readFileSync("/proc/self/status", "utf8") : "";
const peakBytes = 1024 * Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0);
const done: MutantsRead = {
  ...{ read, codes, faults: faults.slice(0, 20), mostSeconds: longest, peakBytes },
  formats: [...new Set(seeds.map(({ format }) => format))],
};
process.stdout.write(JSON.stringify(done));
