import type { Disk } from "@spikeloom/files";
import type { ArrayValue, NetworkRecord, ProjectionRecord, Value } from "@spikeloom/kernel";
import { projectionNames, writeNetwork } from "@spikeloom/network";
import { type Hdf5File, hdf5File } from "./write/hdf5-file.ts";
import type { DatasetNode, GroupNode, TreeNode } from "./write/tree.ts";

/** A network as text, and its data file. */
export interface NetworkParts {
  readonly text: string;
  /** Name of the data file. */
  readonly name: string;
  /** Fills the data file; missing if no projection has long lists in arrays. */
  readonly fill: ((disk: Disk) => void) | undefined;
}

/**
 * Move the long lists of projections from a network into a data file; `stem` is the network's file name without
 * extension.
 */
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

/** The same network with a file name in place of its lists. */
function namingFile(network: NetworkRecord, { listed, groups, file }: Listed): NetworkRecord {
  const projections = network.projections?.map((projection, k) =>
    listed[k] === undefined ? projection : named(projection, file, groups[k] ?? ""),
  );
  return { ...network, ...(projections && { projections }) };
}

interface ConnectionList {
  readonly pairs: Uint32Array | undefined;
  readonly weight: FloatArray | undefined;
  readonly delay: FloatArray | undefined;
}

type FloatArray = Float64Array | Float32Array;

/** Maximum number of values that the text contains without pairs next to them, so that it stays readable. */
const mostInText = 2 ** 12;

/** The arrays of a projection with a list of pairs in an array, or with equally long values. */
function listOf({ connector, weight, delay }: ProjectionRecord): ConnectionList | undefined {
  const { kind, pairs, file } = connector;
  const values = { weight: arrayOf(weight), delay: arrayOf(delay) };
  if (kind === "pairs" && pairs instanceof Uint32Array && file === undefined) {
    return { pairs, ...values };
  }
  const isLong = Object.values(values).some((list) => (list?.length ?? 0) > mostInText);
  return isLong ? { pairs: undefined, ...values } : undefined;
}

function arrayOf(value: Value | undefined): FloatArray | undefined {
  if (typeof value !== "object" || !("values" in value) || "file" in value) return undefined;
  const { values } = value;
  return values instanceof Float64Array || values instanceof Float32Array ? values : undefined;
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
  const inFile = (value: Value, name: string): Value => {
    if (arrayOf(value) === undefined) return value;
    const { unit } = value as ArrayValue;
    return { file, path: `${group}/${name}`, ...(unit !== undefined && { unit }) };
  };
  return {
    ...projection,
    connector: connectorIn(connector, file, group),
    weight: inFile(weight, "weight"),
    ...(delay !== undefined && { delay: inFile(delay, "delay") }),
  };
}

function connectorIn(
  connector: ProjectionRecord["connector"],
  file: string,
  group: string,
): ProjectionRecord["connector"] {
  const { pairs, ...rest } = connector;
  if (!(pairs instanceof Uint32Array)) return connector;
  return { ...rest, file, sources: `${group}/sources`, targets: `${group}/targets` };
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
  const indices = (list: Uint32Array, offset: 0 | 1): DatasetNode => {
    const ends = new Uint32Array(list.length / 2);
    for (let k = 0; k < ends.length; k++) ends[k] = list[2 * k + offset] as number;
    return file.numbers(ends, { type: "uint32" });
  };
  const floats = (values: FloatArray): DatasetNode =>
    file.array(values, { shape: [values.length] });
  return group({
    ...(pairs !== undefined && { sources: indices(pairs, 0), targets: indices(pairs, 1) }),
    ...(weight !== undefined && { weight: floats(weight) }),
    ...(delay !== undefined && { delay: floats(delay) }),
  });
}

function group(links: Readonly<Record<string, TreeNode>>): GroupNode {
  return { kind: "group", attributes: new Map(), links: new Map(Object.entries(links)) };
}
