import type { Partition } from "../partition/partition.ts";
import { neighbour, opposite } from "../placement/machine.ts";
import type { Placement } from "../placement/placement.ts";
import { hostRouter } from "../placement/traffic.ts";

/** Multicast tree of a part: what each router on it does with the part's packets. */
export interface Tree {
  /** Index of the part. */
  readonly part: number;
  readonly root: number;
  readonly nodes: readonly TreeNode[];
}

/** A router of a tree. */
export interface TreeNode {
  readonly router: number;
  /** Link through which packets arrive; -1 at the root. */
  readonly arrival: number;
  /** Links through which packets leave, one bit each. */
  readonly links: number;
  /** Cores of the router that receive them, by slot, ascending. */
  readonly cores: readonly number[];
}

/** Routers and links of a tree while it grows. */
export interface GrowingTree {
  readonly root: number;
  /** By router: link through which packets arrive. */
  readonly arrivals: Map<number, number>;
  /** By router: bits of the links through which they leave. */
  readonly links: Map<number, number>;
}

/** Follow a link from a router in a tree, and return the next router. */
export function follow(
  { arrivals, links }: GrowingTree,
  placement: Placement,
  step: { readonly at: number; readonly link: number },
): number {
  const { at, link } = step;
  const next = neighbour(placement.machine, at, link);
  if (next < 0 || arrivals.has(next)) return next;
  links.set(at, (links.get(at) ?? 0) | (1 << link));
  arrivals.set(next, opposite(link));
  return next;
}

/** Build the tree of each part that sends spikes. */
export function growTrees(
  partition: Partition,
  placement: Placement,
  start: (tree: GrowingTree, targets: readonly number[]) => void,
): readonly Tree[] {
  const { parts, flows } = partition;
  return flows.flatMap(({ part, targets }) => {
    if (targets.length === 0) return [];
    const core = parts[part]?.core ?? -1;
    const root = core < 0 ? hostRouter : (placement.routers[core] as number);
    const receiving = new Map<number, number[]>();
    for (const target of targets) {
      const router = placement.routers[target] as number;
      const slots = receiving.get(router);
      const slot = placement.slots[target] as number;
      if (slots === undefined) receiving.set(router, [slot]);
      else slots.push(slot);
    }
    const tree: GrowingTree = { root, arrivals: new Map([[root, -1]]), links: new Map() };
    start(tree, [...receiving.keys()]);
    prune(tree, placement, receiving);
    const nodes = [...tree.arrivals].map(([router, arrival]) => ({
      router,
      arrival,
      links: tree.links.get(router) ?? 0,
      cores: receiving.get(router)?.toSorted((a, b) => a - b) ?? [],
    }));
    return [{ part, root, nodes }];
  });
}

/** Remove branches without targets, which remain where two paths meet. */
function prune(
  { root, arrivals, links }: GrowingTree,
  { machine }: Placement,
  receiving: ReadonlyMap<number, unknown>,
): void {
  for (const leaf of [...arrivals.keys()]) {
    let at = leaf;
    while (at !== root && (links.get(at) ?? 0) === 0 && !receiving.has(at)) {
      const arrival = arrivals.get(at);
      if (arrival === undefined) break;
      const before = neighbour(machine, at, arrival);
      arrivals.delete(at);
      links.set(before, (links.get(before) ?? 0) & ~(1 << opposite(arrival)));
      at = before;
    }
  }
}
