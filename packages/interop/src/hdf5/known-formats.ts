import type { InspectedObject } from "./read/inspect.ts";

interface KnownFormat {
  readonly name: string;
  /** Attributes that the writer puts on the root; undefined matches any value. */
  readonly root?: readonly [attribute: string, value?: number | string];
  /** Alternatively, objects that only such a file has, each as a pattern of its path. */
  readonly paths?: readonly RegExp[];
}

/** Formats by their distinguishing features, most specific first. */
const formats: readonly KnownFormat[] = [
  { name: "SpikeLoom result", root: ["format", "spikeloom-result"] },
  { name: "SpikeLoom sweep", root: ["format", "spikeloom-sweep"] },
  { name: "NWB", root: ["neurodata_type", "NWBFile"] },
  { name: "NIR graph", paths: [/^\/version$/, /^\/node\/type$/] },
  { name: "NIR data", root: ["__type__", "NIRGraphData"] },
  // 0x0A7A; older files have only the groups.
  { name: "SONATA", root: ["magic", 2682] },
  { name: "SONATA", paths: [/^\/nodes\/[^/]+\/node_type_id$/] },
  { name: "SONATA", paths: [/^\/edges\/[^/]+\/edge_type_id$/] },
  { name: "SONATA", paths: [/^\/spikes\/([^/]+\/node_ids|gids)$/] },
  { name: "SONATA", paths: [/^\/report\/[^/]+\/mapping$/] },
  { name: "NeuroML in HDF5", paths: [/^\/neuroml\/network$/] },
  { name: "NIX", root: ["format", "nix"] },
  { name: "Keras model", root: ["keras_version"] },
  { name: "netCDF-4", root: ["_NCProperties"] },
  { name: "PyTables", root: ["PYTABLES_FORMAT_VERSION"] },
];

/** Name the format of a file; undefined if unknown. */
export function knownFormat(objects: readonly InspectedObject[]): string | undefined {
  const attributes = objects.find(({ path }) => path === "/")?.attributes ?? {};
  return formats.find(({ root, paths = [] }) => {
    if (root === undefined)
      return paths.every((form) => objects.some(({ path }) => form.test(path)));
    const [name, wanted] = root;
    if (!Object.hasOwn(attributes, name)) return false;
    return wanted === undefined || attributes[name]?.values[0] === wanted;
  })?.name;
}
