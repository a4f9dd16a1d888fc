// Compares the emulator of RANC with RANC itself: `node --conditions=@spikeloom/source tools/compare-ranc.ts FOLDER`.
// `--write` stores the outputs of its simulator for the tests that run without it.
// FOLDER is a copy of https://github.com/UA-RCL/RANC (MIT). Its simulator is built with a C++ compiler and runs drawn networks; its
// regression tests for the hardware description state input and output of five networks.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { clock } from "@spikeloom/backend-clock";
import {
  type RancChip,
  rancConfiguration,
  rancFromNetwork,
  rancJson,
  rancNetwork,
  rancOutputs,
  readRancMemory,
  type TrueNorthDialectName,
  trueNorthAxon,
  trueNorthNeuron,
  truenorth,
} from "@spikeloom/hardware-truenorth";
import { createStack } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { run } from "@spikeloom/simulate";
import {
  drawLayers,
  drawRanc,
  rancTicks,
  vectorCount,
  vectorSeed,
} from "../plugins/hardware-truenorth/test/drawn-ranc.ts";
import { readToolArguments } from "./arguments.ts";

const { names, options: flags } = readToolArguments("compare-ranc", "FOLDER [--write]");
const root = resolve(import.meta.dirname, "..");
const folder = resolve(names[0] ?? "");
const built = join(folder, "built");
const stack = createStack({
  plugins: [...neurons, ...connectors, trueNorthNeuron, trueNorthAxon],
});
const backend = truenorth({ on: clock() });

/** Outputs of the emulator: axons of the output bus, tick by tick. */
async function ours(
  chip: RancChip,
  dialect: TrueNorthDialectName,
  ticks: number,
): Promise<readonly (readonly number[])[]> {
  const { network, outputs } = rancNetwork(chip, { ticks });
  const backendOptions = { dialect, axons: chip.axons, neurons: chip.neurons };
  const { recordings } = await run(network, { stack, backend, backendOptions });
  return rancOutputs(outputs, recordings, ticks);
}

/** Build RANC's simulator, if it is not there. */
function simulator(): string {
  const program = join(built, "ranc_sim");
  if (existsSync(program)) return program;
  mkdirSync(built, { recursive: true });
  const sources = join(folder, "simulator/src");
  const files = readdirSync(sources).filter((name) => name.endsWith(".cpp"));
  const options = ["-O3", "-std=c++14", `-I${join(folder, "simulator/extern")}`];
  const paths = files.map((name) => join(sources, name));
  execFileSync(process.env["CXX"] ?? "c++", [...options, ...paths, "-o", program], {
    stdio: "inherit",
  });
  return program;
}

/** Outputs of RANC's simulator. Its first row is written before the first tick. */
function theirs(chip: RancChip, resetType: 0 | 1, ticks: number): readonly (readonly number[])[] {
  const [input, output, configuration] = ["input.json", "output.txt", "config.json"].map((name) =>
    join(built, name),
  ) as [string, string, string];
  writeFileSync(input, [...rancJson(chip)].join(""));
  writeFileSync(configuration, rancConfiguration(chip, resetType));
  const numbers = ["--ticks", String(ticks + 1), "-r", String(ticks + 2)];
  const options = ["-i", input, "-o", output, "-c", configuration, ...numbers];
  execFileSync(simulator(), options, { stdio: "ignore" });
  const text = readFileSync(output, "utf8").replace(/^\uFEFF/, "");
  const rows = text.trimEnd().split("\n").slice(1);
  return rows.map((row) =>
    row
      .trim()
      .split(" ")
      .flatMap((bit, axon) => (bit === "1" ? [axon] : [])),
  );
}

async function compareDrawn(): Promise<boolean> {
  const outputs: (readonly (readonly number[])[])[] = [];
  let equal = 0;
  for (let which = 0; which < vectorCount; which++) {
    const chip = drawRanc(vectorSeed, which);
    const resetType = which % 2 === 0 ? 1 : 0;
    const dialect = resetType === 1 ? "ranc-simulator" : "ranc-simulator-asymmetric";
    const expected = theirs(chip, resetType, rancTicks);
    const got = await ours(chip, dialect, rancTicks);
    outputs.push(expected);
    if (JSON.stringify(got) === JSON.stringify(expected)) equal++;
    else {
      const tick = expected.findIndex((row, t) => row.join() !== got[t]?.join());
      console.log(`network ${which}, tick ${tick}: [${expected[tick]}], ours [${got[tick]}]`);
    }
  }
  const spikes = outputs.flat(2).length;
  console.log(`drawn networks: ${equal} of ${vectorCount} equal, ${spikes} output spikes`);
  if (flags.has("--write")) {
    const to = join(root, "plugins/hardware-truenorth/test/vectors/ranc-simulator.json.gz");
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, gzipSync(JSON.stringify(outputs), { level: 9 }));
  }
  return equal === vectorCount;
}

