// Scripts for Lava against the emulator of Loihi: draws networks, converts each to a script, runs it with Lava's own runtime, and
// compares all that both record: `node --conditions=@spikeloom/source tools/compare-lava.ts --lava PYTHON [--networks N]`, with
// the interpreter of an environment with lava-nc 0.10. Fails where a number differs.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { clock } from "@spikeloom/backend-clock";
import { loihi } from "@spikeloom/hardware-loihi";
import { formats } from "@spikeloom/interop/formats";
import { readArrays } from "@spikeloom/interop/numpy";
import {
  type FormatRecord,
  type NetworkRecord,
  type PopulationRecord,
  type ProjectionRecord,
  writeFormat,
} from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { commandStack } from "../packages/cli/src/stack/command-stack.ts";
import { newDraw } from "./test/draws.ts";

const { values } = parseArgs({
  options: { lava: { type: "string" }, networks: { type: "string", default: "24" } },
});
const format = formats.find(({ name }) => name === "lava") as FormatRecord;
const stack = commandStack;
const backend = loihi({ on: clock() });
const steps = 64;

/** Draw sources, current-based neurons with weights to themselves, and a layer that each model of neurons forms. */
function drawNetwork(seed: number): NetworkRecord {
  const draw = newDraw(1, seed);
  const whole = (least: number, most: number): number => least + draw(most - least + 1);
  const sizes: Readonly<Record<string, number>> = Object.fromEntries(
    ["S", "N", "T", "D", "E", "G"].map((name) => [name, whole(1, 6)]),
  );
  const each = (count: number, least: number, most: number) => ({
    values: Float64Array.from({ length: count }, () => whole(least, most)),
  });
  const neurons = (
    name: string,
    model: string,
    parameters: NonNullable<PopulationRecord["parameters"]>,
  ): PopulationRecord => ({ model, size: sizes[name] ?? 1, parameters });
  const delta = { v_threshold: whole(0, 20), spike_exp: whole(0, 3), state_exp: whole(0, 4) };
  const decays = () => ({ du: whole(0, 4095), dv: whole(0, 4095) });
  const connect = (
    from: string,
    to: string,
    { mixed, synapse, delays }: { mixed: number; synapse?: string; delays: number },
  ): ProjectionRecord => {
    const count = (sizes[from] ?? 1) * (sizes[to] ?? 1);
    const formatted = {
      bits: [8, 6, 4][whole(0, 2)] ?? 8,
      exponent: whole(-3, 2),
      mixed,
    };
    const weight =
      synapse === undefined ? each(count, -127, 127) : each(count, mixed ? -256 : 0, 255);
    return {
      from,
      to,
      connector: { kind: "all-to-all" },
      weight: synapse === undefined ? { values: weight.values.map((one) => 2 * one) } : weight,
      delay: delays === 0 ? "0 ms" : { ...each(count, 0, delays), unit: "ms" },
      ...(synapse && { synapse: { model: synapse, parameters: formatted } as never }),
    };
  };
  return {
    format: "spikeloom-network",
    version: 1,
    convention: "frameworks",
    dt: "1 ms",
    duration: `${steps} ms`,
    populations: {
      S: {
        model: "spike-array",
        size: sizes["S"] ?? 1,
        times: Array.from({ length: sizes["S"] ?? 1 }, () =>
          Array.from({ length: steps - 1 }, (_, step) => step + 1).filter(() => draw(10) < 3),
        ),
      },
      N: neurons("N", "loihi-cuba", {
        ...decays(),
        v_threshold: whole(1, 300),
        bias: each(sizes["N"] ?? 1, -100, 400),
        bias_exp: whole(0, 3),
      }),
      T: neurons("T", "loihi-ternary", {
        ...decays(),
        v_high: whole(1, 300),
        v_low: whole(-300, -1),
      }),
      D: neurons("D", "loihi-sigma-delta", {
        ...delta,
        bias: whole(-50, 50),
        cumulative: whole(0, 1),
      }),
      E: neurons("E", "loihi-delta", { ...delta, cumulative: whole(0, 1) }),
      G: neurons("G", "loihi-graded", { v_threshold: whole(0, 300) }),
    },
    projections: [
      connect("S", "N", { mixed: 1, synapse: "loihi-synapse", delays: 20 }),
      connect("N", "N", { mixed: 0, synapse: "loihi-synapse", delays: 0 }),
      connect("S", "T", { mixed: 1, delays: 0 }),
      connect("N", "D", { mixed: 1, delays: 9 }),
      connect("T", "E", { mixed: 1, synapse: "loihi-graded-synapse", delays: 0 }),
      connect("D", "G", { mixed: 0, synapse: "loihi-graded-synapse", delays: 0 }),
    ],
    record: [
      { population: "N", variables: ["u", "v", "spikes"] },
      { population: "T", variables: ["u", "v", "payload"] },
      { population: "D", variables: ["sigma", "act", "residue", "error", "payload"] },
      { population: "E", variables: ["act", "residue", "error", "payload"] },
      { population: "G", variables: ["payload"] },
    ],
  };
}

/** Run the script of a network; rows of steps by population and variable. */
async function runScript(network: NetworkRecord, folder: string) {
  const { files } = await writeFormat(format, { holds: "network", network }, { stack });
  for await (const { name, pieces } of files) {
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), Buffer.concat(parts));
  }
  const out = join(folder, "recorded.npz");
  execFileSync(values.lava ?? "python3", [join(folder, "network.py"), "--out", out]);
  return readArrays(readFileSync(out));
}

let [compared, different] = [0, 0];
for (let seed = 0; seed < Number(values.networks); seed++) {
  const network = drawNetwork(seed);
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-lava-"));
  const theirs = await runScript(network, folder);
  rmSync(folder, { recursive: true });
  const options = { stack, backend, backendOptions: { dialect: "lava" } };
  const { recordings } = await run(network, options);
  for (const [k, { population, variables }] of (network.record ?? []).entries()) {
    const recording = recordings[k];
    const width = recording?.neurons.length ?? 0;
    for (const variable of variables) {
      const own = new Float64Array(steps * width);
      const { times = [], neurons = [] } = recording?.spikes ?? {};
      if (variable === "spikes") {
        times.forEach((time, at) => {
          own[(Math.round(time) - 1) * width + (neurons[at] ?? 0)] = 1;
        });
      } else own.set(recording?.samples.get(variable)?.values ?? []);
      const other = theirs.get(`${population}.${variable}`)?.values ?? [];
      const at = own.findIndex((value, index) => value !== Number(other[index]));
      compared += own.length;
      if (at < 0 && own.length === other.length) continue;
      different += 1;
      const place = `step ${Math.floor(at / width)}, neuron ${at % width}`;
      process.stdout.write(
        `network ${seed}, ${population}.${variable}, ${place}: ${own[at]}, Lava ${other[at]}\n`,
      );
    }
  }
}
process.stdout.write(
  `${values.networks} networks, ${compared} numbers, ${different} recorders differ\n`,
);
if (different > 0) process.exitCode = 1;
