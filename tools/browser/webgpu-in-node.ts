// Compares the backend `webgpu` on a software adapter with its arithmetic on the CPU; prints a claim a line.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { OpenedGpu } from "@spikeloom/code/processor";
import type { BackendRecord, NetworkRecord } from "@spikeloom/kernel";
import { type BatchCopy, type Result, run, simulate } from "@spikeloom/simulate";
import { clock, defaultStack as stack } from "spikeloom";
import {
  cobahhNetwork,
  cubaNetwork,
} from "../../packages/reproductions/src/brette-2007/network.ts";
import { microcircuitNetwork } from "../../packages/reproductions/src/potjans-diesmann-2014/network.ts";
import { type Gpu, webgpu } from "../../plugins/backend-webgpu/src/index.ts";
import {
  busyNetwork,
  delayedNetwork,
  plasticNetwork,
  proceduralNetwork,
} from "../../plugins/backend-webgpu/test/networks.ts";
import { installDawn, openDawn } from "./dawn.ts";
import { smallBrunel } from "./graphics-runs.ts";
import { oneProcessor } from "./one-processor.ts";

const root = resolve(import.meta.dirname, "../..");
const long = process.env["SPIKELOOM_LONG"] === "1";

function claim(text: string, holds: boolean): void {
  console.log(JSON.stringify({ claim: text, holds }));
}

interface Outcome {
  readonly spikes: string;
  readonly counts: number;
  readonly ofEach: Readonly<Record<string, number>>;
  readonly states: readonly string[];
}

/** Spikes of a run, and the bits of a variable of each population that has it. */
async function outcomeOf(
  network: NetworkRecord,
  backend: BackendRecord,
  {
    duration,
    ...backendOptions
  }: { readonly duration: string; readonly window?: number; readonly piece?: number },
): Promise<Outcome> {
  const simulated = await simulate(network, { stack, backend, seed: 5, backendOptions });
  try {
    await simulated.advance(duration);
    const { spikeHash, spikeCounts } = await simulated.result();
    const states: string[] = [];
    for (const [name, { source }] of Object.entries(network.populations).map(
      ([name, one]) =>
        [name, { source: ["spike-array", "poisson"].includes(String(one.model)) }] as const,
    )) {
      if (source) continue;
      const { values } = await simulated.state(name, "v");
      states.push([...values].join());
    }
    for (const { name, plasticity } of network.projections ?? []) {
      if (name === undefined || plasticity === undefined) continue;
      const { values } = await simulated.synapses(name, "weight");
      states.push([...values].join());
    }
    const counts = Object.values(spikeCounts).reduce((sum, one) => sum + one, 0);
    return { spikes: spikeHash, counts, ofEach: spikeCounts, states };
  } finally {
    await simulated.close();
  }
}

/** Run copies in one launch; each must have the spikes of its own run on the CPU. */
async function compareBatch(
  name: string,
  {
    network,
    batch,
    gpu,
  }: {
    readonly network: NetworkRecord;
    readonly batch: readonly BatchCopy[];
    readonly gpu: Gpu;
  },
): Promise<void> {
  const start = performance.now();
  const results = await run(network, { stack, backend: webgpu({ gpu }), for: "20 ms", batch });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`webgpu ${results.length} copies with ${name}: ${seconds} s`);
  for (const { copy, spikeHash, recordings, summary } of results) {
    const { index, seed, trial } = copy;
    const cpu = { stack, backend: webgpu({ processor: "cpu" }), for: "20 ms", seed, trial };
    const alone = await run(network, cpu);
    const isEqual =
      spikeHash === alone.spikeHash &&
      JSON.stringify(recordings) === JSON.stringify(alone.recordings);
    claim(`copy ${index} with ${name} differs from its own run on the CPU`, isEqual);
    const notes = summary.notes?.join() ?? "";
    claim(`copy ${index} with ${name}: ${notes}`, notes.includes(`${batch.length} copies`));
  }
  const hashes = new Set(results.map(({ spikeHash }) => spikeHash));
  claim(`copies with ${name} have ${hashes.size} results`, hashes.size === batch.length);
}

async function codeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return "no error";
  } catch (error) {
    return String((error as { readonly code?: string }).code ?? error);
  }
}

async function compare(
  name: string,
  network: NetworkRecord,
  duration: string,
  gpu: Gpu,
): Promise<Outcome> {
  const expected = await outcomeOf(network, webgpu({ processor: "cpu" }), { duration });
  const start = performance.now();
  const got = await outcomeOf(network, webgpu({ gpu }), { duration });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`webgpu ${name}: ${got.counts} spikes in ${duration}, ${seconds} s`);
  claim(
    `${name}: ${got.counts} spikes differ from ${expected.counts} on the CPU`,
    got.spikes === expected.spikes,
  );
  claim(`${name} is silent`, expected.counts > 0);
  const differs = expected.states.findIndex((one, k) => one !== got.states[k]);
  claim(`${name}: potentials or weights ${differs} differ in their bits`, differs < 0);
  return got;
}