/** Number of networks that are put on cores, with splitters. */
const mappedCount = 10;

/** Compare networks on the emulator with what RANC's simulator makes of the file that they are written to. */
async function compareMapped(): Promise<boolean> {
  let [equal, spikes] = [0, 0];
  for (let which = 0; which < mappedCount; which++) {
    const network = drawLayers(vectorSeed, which);
    const size = { axons: 64, neurons: 64 };
    const { chip, outputs } = rancFromNetwork(network, { stack, ...size });
    const backendOptions = { dialect: "ranc-simulator", ...size };
    const { recordings } = await run(network, { stack, backend, backendOptions });
    const own = outputs.filter(({ population }) => population === "C");
    const got = rancOutputs(own, recordings, rancTicks);
    const bus = new Set(own.map(({ axon }) => axon));
    const expected = theirs(chip, 1, rancTicks).map((row) => row.filter((axon) => bus.has(axon)));
    spikes += expected.flat().length;
    if (JSON.stringify(got) === JSON.stringify(expected)) equal++;
    else console.log(`network ${which} on cores: different`);
  }
  console.log(`networks on cores: ${equal} of ${mappedCount} equal, ${spikes} output spikes`);
  return equal === mappedCount;
}

/** Regression tests: grid, place of the output bus, and ticks before the first stated output. */
const corpus = [
  { name: "tea/128", columns: 8, rows: 4, output: [0, 3], skipped: 2 },
  { name: "tea/256", columns: 4, rows: 3, output: [0, 2], skipped: 1 },
  { name: "tea/512", columns: 2, rows: 3, output: [0, 2], skipped: 1 },
  { name: "tea/512_128", columns: 2, rows: 3, output: [0, 2], skipped: 1 },
  { name: "vmm", columns: 3, rows: 3, output: [2, 2], skipped: 3 },
] as const;

async function compareCorpus(): Promise<boolean> {
  const tests = join(folder, "hardware/IP/RANCNetwork/src/simulations/memory_files");
  let [equal, all] = [0, 0];
  for (const { name, columns, rows, output, skipped } of corpus) {
    const read = (file: string): string => readFileSync(join(tests, name, file), "utf8");
    const lines = (file: string): string[] => read(file).split(/\s+/).filter(Boolean);
    const cores = Array.from({ length: columns * rows }, (_, k) => {
      const number = String(k).padStart(3, "0");
      if (!existsSync(join(tests, name, `csram_${number}.mem`))) return undefined;
      return { csram: read(`csram_${number}.mem`), tc: read(`tc_${number}.mem`) };
    });
    const chip = readRancMemory(
      {
        columns,
        cores,
        output: { coordinates: output, count: 512 },
        packets: grouped(lines("tb_input.txt"), lines("tb_num_inputs.txt")),
      },
      name,
    );
    const expected = grouped(lines("tb_correct.txt"), lines("tb_num_outputs.txt")).map((row) =>
      row.map((bits) => Number.parseInt(bits, 2)).sort((a, b) => a - b),
    );
    const got = (await ours(chip, "ranc", skipped + expected.length)).slice(skipped);
    const own = expected.filter((row, t) => row.join() === got[t]?.join()).length;
    const spikes = expected.reduce((sum, row) => sum + row.length, 0);
    console.log(`${name}: ${own} of ${expected.length} ticks equal, ${spikes} output spikes`);
    equal += own;
    all += expected.length;
  }
  console.log(`hardware description: ${equal} of ${all} ticks equal`);
  return equal === all;
}

/** Group lines by tick. */
function grouped(lines: readonly string[], counts: readonly string[]): readonly string[][] {
  let at = 0;
  return counts.map((count) => {
    const from = at;
    at += Number(count);
    return lines.slice(from, at);
  });
}

const results = [await compareCorpus(), await compareDrawn(), await compareMapped()];
if (results.includes(false)) process.exitCode = 1;
