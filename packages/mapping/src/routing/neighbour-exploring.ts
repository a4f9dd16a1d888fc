import type { Partition } from "../partition/partition.ts";
import { displacement, distance } from "../placement/machine.ts";
import type { Placement } from "../placement/placement.ts";
import { follow, type GrowingTree, growTrees, type Tree } from "./tree.ts";

/**
 * Connect each target to the nearest router that the tree already reaches.
 *
 * Neighbour-exploring routing, Navaridas et al. 2015, doi:10.1016/j.parco.2015.01.002; paths follow the longest dimension first.
 */
export function neighbourExploringRoutes(
  partition: Partition,
  placement: Placement,
): readonly Tree[] {
  const { machine } = placement;
  return growTrees(partition, placement, (tree, targets) => {
    const far = (target: number): number => distance(machine, tree.root, target);
    const ordered = targets.toSorted((a, b) => far(a) - far(b) || a - b);
    for (const target of ordered) connect(tree, placement, target);
  });
}

function connect(tree: GrowingTree, placement: Placement, target: number): void {
  if (tree.arrivals.has(target)) return;
  const { machine } = placement;
  let nearest = tree.root;
  let shortest = distance(machine, tree.root, target);
  for (const router of tree.arrivals.keys()) {
    const length = distance(machine, router, target);
    if (length < shortest) [nearest, shortest] = [router, length];
  }
  // No router of the path but the first is in the tree, as it would be nearer.
  let at = nearest;
  for (const link of longestFirst(placement, nearest, target))
    at = follow(tree, placement, { at, link });
}

/** Links from one router to another, those of the longest dimension first. */
function longestFirst({ machine }: Placement, from: number, to: number): readonly number[] {
  const [dx, dy] = displacement(machine, from, to);
  const isHexagonal = machine.chip.routers.links === "hexagonal";
  const diagonal = isHexagonal && dx > 0 === dy > 0 ? Math.min(Math.abs(dx), Math.abs(dy)) : 0;
  const dimensions = [
    { link: dx > 0 ? 0 : 3, count: Math.abs(dx) - diagonal },
    { link: dx > 0 ? 1 : 4, count: diagonal },
    { link: dy > 0 ? 2 : 5, count: Math.abs(dy) - diagonal },
  ];
  dimensions.sort((a, b) => b.count - a.count || a.link - b.link);
  return dimensions.flatMap(({ link, count }) => new Array<number>(count).fill(link));
}