/** Seeds of the clock with which a run is compared. */
const seeds = Array.from({ length: 10 }, (_, k) => k + 101);

/**
 * Compare a run with the spread of the clock in double precision over seeds.
 *
 * A count of the same distribution lies within t sqrt(1 + 1/n) standard deviations of the mean of n counts, where t = 4.78 is
 * Student's for 9 degrees of freedom and one in a thousand.
 */
async function compareSpread(
  name: string,
  network: NetworkRecord,
  duration: string,
  gpu: Gpu,
): Promise<void> {
  const { ofEach } = await compare(name, network, duration, gpu);
  const runs = await run(network, {
    stack,
    backend: clock(),
    for: duration,
    batch: seeds.map((seed) => ({ seed })),
    workers: 1,
  });
  for (const [population, count] of Object.entries(ofEach)) {
    const counts = runs.map(({ spikeCounts }) => spikeCounts[population] as number);
    const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length;
    const squares = counts.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    const sd = Math.sqrt(squares / (counts.length - 1));
    const text = `${name}, ${population}: ${count} spikes, on the clock ${mean.toFixed(1)} ± ${sd.toFixed(1)}`;
    console.log(`webgpu ${text}`);
    const within = 4.78 * Math.sqrt(1 + 1 / counts.length) * sd;
    claim(text, Math.abs(count - mean) <= within);
  }
}

/** Access whose adapters add the processors that they open to a list. */
function listing(gpu: Gpu, opened: { destroy(): void }[]): Gpu {
  return {
    async requestAdapter(options) {
      const adapter = await gpu.requestAdapter(options);
      if (adapter === null) return null;
      return {
        limits: adapter.limits,
        async requestDevice(wanted) {
          const processor = await adapter.requestDevice(wanted);
          opened.push(processor);
          return processor;
        },
      };
    },
  };
}

/** Destroy the processor while it runs, once spikes have been recorded. */
async function testLoss(gpu: Gpu): Promise<void> {
  const opened: { destroy(): void }[] = [];
  let recorded = 0;
  const sink = {
    spikes({ steps }: { readonly steps: Int32Array }): void {
      recorded += steps.length;
      for (const processor of opened) processor.destroy();
    },
    samples: () => undefined,
  };
  const backend = webgpu({ gpu: listing(gpu, opened) });
  const simulated = await simulate(busyNetwork, { stack, backend, seed: 5, sink });
  const code = await codeOf(() => simulated.advance("1 s"));
  claim(`a lost adapter gives ${code}`, code === "SL_GPU_LOST");
  claim(`a lost adapter loses ${recorded} recorded spikes`, recorded > 0);
  await simulated.close();
}

/** Without a sink, the error has the result until the loss. */
async function testLossWithoutSink(gpu: Gpu): Promise<void> {
  const opened: { destroy(): void }[] = [];
  const backend = webgpu({ gpu: listing(gpu, opened) });
  const options = { stack, seed: 5, backendOptions: { window: 50 } };
  const lost = { ...options, backend, for: "1 s" };
  const onProgress = (): void => {
    for (const processor of opened) processor.destroy();
  };
  const error: unknown = await run(busyNetwork, { ...lost, onProgress }).catch((one) => one);
  const { code, result } = error as { readonly code?: string; readonly result?: Result };
  claim(`a lost adapter without a sink gives ${code}`, code === "SL_GPU_LOST");
  const { duration = 0, spikeHash, spikeCounts = {}, recordings = [] } = result ?? {};
  const spikes = recordings[0]?.spikes?.times.length ?? 0;
  claim(
    `a lost adapter keeps ${spikes} of ${spikeCounts["e"]} spikes`,
    spikes > 0 && spikes === spikeCounts["e"],
  );
  const part = { ...options, backend: webgpu({ processor: "cpu" }), for: `${duration} ms` };
  const whole = await run(busyNetwork, part);
  claim(`what is kept until ${duration} ms is complete`, whole.spikeHash === spikeHash);
}

/** Access to processors that report that no memory is left, in a submission by its number. */
function exhausting(gpu: Gpu, at: number): Gpu {
  return {
    async requestAdapter(options) {
      const adapter = await gpu.requestAdapter(options);
      if (adapter === null) return null;
      return {
        limits: adapter.limits,
        async requestDevice(wanted) {
          const processor = await adapter.requestDevice(wanted);
          let submitted = 0;
          const filters: string[] = [];
          const own: Partial<OpenedGpu> = {
            queue: {
              writeBuffer: (buffer, from, data) => processor.queue.writeBuffer(buffer, from, data),
              submit(commands) {
                submitted++;
                processor.queue.submit(commands);
              },
            },
            pushErrorScope(filter) {
              filters.push(filter);
              processor.pushErrorScope(filter);
            },
            async popErrorScope() {
              const isHit = filters.pop() === "out-of-memory" && submitted === at;
              const error = await processor.popErrorScope();
              return isHit ? { message: "no memory is left" } : error;
            },
          };
          return new Proxy(processor, {
            get(target, name) {
              if (name in own) return own[name as keyof OpenedGpu];
              const found: unknown = Reflect.get(target, name);
              return typeof found === "function" ? found.bind(target) : found;
            },
          });
        },
      };
    },
  };
}

