import type { Partition } from "../partition/partition.ts";
import type { Placement } from "../placement/placement.ts";
import { hostRouter } from "../placement/traffic.ts";

/** Target of a part's packets on a chip whose packets carry their target. */
export interface Destination {
  /** Index of the part. */
  readonly part: number;
  /** Steps from the router of the part, first along x, then along y. */
  readonly dx: number;
  readonly dy: number;
  /** Core within the router. */
  readonly core: number;
}

/** List the destinations of all parts. */
export function destinationsOf(
  { parts, flows }: Partition,
  { machine: { columns }, routers, slots }: Placement,
): readonly Destination[] {
  return flows.flatMap(({ part, targets }) => {
    const core = parts[part]?.core ?? -1;
    const from = core < 0 ? hostRouter : (routers[core] as number);
    return Array.from(targets, (target) => {
      const to = routers[target] as number;
      return {
        part,
        dx: (to % columns) - (from % columns),
        dy: Math.floor(to / columns) - Math.floor(from / columns),
        core: slots[target] as number,
      };
    });
  });
}
