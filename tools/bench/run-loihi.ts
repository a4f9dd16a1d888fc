// The emulator of Loihi against Lava and NengoLoihi in turn, on 784 sources and layers of 256 and 10 neurons:
// `node --conditions=@spikeloom/source tools/bench/run-loihi.ts --lava PYTHON --nengo PYTHON [--steps 1000] [--repeats 3]`,
// with interpreters of environments that tools/python/loihi_vectors.py describes. All run the same spikes and weights in this
// process or one of their own. Prints a JSON line: medians of CPU time in seconds, and the quotient of each and ours.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createStack, type NetworkRecord } from "../../packages/kernel/src/index.ts";
import { connectors } from "../../packages/network/src/index.ts";
import { stream, streamKey } from "../../packages/random/src/index.ts";
import { simulate } from "../../packages/simulate/src/index.ts";
import { clock } from "../../plugins/backend-clock/src/index.ts";
import { loihi, loihiCuba } from "../../plugins/hardware-loihi/src/index.ts";
import { neurons } from "../../plugins/neurons/src/index.ts";
import { medianOf } from "./statistics.ts";

const { values } = parseArgs({
  options: {
    lava: { type: "string" },
    nengo: { type: "string" },
    steps: { type: "string", default: "1000" },
    repeats: { type: "string", default: "3" },
  },
});
const steps = Number(values.steps);
const sizes = [784, 256, 10];
const parameters = { du: 2047, dv: 1023, v_threshold: 300 };

/** Even mantissas, and sources that spike in a tenth of the steps: Lava and NengoLoihi agree on them. */
const random = stream(streamKey(1, "bench/loihi"), 0);
const inputs = Array.from({ length: 784 }, () =>
  Array.from({ length: steps - 1 }, (_, step) => step).filter(() => random.uniform() < 0.1),
);
const weights = sizes.slice(1).map((size, layer) =>
  Array.from({ length: sizes[layer] as number }, () =>
    // Later layers have positive means, so that they spike.
    Array.from({ length: size }, () => 2 * Math.floor(random.uniform() * 17 - 8 + layer)),
  ),
);
const layers = ["hidden", "output"];
const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  convention: "frameworks",
  dt: "1 ms",
  populations: {
    input: {
      model: "spike-array",
      size: 784,
      times: inputs.map((own) => own.map((step) => `${step + 1} ms`)),
    },
    ...Object.fromEntries(
      layers.map((name, k) => [name, { model: "loihi-cuba", size: sizes[k + 1] ?? 0, parameters }]),
    ),
  },
  projections: layers.map((to, k) => ({
    from: ["input", ...layers][k] ?? "",
    to,
    connector: { kind: "all-to-all" },
    weight: (weights[k] ?? []).flat(),
    delay: "0 ms",
  })),
};

interface Measured {
  readonly build_s: number;
  readonly run_s: number;
  /** By layer. */
  readonly spikes: readonly number[];
}

function seconds(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

async function ours(): Promise<Measured> {
  const stack = createStack({ plugins: [...neurons, ...connectors, loihiCuba] });
  const building = process.cpuUsage();
  const simulated = await simulate(network, { stack, backend: loihi({ on: clock() }) });
  const built = seconds(building);
  const running = process.cpuUsage();
  await simulated.advance(`${steps} ms`);
  const run = seconds(running);
  const { spikeCounts } = await simulated.result();
  return { build_s: built, run_s: run, spikes: layers.map((name) => spikeCounts[name] ?? 0) };
}

const folder = mkdtempSync(join(tmpdir(), "spikeloom-loihi-"));
const file = join(folder, "network.json");
writeFileSync(file, JSON.stringify({ steps, ...parameters, inputs, weights }));
const script = join(import.meta.dirname, "../python/loihi_speed.py");
const peer = (python: string, library: string) => (): Measured =>
  JSON.parse(execFileSync(python, [script, library, file], { encoding: "utf8" }));
const peers = { lava: values.lava, "nengo-loihi": values.nengo };
const runners: Readonly<Record<string, () => Measured | Promise<Measured>>> = {
  ours,
  ...Object.fromEntries(
    Object.entries(peers).flatMap(([library, python]) =>
      python === undefined ? [] : [[library, peer(python, library)]],
    ),
  ),
};
const measured = new Map<string, Measured[]>(Object.keys(runners).map((name) => [name, []]));
for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
  for (const [name, runner] of Object.entries(runners)) {
    const all = measured.get(name) as Measured[];
    all.push(await runner());
  }
}
rmSync(folder, { recursive: true });
const summary = [...measured].map(([name, all]) => {
  const [first] = all;
  return {
    name,
    build_s: medianOf(all.map((one) => one.build_s)),
    run_s: medianOf(all.map((one) => one.run_s)),
    spikes: first?.spikes ?? [],
  };
});
const own = summary[0]?.run_s ?? Number.NaN;
const different = summary.find(({ spikes }) => String(spikes) !== String(summary[0]?.spikes));
if (different !== undefined) throw new Error(`Other spikes: ${JSON.stringify(summary)}`);
const lines = summary.map((one) => ({ ...one, times: one.run_s / own }));
process.stdout.write(`${JSON.stringify(lines)}\n`);