/** Memory that ends during a run gives an error with the result until then. */
async function testMemory(gpu: Gpu): Promise<void> {
  const options = { stack, seed: 5, backendOptions: { window: 50 } };
  const backend = webgpu({ gpu: exhausting(gpu, 4) });
  const error: unknown = await run(busyNetwork, { ...options, backend, for: "1 s" }).catch(
    (one) => one,
  );
  const { code, result } = error as { readonly code?: string; readonly result?: Result };
  claim(`memory that ends in a run gives ${code}`, code === "SL_GPU_MEMORY");
  const { duration = 0, spikeHash, spikeCounts = {}, recordings = [] } = result ?? {};
  const spikes = recordings[0]?.spikes?.times.length ?? 0;
  claim(
    `memory that ends in a run keeps ${spikes} of ${spikeCounts["e"]} spikes`,
    spikes > 0 && spikes === spikeCounts["e"],
  );
  const part = { ...options, backend: webgpu({ processor: "cpu" }), for: `${duration} ms` };
  const whole = await run(busyNetwork, part);
  claim(`what is kept until ${duration} ms is complete`, whole.spikeHash === spikeHash);
}

function testCommand(): void {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-webgpu-"));
  try {
    const file = join(folder, "net.json");
    writeFileSync(file, JSON.stringify(busyNetwork));
    const first = import.meta.resolve("./load-software-graphics.ts");
    const command = [
      "--conditions=@spikeloom/source",
      `--import=${first}`,
      join(root, "tools/spikeloom.ts"),
    ];
    const asked = ["run", file, "--backend", "webgpu", "--for", "5 ms"];
    const cwd = installDawn();
    // pnpm states the folder it was called in, where the script would start instead.
    const env = { ...process.env, INIT_CWD: cwd };
    const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...asked], {
      encoding: "utf8",
      cwd,
      env,
    });
    claim(`the command runs on webgpu: ${stdout.slice(-300)}${stderr.slice(-300)}`, status === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const gpu = await openDawn();
const shared = await oneProcessor(gpu);
/** Durations in CI, and with `--long`. */
const lasting = (short: string, whole: string): string => (long ? whole : short);
await compare("drawn delays", delayedNetwork, "20 ms", shared);
await compare("currents and Poisson input", busyNetwork, "20 ms", shared);
await compare("rows drawn at each spike", proceduralNetwork, "20 ms", shared);
const nest = plasticNetwork("stdp-nest", { weight: "90 pA" });
await compare("STDP of NEST", nest, lasting("20 ms", "200 ms"), shared);
await compareSpread("STDP", plasticNetwork("stdp-pair"), lasting("50 ms", "1 s"), shared);
await compareSpread("CUBA", cubaNetwork(), lasting("20 ms", "200 ms"), shared);
await compareSpread("Brunel at a tenth", smallBrunel(), lasting("50 ms", "500 ms"), shared);
await compareSpread("COBAHH", cobahhNetwork(), lasting("10 ms", "200 ms"), shared);
const microcircuit = microcircuitNetwork({ scale: 0.02 });
await compareSpread("microcircuit at 0.02", microcircuit, lasting("150 ms", "1 s"), shared);
const trials = Array.from({ length: 8 }, (_, trial) => ({ trial }));
await compareBatch("shared synapses", { network: busyNetwork, batch: trials, gpu: shared });
const others = Array.from({ length: 8 }, (_, k) => ({ seed: k + 1 }));
await compareBatch("their own synapses", { network: busyNetwork, batch: others, gpu: shared });
const plastic = plasticNetwork("stdp-pair");
await compareBatch("plastic synapses", { network: plastic, batch: others, gpu: shared });
const whole = await outcomeOf(delayedNetwork, webgpu({ gpu: shared }), { duration: "10 ms" });
const parts = await outcomeOf(delayedNetwork, webgpu({ gpu: shared }), {
  duration: "10 ms",
  window: 1,
  piece: 4096,
});
claim("100 submissions and pieces of 4 KiB give other spikes", whole.spikes === parts.spikes);
claim(
  "100 submissions and pieces of 4 KiB give other potentials",
  whole.states.join() === parts.states.join(),
);
await testLoss(gpu);
await testLossWithoutSink(gpu);
await testMemory(gpu);
testCommand();
