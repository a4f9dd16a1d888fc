import { realpathSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { NetworkRecord } from "@spikeloom/kernel";
import { type FileReference, projectionNames, readNetwork, replaceFiles } from "@spikeloom/network";
import type { Answer } from "../answer.ts";
import type { ArrayFolder } from "../array-folder.ts";
import { LINK_OUTSIDE, LINK_VALUE } from "../errors.ts";
import type { Load, Numbers } from "../generated/simulation.ts";
import type { ServedSession } from "../served-session.ts";

/** Receive a network: as text with its arrays, or from a file in the allowed folder. */
export async function load({ network, arrays }: Load, served: ServedSession): Promise<Answer> {
  if (network.case === "json") {
    served.loaded.load(await withArrays(readNetwork(network.value), arrays, served.arrays));
  } else if (network.case === "path") {
    const path = insideOf(served.client?.networks, network.value);
    served.loaded.load(await (await served.programs.simulator()).read(path));
  } else {
    throw LINK_VALUE({ place: "load.network", expected: "json or path", got: "none" });
  }
  return loadedAnswer(served.loaded.network("load"));
}

function loadedAnswer(network: NetworkRecord): Answer {
  const populations = Object.entries(network.populations).map(([name, { size }]) => {
    return { name, size };
  });
  const { duration } = network;
  const projections = [...projectionNames(network)];
  return { case: "loaded", value: { populations, projections, duration } };
}

/** Resolve a file with links, and refuse one outside the folder. */
function insideOf(folder: string | undefined, path: string): string {
  const found = realPath(path);
  const way = folder === undefined ? "" : relative(realPath(folder), found);
  const leadsOut = way === "" || way.split(sep)[0] === ".." || isAbsolute(way);
  if (!leadsOut) return found;
  throw LINK_OUTSIDE({ path, folder });
}

/** Missing files are reported by the reader. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Insert the transmitted arrays where the network refers to them. */
async function withArrays(
  network: NetworkRecord,
  arrays: Readonly<Record<string, Numbers>>,
  folder: ArrayFolder,
): Promise<NetworkRecord> {
  const left = new Set(Object.keys(arrays));
  const named = new Map<string, FileReference>();
  replaceFiles(network, (reference) => {
    const { place, record } = reference;
    left.delete(record.file);
    if (!Object.hasOwn(arrays, record.file)) {
      const known = Object.keys(arrays).join(", ") || "none";
      const expected = `one of the transmitted arrays: ${known}`;
      throw LINK_VALUE({ place, expected, got: record.file });
    }
    named.set(record.file, reference);
    return record;
  });
  const [unused] = left;
  if (unused !== undefined) {
    const expected = "arrays that the network refers to";
    throw LINK_VALUE({ place: "load.arrays", expected, got: unused });
  }
  // Arrays may be long: they are read one by one, so that a lost client is noticed in between.
  const read = new Map<string, Float64Array | Uint32Array>();
  for (const [file, { place }] of named) {
    const { values } = arrays[file] as Numbers;
    if (values.case === "doubles") {
      read.set(file, await folder.doublesInPieces(values.value, place));
    } else if (values.case === "indices") {
      read.set(file, await folder.indicesInPieces(values.value, place));
    }
  }
  return replaceFiles(network, (reference) => withNumbers(reference, read));
}

function withNumbers(
  { place, record, isConnector }: FileReference,
  read: ReadonlyMap<string, Float64Array | Uint32Array>,
): object {
  const { file, path, size, sha256, ...rest } = record;
  const values = read.get(file);
  if (!isConnector && values instanceof Float64Array) return { ...rest, values };
  if (isConnector && values instanceof Uint32Array) return { ...rest, pairs: values };
  const expected = isConnector ? "indices for pairs" : "doubles";
  const got = values === undefined ? "none" : values instanceof Uint32Array ? "indices" : "doubles";
  throw LINK_VALUE({ place, expected, got });
}
