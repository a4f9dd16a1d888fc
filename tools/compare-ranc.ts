// Compares the emulator of RANC with RANC itself: `node --conditions=@spikeloom/source tools/compare-ranc.ts FOLDER`.
// `--speed` compares the CPU time of ticks on 64 cores. `--write` stores the outputs of its simulator for the tests that run without it.
// FOLDER is a copy of https://github.com/UA-RCL/RANC (MIT). Its simulator is built with a C++ compiler and runs drawn networks; its
// regression tests for the hardware description state input and output of five networks.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { clock } from "@spikeloom/backend-clock";
import {
  type Place,
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
import { run, simulate } from "@spikeloom/simulate";
import {
  drawLayers,
  drawRanc,
  rancTicks,
  vectorCount,
  vectorSeed,
} from "../plugins/hardware-truenorth/test/drawn-ranc.ts";
import { readToolArguments } from "./arguments.ts";
import { type Draw, newDraw } from "./test/draws.ts";

const { names, options: flags } = readToolArguments("compare-ranc", "FOLDER [--write] [--speed]");
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

const [input, output, configuration] = ["input.json", "output.txt", "config.json"].map((name) =>
  join(built, name),
) as [string, string, string];

function simulatorOptions(ticks: number): readonly string[] {
  const numbers = ["--ticks", String(ticks), "-r", String(ticks + 1)];
  return ["-i", input, "-o", output, "-c", configuration, ...numbers];
}

/** Outputs of RANC's simulator. Its first row is written before the first tick. */
function theirs(chip: RancChip, resetType: 0 | 1, ticks: number): readonly (readonly number[])[] {
  writeFileSync(input, [...rancJson(chip)].join(""));
  writeFileSync(configuration, rancConfiguration(chip, resetType));
  execFileSync(simulator(), simulatorOptions(ticks + 1), { stdio: "ignore" });
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

/** Ticks whose time is measured, and those before, in which networks are loaded. */
const [measuredTicks, loadedTicks] = [200, 20] as const;
const rounds = 3;

/** Neurons and axons of a core on the chip. */
const width = 256;

/**
 * Create 64 cores whose neurons each reach an axon of their own, and excite and inhibit each other.
 *
 * Neurons drive themselves: their leak reaches the threshold every `period` ticks.
 */
function busyChip(period: number): RancChip {
  const draw = newDraw(vectorSeed, period);
  const places = Array.from({ length: 64 }, (_, k): Place => [k % 8, Math.floor(k / 8)]);
  const output = { coordinates: [8, 0] as Place, count: width };
  const next = shuffled(places.length, draw);
  const cores = places.map((coordinates, core): RancChip["cores"][number] => {
    const target = places[next[core] as number] as Place;
    const axons = shuffled(width, draw);
    return {
      coordinates,
      axons: Array.from({ length: width }, (_, a) => a % 4),
      neurons: axons.map((axon) => ({
        reset_potential: 0,
        weights: [1, -1, 2, -2],
        leak: 2,
        positive_threshold: 2 * period,
        negative_threshold: -200,
        destination_core_offset:
          core === 0 ? [8, 0] : [target[0] - coordinates[0], target[1] - coordinates[1]],
        destination_axon: axon,
        destination_tick: draw(4),
        current_potential: draw(2 * period),
        reset_mode: 0,
      })),
      connections: axons.map(() => Uint8Array.from({ length: width }, () => draw(2))),
    };
  });
  return { axons: width, neurons: width, cores, output, packets: [] };
}

function shuffled(count: number, draw: Draw): readonly number[] {
  const list = Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = draw(k + 1);
    [list[k], list[other]] = [list[other] as number, list[k] as number];
  }
  return list;
}

/** CPU time of a child process in seconds, from the shell. */
function secondsOf(program: string, options: readonly string[]): number {
  const script = `"$0" "$@" >/dev/null 2>&1; times`;
  const text = execFileSync("bash", ["-c", script, program, ...options], { encoding: "utf8" });
  const children = text.trim().split("\n")[1] ?? "";
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}

/** Compare the CPU time of ticks on 64 cores, in turn; loading is subtracted. */
async function compareSpeed(period: number): Promise<boolean> {
  const chip = busyChip(period);
  const expected = theirs(chip, 1, measuredTicks);
  const { network, outputs } = rancNetwork(chip, { ticks: measuredTicks });
  const backendOptions = { dialect: "ranc-simulator", axons: width, neurons: width };
  const { recordings, spikeCounts } = await run(network, { stack, backend, backendOptions });
  const got = rancOutputs(outputs, recordings, measuredTicks);
  const isEqual = JSON.stringify(got) === JSON.stringify(expected);
  const seconds: { theirs: number; ours: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const [long, short] = [loadedTicks + measuredTicks, loadedTicks].map((ticks) =>
      secondsOf(simulator(), simulatorOptions(ticks)),
    ) as [number, number];
    const session = await simulate(network, { stack, backend, backendOptions });
    await session.advance(`${loadedTicks} ms`);
    const start = process.cpuUsage();
    await session.advance(`${measuredTicks} ms`);
    const { user, system } = process.cpuUsage(start);
    await session.close();
    seconds.push({ theirs: long - short, ours: (user + system) / 1e6 });
  }
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
  const [slow, fast] = [
    median(seconds.map((one) => one.theirs)),
    median(seconds.map((one) => one.ours)),
  ];
  const spikes = Object.values(spikeCounts).reduce((sum, one) => sum + one, 0);
  const rate = spikes / (64 * width * measuredTicks);
  console.log(
    `64 cores, ${(100 * rate).toFixed(1)} % of neurons spike in a tick, outputs ${isEqual ? "equal" : "different"}: RANC ${((1000 * slow) / measuredTicks).toFixed(2)} ms of CPU a tick, ours ${((1000 * fast) / measuredTicks).toFixed(3)}, ${(slow / fast).toFixed(0)} times`,
  );
  return isEqual;
}

const results = [await compareCorpus(), await compareDrawn(), await compareMapped()];
if (flags.has("--speed")) results.push(await compareSpeed(50), await compareSpeed(5));
if (results.includes(false)) process.exitCode = 1;
