import type { EstimatedPart } from "@spikeloom/kernel";
import type { MemoryParts } from "./memory-parts.ts";
import type { ProjectionMemory } from "./sizes.ts";

/** Name the parts of an estimate, with their purpose. */
export function partsOf(
  parts: MemoryParts,
  {
    synapses,
    neurons,
    isHeld,
  }: { readonly synapses: number; readonly neurons: number; readonly isHeld: boolean },
): readonly EstimatedPart[] {
  const reasons: Readonly<Record<keyof MemoryParts, string>> = {
    synapses: `${shortCount(synapses)} synapses`,
    rows: "tables of their rows and sums",
    plasticity: "traces and spikes stored for plasticity",
    neurons: `${shortCount(neurons)} neurons`,
    spikes: "spikes in transit",
    lists: "lists and data files",
    recorded: isHeld ? "recorded data held in memory" : "recorded data not yet written",
    preparation: "preparation",
    process: "the process itself",
  };
  return (Object.keys(reasons) as (keyof MemoryParts)[]).map((name) => {
    const part = { name, bytes: parts[name], reason: reasons[name] };
    return name === "process" ? { ...part, isFixed: true } : part;
  });
}

/** Print a count: `12500`, or `1.00e17` if it is large. */
function shortCount(count: number): string {
  return count < 1e6 ? String(Math.round(count)) : count.toExponential(2).replace("+", "");
}

/** Describe how the spikes of a projection reach their targets. */
export function deliveryText({
  delivery,
  delays,
  segment,
}: Pick<ProjectionMemory, "delivery" | "delays" | "segment">): string {
  const many = delays === 1 ? "1 delay" : `about ${delays} delays`;
  return deliveryTexts[delivery](many, segment);
}

const deliveryTexts: {
  readonly [D in ProjectionMemory["delivery"]]: (delays: string, segment: number) => string;
} = {
  segments: (delays, segment) => `segments by delay: ${delays}, ${segmentText(segment)}`,
  ring: (delays, segment) => `ring of sums: ${delays}, only ${segmentText(segment)}`,
  procedural: (delays) => `redrawn at each spike: ${delays}`,
};

function segmentText(segment: number): string {
  const count =
    segment < 10
      ? Number(segment.toPrecision(2))
      : String(Math.round(segment)).replace(/\B(?=(\d{3})+$)/g, " ");
  return `about ${count} synapses per source each`;
}
