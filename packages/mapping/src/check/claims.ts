import type { Partition } from "../partition/partition.ts";
import type { Placement } from "../placement/placement.ts";
import { hostRouter } from "../placement/traffic.ts";
import type { KeyBlock } from "../routing/keys.ts";

/** What routing must do with the packets of one part. */
export interface RouteClaim {
  readonly place: string;
  /** Router at which the packets start. */
  readonly router: number;
  /** The keys `base` up to `base + count - 1`; none where packets carry their target. */
  readonly base: number;
  readonly count: number;
  /** All cores that must receive each packet once. */
  readonly targets: readonly { readonly router: number; readonly core: number }[];
}

/** List where the packets of each part must go. */
export function claimsOf(
  { parts, flows }: Partition,
  { routers, slots }: Placement,
  blocks: readonly KeyBlock[] = [],
): readonly RouteClaim[] {
  const byPart = new Map(blocks.map((block) => [block.part, block]));
  return flows.map(({ part, targets }) => {
    const core = parts[part]?.core ?? -1;
    const { base = 0, count = 0 } = byPart.get(part) ?? {};
    return {
      place: `part ${part}`,
      router: core < 0 ? hostRouter : (routers[core] as number),
      base,
      count,
      targets: Array.from(targets, (one) => ({
        router: routers[one] as number,
        core: slots[one] as number,
      })),
    };
  });
}
