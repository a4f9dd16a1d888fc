import type { NetworkRecord } from "@spikeloom/kernel";
import { expect } from "vitest";
import type { Doubles, Indices } from "../src/generated/arrays.ts";
import type { Reply } from "../src/generated/link.ts";
import { greeted, type SimulationClient } from "./simulated.ts";

export const size = 12;
const offsets = Float64Array.from({ length: size }, (_, k) => 0.4 + k / 20);
// Every input excites three neurons.
const pairs = Uint32Array.from(Array.from({ length: size }, (_, k) => [k % 4, k]).flat());

/** Sources that drive neurons through plastic synapses; recordings have gaps. */
export const network = {
  format: "spikeloom-network",
  version: 1,
  duration: "50 ms",
  populations: {
    inputs: { model: "spike-array", size: 4 },
    E: {
      model: "lif-curr-exp",
      size,
      parameters: { i_offset: { file: "offsets", path: "", unit: "nA" } },
      initial: { v: { draw: "uniform", low: "-70 mV", high: "-55 mV" } },
    },
  },
  projections: [
    {
      name: "learning",
      from: "inputs",
      to: "E",
      receptor: "excitatory",
      connector: { kind: "pairs", file: "pairs", path: "" },
      weight: "200 pA",
      delay: "1.5 ms",
      plasticity: { model: "r-stdp", parameters: { w_max: "400 pA", eta: "5 pA" } },
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"], neurons: { every: 3 } }],
  recordSynapses: [{ projection: "learning", variables: ["weight"], every: "10 ms" }],
};

export const whole = {
  ...network,
  populations: {
    ...network.populations,
    E: {
      ...network.populations.E,
      parameters: { i_offset: { values: offsets, unit: "nA" } },
    },
  },
  projections: [{ ...network.projections[0], connector: { kind: "pairs", pairs } }],
} as unknown as NetworkRecord;

/** Numbers in the form of a message. */
export const bytesOf = (values: Float64Array | Uint32Array): { where: Doubles["where"] } => ({
  where: { case: "bytes", value: new Uint8Array(values.buffer.slice(0)) },
});

export const load = {
  case: "load",
  value: {
    network: { case: "json", value: JSON.stringify(network) },
    arrays: {
      offsets: { values: { case: "doubles", value: bytesOf(offsets) } },
      pairs: { values: { case: "indices", value: bytesOf(pairs) } },
    },
  },
} as const;

export const prepare = { case: "prepare", value: { options: { seed: 7n, workers: 1 } } } as const;
export const advance = (steps: number) =>
  ({ case: "advance", value: { by: { case: "steps", value: steps } } }) as const;

export async function prepared(): Promise<SimulationClient> {
  const one = await greeted();
  await one.ask(load);
  expect(await one.ask(prepare)).toMatchObject({ case: "prepared", value: { dt: 0.1, step: 0 } });
  return one;
}

/** Contents of a reply, which must be of the given kind. */
export function said<Kind extends NonNullable<Reply["result"]["case"]>>(
  result: Reply["result"],
  kind: Kind,
): Extract<Reply["result"], { readonly case: Kind }>["value"] {
  expect(result).toMatchObject({ case: kind });
  return result.value as never;
}

export function doubles(array: Doubles | undefined): readonly number[] {
  const { value } = array?.where ?? {};
  return [...new Float64Array(Uint8Array.from(value as Uint8Array).buffer)];
}

export function indices(array: Indices | undefined): readonly number[] {
  const { value } = array?.where ?? {};
  return [...new Uint32Array(Uint8Array.from(value as Uint8Array).buffer)];
}
