import type { JobEstimate, NetworkRecord, StorageEstimate } from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";
import { type EstimateNetworkOptions, estimateNetwork } from "@spikeloom/simulate";
import { formatCount } from "../print/numbers.ts";
import type { Section } from "../print/sections.ts";

/** Whether a network fits into memory, and alternatives of storing its synapses. */
export interface MemoryFit {
  readonly estimate: Omit<JobEstimate, "faults" | "ways">;
  /** Available bytes. */
  readonly available: number;
  readonly fits: boolean;
  readonly ways: readonly (StorageEstimate & { readonly fits: boolean })[];
}

/** Determine whether a valid network fits, without allocating anything of its size. */
export function memoryFit(
  network: NetworkRecord,
  given: EstimateNetworkOptions & { readonly memory: number },
): MemoryFit {
  const { memory: available, ...options } = given;
  const found = estimateNetwork(network, { ...options, ways: true });
  const { faults, ways = [], ...estimate } = found;
  return {
    estimate,
    available,
    fits: estimate.bytes <= available && faults.length === 0,
    ways: ways.map((way) => ({ ...way, fits: way.bytes <= available })),
  };
}

/** Describe the memory of a network and whether it fits. */
export function memorySections(
  { estimate, available, fits, ways }: MemoryFit,
  { precision, tier }: Required<Pick<NetworkRecord, "precision" | "tier">>,
): readonly Section[] {
  const { neurons, synapses, bytes, kept: own, projections, notes } = estimate;
  const kept = projections.reduce((sum, one) => sum + one.bytes, 0);
  const each = synapses > 0 ? ` (${(kept / synapses).toPrecision(2)} bytes each)` : "";
  return [
    {
      title: "Size",
      rows: [
        ["neurons", formatCount(neurons)],
        ["synapses", `about ${formatCount(synapses)}`],
        ["memory", `about ${printBytes(bytes)}, tier ${tier}, ${precision}`],
        // Notes of a run; the rest is the process and temporary memory.
        ...(own === undefined ? [] : [["of the network", `about ${printBytes(own)}`]]),
        ["of synapses", `about ${printBytes(kept)}${each}`],
        ...notes,
        ["fits", `${fits ? "yes" : "no"}: ${printBytes(available)} can be taken`],
      ],
    },
    {
      title: "Ways to store the synapses",
      rows: synapses === 0 ? [] : ways.map(wayRow),
    },
  ];
}

function wayRow({ name, bytes, fits }: MemoryFit["ways"][number]): readonly string[] {
  return [name, `about ${printBytes(bytes)}`, fits ? "fits" : "does not fit"];
}
