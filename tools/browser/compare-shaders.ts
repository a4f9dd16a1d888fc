import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Chromium } from "./chromium.ts";
import type { Claim } from "./compare-networks.ts";
import type { Server } from "./serve.ts";
import type { ShaderCase, ShaderOutcome, Words } from "./shaders/shader-case.ts";
import { visit } from "./visit.ts";

/** The software that Chromium uses in place of a graphics processor: rounds correctly and does not fuse operations. */
export const softwareGraphics: readonly string[] = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];

/** Run shaders on the software adapter; all bits must equal those of the interpreter. */
export async function testShaders(
  chromium: Chromium,
  server: Server,
  folder: string,
): Promise<readonly Claim[]> {
  const cases = casesInNode();
  writeFileSync(join(folder, "shader-jobs.js"), JSON.stringify(cases.map(({ job }) => job)));
  const { messages } = await visit(chromium, server, {
    page: "isolated/shaders.html",
    seconds: 120,
    flags: softwareGraphics,
  });
  const outcomes = messages as readonly ShaderOutcome[];
  return [
    { claim: "there are seven shaders", holds: cases.length === 7 },
    ...cases.flatMap((one) => compare(one, outcomes)),
  ];
}

function casesInNode(): readonly ShaderCase[] {
  const script = fileURLToPath(import.meta.resolve("./shaders/cases-in-node.ts"));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@spikeloom/source", script],
    { encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(`The cases of shaders could not be written.\n${stderr}`);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ShaderCase);
}

function compare(one: ShaderCase, outcomes: readonly ShaderOutcome[]): readonly Claim[] {
  const { job, wanted, floats } = one;
  const got = outcomes.find(({ name }) => name === job.name);
  if (got === undefined || got.errors.length > 0) {
    const why = got?.errors.join("; ") ?? "no answer";
    return [{ claim: `shader ${job.name}: ${why}`, holds: false }];
  }
  const each = got.each.map((words) => sorted(one, words));
  const step = wanted.each.findIndex((words, k) => !sameWords(words, each[k] ?? [], false));
  const spikes = wanted.each.reduce((sum, words) => sum + (words[0] ?? 0), 0);
  console.log(`shader ${job.name}: ${job.code.length} characters, ${spikes} spikes`);
  return [
    { claim: `shader ${job.name}: spikes of step ${step} differ`, holds: step < 0 },
    // Silence would prove nothing.
    { claim: `shader ${job.name} is silent`, holds: one.spikesAfter === undefined || spikes > 50 },
    ...Object.entries(wanted.last).map(([name, words]) => {
      const answer = got.last[name] ?? [];
      const at = words.findIndex((word, k) => !sameWord(word, answer[k], floats.includes(name)));
      const claim = `shader ${job.name}: word ${at} of ${name} is ${answer[at]}, not ${words[at]}`;
      return { claim, holds: at < 0 && answer.length === words.length };
    }),
  ];
}

/** Invocations append spikes in any order. */
function sorted({ spikesAfter }: ShaderCase, words: Words): Words {
  if (spikesAfter === undefined) return words;
  const spikes = words.slice(spikesAfter, spikesAfter + (words[0] ?? 0));
  return [...words.slice(0, spikesAfter), ...spikes.toSorted((a, b) => a - b)];
}

function sameWords(a: Words, b: Words, areFloats: boolean): boolean {
  return a.length === b.length && a.every((word, k) => sameWord(word, b[k], areFloats));
}

const size = (word: number): number => word & 0x7fffffff;
const isNan = (word: number): boolean => size(word) > 0x7f800000;
/** A number that WGSL may flush to zero. */
const isTiny = (word: number): boolean => size(word) < 0x00800000;

function sameWord(a: number, b: number | undefined, areFloats: boolean): boolean {
  if (a === b || !areFloats || b === undefined) return a === b;
  return (isNan(a) && isNan(b)) || (isTiny(a) && size(b) === 0);
}
