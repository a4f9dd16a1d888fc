import { damaged, Hdf5Damage } from "./damage.ts";
import type { Link } from "./links.ts";

/** Objects that are walked through for their paths. */
const mostObjects = 2 ** 18;

/**
 * Find the shortest path of each object from the root, once it is asked for.
 *
 * What lies in a group that is damaged has none.
 */
export function objectPaths(
  root: number,
  linksAt: (address: number) => ReadonlyMap<string, Link>,
): () => ReadonlyMap<number, string> {
  let found: Map<number, string> | undefined;
  return () => {
    if (found !== undefined) return found;
    const paths = new Map([[root, "/"]]);
    // A map is walked in the order in which its entries came, those added on the way too.
    for (const [address, path] of paths) {
      for (const [name, link] of readable(() => linksAt(address))) {
        if (link.kind !== "object" || paths.has(link.address)) continue;
        if (paths.size === mostObjects) damaged(`it has more than ${mostObjects} objects`);
        paths.set(link.address, path === "/" ? `/${name}` : `${path}/${name}`);
      }
    }
    found = paths;
    return found;
  };
}

function readable(links: () => ReadonlyMap<string, Link>): ReadonlyMap<string, Link> {
  try {
    return links();
  } catch (fault) {
    if (fault instanceof Hdf5Damage) return new Map();
    throw fault;
  }
}
