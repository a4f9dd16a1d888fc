import { MAPPING_OPTION } from "../errors.ts";
import type { Partition } from "../partition/partition.ts";
import { displacement } from "../placement/machine.ts";
import type { Placement } from "../placement/placement.ts";
import { follow, type GrowingTree, growTrees, type Tree } from "./tree.ts";

/**
 * Route each part first along x, then along y, which cannot deadlock in a mesh.
 *
 * Dally & Seitz 1987, doi:10.1109/TC.1987.1676939. The paths to all targets form a tree.
 */
export function xyRoutes(partition: Partition, placement: Placement): readonly Tree[] {
  return growTrees(partition, placement, (tree, targets) => {
    for (const target of targets) extend(tree, placement, target);
  });
}

function extend(tree: GrowingTree, placement: Placement, target: number): void {
  const [dx, dy] = displacement(placement.machine, tree.root, target);
  let at = tree.root;
  for (const [count, up, down] of [
    [dx, 0, 3],
    [dy, 2, 5],
  ] as const) {
    for (let k = 0; k < Math.abs(count); k++) {
      const next = follow(tree, placement, { at, link: count > 0 ? up : down });
      if (next < 0) refuse(at);
      at = next;
    }
  }
}

function refuse(router: number): never {
  throw MAPPING_OPTION({
    place: "routing",
    message: "A path along x and y leaves the machine.",
    expected: "neighbour-exploring routing on machines that are not rectangular",
    got: `xy at router ${router}`,
  });
}
