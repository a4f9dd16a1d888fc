import type { ChipLimit, ChipRecord } from "./chip.ts";

/** What the resource models of both generations of Loihi share. */
export const loihiCommon: Pick<ChipRecord, "inputs" | "routing" | "synapses"> = {
  inputs: { on: "host" },
  routing: "destinations",
  // Groups of 64 weights with a header, as nengo-loihi counts them.
  synapses: {
    weightBits: 8,
    delayBits: 6,
    leastIndexBits: 6,
    headerBits: 10,
    groupSize: 64,
    wordBits: 64,
  },
};

/** Cores of both generations: 32 routers with four each. */
export const loihiRouters = { columns: 8, rows: 4, cores: 4, links: "mesh" } as const;

/** Where the values of `loihiLimits` come from. */
interface LimitSources {
  readonly axons: string;
  readonly delay: string;
  /** Optimistic if values of one generation are assumed of the other. */
  readonly status: ChipLimit["status"];
}

/** Limits of both generations. */
export function loihiLimits({ axons: cite, delay, status }: LimitSources): readonly ChipLimit[] {
  const as = status === "public" ? "" : ", as on Loihi";
  return [
    { resource: "in-axons", value: 4096, about: `input axons per core${as}`, cite, status },
    { resource: "out-axons", value: 4096, about: `output axon slots per core${as}`, cite, status },
    { resource: "delay", value: 62, about: "steps of delay", cite: delay, status: "public" },
  ];
}
