import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import {
  estimateMemory,
  type MemoryEstimate,
  type MemoryOptions,
  type MemoryWay,
  memoryWays,
} from "@spikeloom/network";
import { formatBytes, formatCount } from "../print/numbers.ts";
import type { Section } from "../print/sections.ts";

/** Whether a network fits into memory, and how else its synapses could be kept. */
export interface MemoryFit {
  readonly estimate: MemoryEstimate;
  /** Bytes that it may take. */
  readonly available: number;
  readonly fits: boolean;
  readonly ways: readonly (MemoryWay & { readonly fits: boolean })[];
}

/** Find out whether a sound network fits, without allocating anything of its size. */
export function memoryFit(
  network: NetworkRecord,
  given: MemoryOptions & { readonly stack: Stack; readonly memory: number },
): MemoryFit {
  const { stack, memory: available, ...options } = given;
  const estimate = estimateMemory(network, stack, options);
  const ways = memoryWays(network, { stack, ...options });
  return {
    estimate,
    available,
    fits: estimate.bytes <= available && estimate.shardBytes <= estimate.shardLimit,
    ways: ways.map((way) => ({ ...way, fits: way.bytes <= available })),
  };
}

/** Lay out what a network takes and whether that fits. */
export function memorySections({ estimate, available, fits, ways }: MemoryFit): readonly Section[] {
  const { neurons, synapses, bytes, besides, shards, shardBytes, tier, precision } = estimate;
  const each = synapses > 0 ? ` (${((bytes - besides) / synapses).toPrecision(2)} bytes each)` : "";
  return [
    {
      title: "Size",
      rows: [
        ["neurons", formatCount(neurons)],
        ["synapses", `about ${formatCount(synapses)}`],
        ["memory", `about ${formatBytes(bytes)}, tier ${tier}, ${precision}`],
        ["of synapses", `about ${formatBytes(bytes - besides)}${each}`],
        ["shards", `${shards}, about ${formatBytes(shardBytes)} each`],
        ["fits", `${fits ? "yes" : "no"}: ${formatBytes(available)} can be taken`],
      ],
    },
    {
      title: "Ways to keep the synapses",
      rows: synapses === 0 ? [] : ways.map(wayRow),
    },
  ];
}

function wayRow({ way, bytes, fits }: MemoryFit["ways"][number]): readonly string[] {
  const name = way === "procedural" ? "procedural, where that can be" : `tier ${way}`;
  return [name, `about ${formatBytes(bytes)}`, fits ? "fits" : "does not fit"];
}
