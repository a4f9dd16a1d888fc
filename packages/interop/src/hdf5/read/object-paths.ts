import { damaged, Hdf5Damage } from "./damage.ts";
import type { Link } from "./links.ts";

/** Maximum number of objects visited to find paths. */
const mostObjects = 2 ** 18;

/**
 * Find the shortest path of each object from the root, on first use.
 *
 * Members of damaged groups have none.
 */
export function objectPaths(
  root: number,
  linksAt: (address: number) => ReadonlyMap<string, Link>,
): () => ReadonlyMap<number, string> {
  let found: Map<number, string> | undefined;
  return () => {
    if (found !== undefined) return found;
    const paths = new Map([[root, "/"]]);
    // A map is iterated in insertion order, including entries added meanwhile.
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
