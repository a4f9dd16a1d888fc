import type { ArrayValue, NetworkRecord, ProjectionRecord, Value } from "@spikeloom/kernel";
import { projectionNames, writeNetwork } from "@spikeloom/network";
import type { Disk } from "../files/disk.ts";
import { type Hdf5File, hdf5File } from "./write/hdf5-file.ts";
import type { DatasetNode, GroupNode, TreeNode } from "./write/tree.ts";

/** A network as text, and what belongs beside it. */
export interface NetworkParts {
  readonly text: string;
  /** Of the second file. */
  readonly name: string;
  /** Fills the second file; not there where no projection has a list in an array. */
  readonly fill: ((disk: Disk) => void) | undefined;
}

/** Take the lists of connections out of a network; `stem` is the name of its file without its end. */
export function networkParts(network: NetworkRecord, stem: string): NetworkParts {
  const file = `${stem}-connections.h5`;
  const groups = groupNames(network);
  const listed = (network.projections ?? []).map(listOf);
  return {
    text: writeNetwork(namingFile(network, { listed, groups, file })),
    name: file,
    fill: listed.some((list) => list !== undefined)
      ? (disk) => fillLists(disk, listed, groups)
      : undefined,
  };
}

interface Listed {
  readonly listed: readonly (ConnectionList | undefined)[];
  readonly groups: readonly string[];
  readonly file: string;
}

/** The same network with the name of a file in place of its lists. */
function namingFile(network: NetworkRecord, { listed, groups, file }: Listed): NetworkRecord {
  const projections = network.projections?.map((projection, k) =>
    listed[k] === undefined ? projection : named(projection, file, groups[k] ?? ""),
  );
  return { ...network, ...(projections && { projections }) };
}

interface ConnectionList {
  readonly pairs: Uint32Array;
  readonly weight: Float64Array | undefined;
  readonly delay: Float64Array | undefined;
}

/** The arrays of a projection that has a list of pairs in an array. */
function listOf({ connector, weight, delay }: ProjectionRecord): ConnectionList | undefined {
  const { kind, pairs, file } = connector;
  if (kind !== "pairs" || !(pairs instanceof Uint32Array) || file !== undefined) return undefined;
  return { pairs, weight: arrayOf(weight), delay: arrayOf(delay) };
}

function arrayOf(value: Value | undefined): Float64Array | undefined {
  if (typeof value !== "object" || !("values" in value) || "file" in value) return undefined;
  return value.values instanceof Float64Array ? value.values : undefined;
}

function groupNames(network: NetworkRecord): readonly string[] {
  const taken = new Set<string>();
  return projectionNames(network).map((name) => {
    const plain = name === "." ? "|" : name.replaceAll("/", "|");
    let group = plain;
    for (let number = 2; taken.has(group); number++) group = `${plain}#${number}`;
    taken.add(group);
    return group;
  });
}

function named(projection: ProjectionRecord, file: string, group: string): ProjectionRecord {
  const { connector, weight, delay } = projection;
  const { pairs, ...rest } = connector;
  const ends = { sources: `${group}/sources`, targets: `${group}/targets` };
  const inFile = (value: Value, name: string): Value => {
    if (arrayOf(value) === undefined) return value;
    const { unit } = value as ArrayValue;
    return { file, path: `${group}/${name}`, ...(unit !== undefined && { unit }) };
  };
  return {
    ...projection,
    connector: { ...rest, file, ...ends },
    weight: inFile(weight, "weight"),
    ...(delay !== undefined && { delay: inFile(delay, "delay") }),
  };
}

function fillLists(
  disk: Disk,
  lists: readonly (ConnectionList | undefined)[],
  names: readonly string[],
): void {
  const file = hdf5File(disk);
  const groups = lists.flatMap((list, k): [string, GroupNode][] =>
    list === undefined ? [] : [[names[k] ?? "", writeList(file, list)]],
  );
  file.commit(group(Object.fromEntries(groups)));
}

function writeList(file: Hdf5File, { pairs, weight, delay }: ConnectionList): GroupNode {
  const count = pairs.length / 2;
  const indices = (offset: 0 | 1): DatasetNode => {
    const ends = Uint32Array.from({ length: count }, (_, k) => pairs[2 * k + offset] ?? 0);
    return file.numbers(ends, { type: "uint32" });
  };
  const floats = (values: Float64Array): DatasetNode => file.numbers(values, { type: "float64" });
  return group({
    ...{ sources: indices(0), targets: indices(1) },
    ...(weight !== undefined && { weight: floats(weight) }),
    ...(delay !== undefined && { delay: floats(delay) }),
  });
}

function group(links: Readonly<Record<string, TreeNode>>): GroupNode {
  return { kind: "group", attributes: new Map(), links: new Map(Object.entries(links)) };
}
