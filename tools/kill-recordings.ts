// Kills recording runs at random moments and keeps their files, and that of a complete run:
// `node --conditions=@spikeloom/source tools/kill-recordings.ts FOLDER COUNT`. FOLDER/kills.json states what each file
// must contain; tools/python/tests/test_killed_recordings.py and tools/test/kill-recordings.test.ts check it.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resultFile } from "../packages/interop/src/hdf5/index.ts";
import { createStack, type NetworkRecord } from "../packages/kernel/src/index.ts";
import { connectors } from "../packages/network/src/index.ts";
import { type RunSink, run, type StartedRun, teeSinks } from "../packages/simulate/src/index.ts";
import { clock } from "../plugins/backend-clock/src/index.ts";
import { integrators } from "../plugins/integrators/src/index.ts";
import { neurons } from "../plugins/neurons/src/index.ts";
import { readToolArguments } from "./arguments.ts";
import { scriptFlags } from "./test/script-flags.ts";

/** Information about a killed run. */
export interface Kill {
  readonly file: string;
  /** Seconds between flushes. */
  readonly every: number;
  /** Time after its start at which it was killed, in milliseconds. */
  readonly after: number;
  /** Whether it had completed some steps, so that there must be a file. */
  readonly hasBegun: boolean;
  /** Minimum number of steps in the file, given the earliest possible time of its last flush, and the maximum. */
  readonly leastSteps: number;
  readonly mostSteps: number;
}

/** Files of killed runs, and of a complete run of the same network. */
export interface Kills {
  readonly reference: string;
  readonly kills: readonly Kill[];
}

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  seed: 5,
  populations: {
    E: { model: "lif-curr-exp", size: 160 },
    I: { model: "lif-curr-exp", size: 40 },
  },
  projections: [
    {
      from: "I",
      to: "E",
      receptor: "inhibitory",
      weight: "-0.3 nA",
      delay: "1 ms",
      connector: { kind: "fixed-indegree", n: 8 },
    },
  ],
  stimuli: ["E", "I"].map((into) => ({
    kind: "poisson",
    into,
    receptor: "excitatory",
    rate: "8 kHz",
    weight: "0.08 nA",
  })),
  record: [
    { population: "E", variables: ["spikes"] },
    { population: "E", variables: ["v", "i_syn_exc"], neurons: { from: 3, until: 13 } },
    { population: "I", variables: ["spikes", "v"], every: "0.7 ms", from: "5 ms" },
  ],
};

const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors] });

/** Print the progress of the run and the time to standard output before each possible flush. */
function reporter(): RunSink {
  let started: StartedRun | undefined;
  return {
    spikes: () => undefined,
    samples: () => undefined,
    start(one) {
      started = one;
      report(started);
    },
    advanced() {
      if (started !== undefined) report(started);
    },
  };
}

function report(run: StartedRun): void {
  writeSync(1, `${run.outcome().steps} ${performance.now()}\n`);
}

async function record(file: string, every: number, duration: string): Promise<void> {
  const sink = teeSinks(reporter(), resultFile(file, { every }));
  await run(network, { stack, backend: clock(), for: duration, sink });
}

/** Kill `count` runs, two at a time, at moments in their first seconds. */
export async function killRecordings(folder: string, count: number, seconds = 3): Promise<Kills> {
  mkdirSync(folder, { recursive: true });
  const left = Array.from({ length: count }, (_, k) => k);
  const kills: Kill[] = [];
  const next = async (): Promise<void> => {
    for (let k = left.pop(); k !== undefined; k = left.pop()) {
      const file = join(folder, `killed-${k}.h5`);
      const after = 1000 * seconds * Math.random();
      kills.push(await killOne({ file, every: k % 2 === 0 ? seconds / 3 : 0.05, after }));
    }
  };
  await Promise.all([next(), next()]);
  const reference = join(folder, "reference.h5");
  const steps = Math.max(1, ...kills.map(({ mostSteps }) => mostSteps));
  const sink = resultFile(reference);
  await run(network, { stack, backend: clock(), for: `${steps / 10} ms`, sink });
  return { reference, kills };
}

async function killOne({
  file,
  every,
  after,
}: Pick<Kill, "file" | "every" | "after">): Promise<Kill> {
  const script = fileURLToPath(import.meta.url);
  const args = [...scriptFlags, script, "--record", file, String(every)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    // The first report precedes the creation of the file.
    if (text === "") setTimeout(() => child.kill("SIGKILL"), after);
    text += piece;
  });
  const signal = await new Promise((resolve) => {
    child.on("close", (_, name) => resolve(name));
  });
  if (signal !== "SIGKILL") throw new Error(`The run that records to ${file} ended by itself.`);
  const reports = text
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split(" ").map(Number));
  const [mostSteps = 0, last = 0] = reports.at(-1) ?? [];
  // At the last report, a flush was due if the last one was long enough ago. The code between report and flush, and
  // a busy machine, are allowed a fifth of a second.
  const before = reports.slice(0, -1).filter(([, time = 0]) => time <= last - 1000 * every - 200);
  const [leastSteps = 0] = before.at(-1) ?? [];
  return { file, every, after, hasBegun: reports.length > 1, leastSteps, mostSteps };
}

if (import.meta.main) {
  const usage = "FOLDER COUNT [--record]";
  const { options, names } = readToolArguments("tools/kill-recordings.ts", usage);
  const [first = "", second = ""] = names;
  if (options.has("--record")) await record(first, Number(second), "100000 s");
  else {
    const kills = await killRecordings(first, Number(second));
    writeFileSync(join(first, "kills.json"), JSON.stringify(kills, undefined, 1));
    console.log(`${kills.kills.length} recording runs killed`);
  }
}
