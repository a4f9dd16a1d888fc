import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  bytesSource,
  type NetworkRecord,
  readFormat,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { networkFromNir, nirFromNetwork, readNir } from "../../src/nir/index.ts";
import { given, steps } from "./our-network.ts";

const format = stack.get("format", "nir");

/** A number between -1 and 1 that a place decides. */
const weightAt = (k: number): number => ((k * 2654435761) % 997) / 498.5 - 1;

function dense(
  from: string,
  to: string,
  [rows, columns, scale]: readonly [number, number, number],
) {
  const values = Array.from(
    { length: rows * columns },
    (_, k) => scale * (weightAt(k + rows) + 0.25),
  );
  return { from, to, connector: { kind: "all-to-all" }, weight: { values } };
}

interface Layer {
  readonly model: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly scale: number;
  /** In ms, of the output to the next layer. */
  readonly sent?: number;
}

/** Two layers of a framework, the first with connections around, in steps of 1 ms. */
function layersOf({ model, parameters, scale, sent = 0 }: Layer): NetworkRecord {
  const times = Array.from({ length: 12 }, (_, k) =>
    given.flatMap((spiking, step) => (spiking.includes(k) ? [step + 1] : [])),
  );
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: `${steps} ms`,
    convention: "frameworks",
    populations: {
      input: { model: "spike-array", size: 12, times },
      hidden: { model, size: 20, parameters },
      last: { model, size: 6, parameters },
    },
    projections: [
      { ...dense("input", "hidden", [12, 20, scale]), delay: "0 ms" },
      { ...dense("hidden", "hidden", [20, 20, scale / 10]), delay: "0 ms" },
      { ...dense("hidden", "last", [20, 6, scale]), delay: `${sent} ms` },
    ],
    record: [{ population: "last", variables: ["spikes"] }],
  } as unknown as NetworkRecord;
}

async function spikesOf(network: NetworkRecord, population: string, dt: number): Promise<string[]> {
  const record = [{ population, variables: ["spikes"] }];
  const backend = stack.get("backend", "clock", "test");
  const { recordings } = await run({ ...network, record }, { stack, backend });
  const { times = [], neurons = [] } = recordings[0]?.spikes ?? {};
  return [...times].map((time, k) => `${Math.round(time / dt)} ${neurons[k]}`);
}

const leaky = { beta: 0.85, threshold: 1.1 };
const synaptic = { alpha: 0.7, beta: 0.85, threshold: 1.3 };
const layers: readonly Layer[] = [
  { model: "snntorch-leaky", parameters: leaky, scale: 0.4 },
  { model: "snntorch-leaky-zero", parameters: leaky, scale: 0.4 },
  { model: "snntorch-synaptic", parameters: synaptic, scale: 0.3 },
  { model: "snntorch-synaptic-zero", parameters: synaptic, scale: 0.3 },
  // What spyx sends is sent a step later.
  { model: "spyx-if", parameters: { threshold: 1.1 }, scale: 0.2, sent: 1 },
  { model: "spyx-lif", parameters: leaky, scale: 0.4, sent: 1 },
  { model: "spyx-lif", parameters: { beta: 0, threshold: 0.5 }, scale: 0.4, sent: 1 },
  // Without a leak it is a node of another type.
  { model: "spyx-lif", parameters: { beta: 1, threshold: 1.1 }, scale: 0.2, sent: 1 },
  { model: "snntorch-leaky", parameters: { beta: 0, threshold: 0.5 }, scale: 0.4 },
  { model: "spyx-cubalif", parameters: synaptic, scale: 0.3, sent: 1 },
  {
    model: "spikingjelly-lif",
    parameters: { tau: 3, v_threshold: 1.1, v_reset: -0.1 },
    scale: 1.2,
  },
];

describe.each(layers)("layers of $model, $parameters", (layer) => {
  it("are a graph that its library reads as them", async () => {
    const network = layersOf(layer);
    const made = await writeFormat(format, { holds: "network", network }, { stack });
    const pieces: Uint8Array[] = [];
    for await (const file of made.files) for await (const piece of file.pieces) pieces.push(piece);
    expect(made.losses.map(({ place }) => place)).toEqual(["duration", "populations.input.times"]);
    const read = await readFormat(format, bytesSource("g.nir", Buffer.concat(pieces)), { stack });
    const { network: back } = thingOf(read.thing, "network");
    const dt = Number.parseFloat(String(back.dt));
    const { input } = back.populations;
    const times = network.populations["input"]?.times as readonly (readonly number[])[];
    const scaled = times.map((own) => own.map((time) => time * dt));
    const populations = { ...back.populations, input: { ...input, times: scaled } };
    const again = { ...back, populations, duration: `${steps * dt} ms` } as NetworkRecord;
    for (const name of ["hidden", "last"]) {
      const here = await spikesOf(network, name, 1);
      expect(here.length, name).toBeGreaterThan(20);
      expect(await spikesOf(again, name, dt), name).toEqual(here);
    }
  });
});

describe.each([
  ["lava", "lava-lif"],
  ["nengo", "lava-lif"],
  ["spyx", "spyx-lif"],
  ["spyx", "spyx-if"],
  ["spyx", "spyx-cuba"],
] as const)("a graph read by %s", (profile, name) => {
  it("is written again as a graph that is read to the same network", async () => {
    const path = new URL(`vectors/${name}.nir.gz`, import.meta.url);
    const { node } = await readNir(bytesSource(name, gunzipSync(readFileSync(path))));
    const { network } = networkFromNir(node, { profile });
    const { file, losses } = nirFromNetwork(network, stack);
    expect(losses).toEqual([]);
    const metadata = file.node.metadata?.get("spikeloom") as ReadonlyMap<string, unknown>;
    expect(metadata.get("profile")).toBe(profile);
    const back = networkFromNir(file.node, { profile }).network;
    expect(back.populations).toEqual(network.populations);
    const joints = ({ projections = [] }: NetworkRecord) =>
      projections.map(({ from, to, weight, delay }) => ({ from, to, weight, delay }));
    // A height of 1 / dt is multiplied and divided out again: a rounding.
    expect(JSON.stringify(joints(back), rounded)).toEqual(JSON.stringify(joints(network), rounded));
  });
});

function rounded(_: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, (x) => x.toPrecision(12));
  return value;
}

// snnTorch has no node for a leaky neuron without a leak: it reads IF as one with a leak.
it.each([
  ["snntorch-leaky", "beta"],
  ["snntorch-leaky-zero", "beta"],
  ["snntorch-synaptic", "alpha"],
  ["spyx-cubalif", "beta"],
])("refuses layers of %s whose %s is 1", (model, parameter) => {
  const network = layersOf({ model, parameters: { [parameter]: 1 }, scale: 0.2 });
  const place = `populations.hidden.parameters.${parameter}`;
  expect(() => nirFromNetwork(network, stack)).toThrow(`SL_NIR_WRITE at ${place}: `);
});

it("reports the delay of a layer that a graph cannot store", () => {
  const { losses } = nirFromNetwork(layersOf({ ...(layers[5] as Layer), sent: 0 }), stack);
  expect(losses.filter(({ code }) => code === "recurrence").map(({ place }) => place)).toEqual([
    "projections[2].delay",
  ]);
});
