import { clock } from "@spikeloom/backend-clock";
import { loihi } from "@spikeloom/hardware-loihi";
import { formats } from "@spikeloom/interop/formats";
import {
  bytesSource,
  type FormatRecord,
  type NetworkRecord,
  readFormat,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { commandStack } from "../../src/stack/command-stack.ts";

/** A layer as Lava's fixed-point processes run it, by tools/python/netx_vectors.py. */
export interface Layer {
  readonly states: readonly string[];
  /** Step, neuron and payload. */
  readonly spikes: readonly (readonly [number, number, number])[];
  /** Of all states in all steps. */
  readonly hash: number;
  /** States after the last step. */
  readonly last: readonly number[];
}

const format = formats.find(({ name }) => name === "netx") as FormatRecord;
const stack = commandStack;
const backend = loihi({ on: clock() });

/** Read a file with the input of its network. */
export async function readNetx(bytes: Uint8Array, input?: Uint8Array): Promise<NetworkRecord> {
  const source = bytesSource("network.net", bytes);
  const beside = (name: string) => Promise.resolve(bytesSource(name, input ?? new Uint8Array()));
  const options = input === undefined ? {} : { data: "input.npy" };
  const { thing } = await readFormat(format, source, { stack, options, beside });
  return thingOf(thing, "network").network;
}

/** Write a network as a netx file. */
export async function writeNetx(network: NetworkRecord): Promise<Uint8Array> {
  const { files } = await writeFormat(format, { holds: "network", network }, { stack });
  const parts: Uint8Array[] = [];
  for await (const { pieces } of files) for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

/** Save rows of numbers as NumPy does. */
export function npy(rows: readonly (readonly number[])[]): Uint8Array {
  const shape = `${rows.length}, ${rows[0]?.length ?? 0}`;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape}), }`;
  const header = `${text.padEnd(117)}\n`;
  const start = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0];
  const values = Float64Array.from(rows.flat());
  return Buffer.concat([Buffer.from(start), Buffer.from(header), Buffer.from(values.buffer)]);
}

function hashed(values: Iterable<number>): number {
  let code = 0;
  for (const value of values) code = (31 * code + value) % 2147483647;
  // As in Python, a remainder has the sign of the divisor.
  return code < 0 ? code + 2147483647 : code;
}

/** Run a network, and describe its layers as the vectors do. */
export async function layersOf(
  network: NetworkRecord,
  { layers, steps }: { readonly layers: readonly Pick<Layer, "states">[]; readonly steps: number },
): Promise<readonly Layer[]> {
  const populations = Object.keys(network.populations).filter((name) => name !== "input");
  const record = layers.map(({ states }, k) => {
    const isGraded = states.includes("sigma");
    const variables = ["spikes", ...states, ...(isGraded ? ["payload"] : [])];
    return { population: populations[k] ?? "", variables };
  });
  const { recordings } = await run(
    { ...network, record },
    { for: `${steps} ms`, stack, backend, backendOptions: { dialect: "lava" } },
  );
  return layers.map(({ states }, k) => {
    const {
      neurons: { length },
      samples,
      spikes,
    } = recordings[k] as (typeof recordings)[number];
    const row = (name: string, step: number): readonly number[] => [
      ...(samples?.get(name)?.values.subarray(step * length, (step + 1) * length) ?? []),
    ];
    const rows = Array.from({ length: steps }, (_, step) =>
      states.flatMap((name) => row(name, step)),
    );
    const sent = Array.from(spikes?.times ?? [], (time, at): [number, number, number] => {
      const [step, neuron] = [Math.round(time) - 1, spikes?.neurons[at] ?? 0];
      return [step, neuron, states.includes("sigma") ? (row("payload", step)[neuron] ?? 0) : 1];
    });
    return { states, spikes: sent, hash: hashed(rows.flat()), last: rows.at(-1) ?? [] };
  });
}
