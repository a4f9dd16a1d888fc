import { attributeFinder, type Hdf5Attribute } from "./attributes.ts";
import { damaged, outside } from "./damage.ts";
import { type Hdf5Dataset, isDataset, openDataset } from "./dataset.ts";
import type { Datatype } from "./datatype.ts";
import type { Elements } from "./elements.ts";
import { fileBytes } from "./file-bytes.ts";
import { globalHeaps } from "./global-heap.ts";
import { keptValues } from "./kept-values.ts";
import { isGroup, readLinks } from "./links.ts";
import { readHeader } from "./object-header.ts";
import { objectPaths } from "./object-paths.ts";
import type { RandomBytes } from "./random-bytes.ts";
import { type Hdf5Reference, referencesOf } from "./references.ts";
import { readSuperblock } from "./superblock.ts";
import { textsOf } from "./texts.ts";
import { type Hdf5Value, listsOf, valuesOf } from "./values.ts";

/** A group of named objects. */
export interface Hdf5Group {
  readonly kind: "group";
  names(): Iterable<string>;
}

/** Neither a group nor a dataset. */
export interface Hdf5Other {
  readonly kind: "other";
}

/** Object at a path. */
export type Hdf5Object = (Hdf5Group | Hdf5Dataset | Hdf5Other) & {
  attribute(name: string): Hdf5Attribute | undefined;
  attributeNames(): readonly string[];
  /** Address, equal for all its names. */
  readonly reference: Hdf5Reference;
};

/** An open HDF5 file; content in other files is refused. */
export interface Hdf5File {
  /** Resolve a path; undefined if it is missing. */
  find(path: string): Hdf5Object | undefined;
  /** Read elements as strings; undefined for other types. */
  texts(type: Datatype, bytes: Uint8Array): readonly string[] | undefined;
  /** Read elements as references, undefined for null references; undefined for other types. */
  references(elements: Elements): readonly (Hdf5Reference | undefined)[] | undefined;
  /** Read elements as variable-length lists; undefined for other types. */
  lists(elements: Elements): readonly Elements[] | undefined;
  /** Read each element as a separate value of any type. */
  values(elements: Elements): readonly Hdf5Value[];
  /** Resolve a reference, with the same result as `find` for its path. */
  open(reference: Hdf5Reference): Hdf5Object;
  /** First path from the root of the target of a reference; undefined if it has none. */
  pathOf(reference: Hdf5Reference): string | undefined;
}

/** Maximum number of cached objects; a file may have a hundred thousand. */
const mostKept = 2 ** 10;

/** Maximum number of names in a path, and in a chain of links. */
const mostSteps = 256;

/** Read an open file. */
export function openHdf5(file: RandomBytes): Hdf5File {
  const bytes = fileBytes(file);
  const { root } = readSuperblock(bytes);
  const headerAt = keptValues(mostKept, (address: number) => readHeader(bytes, address));
  const linksAt = keptValues(mostKept, (address: number) => readLinks(bytes, headerAt(address)));
  const follow = (path: string): number | undefined => {
    const waiting = namesIn(path).reverse();
    let address = root;
    for (let steps = 0; waiting.length > 0; steps++) {
      if (steps > mostSteps) damaged("its links form a cycle or a path of too many names");
      const name = waiting.pop() as string;
      const link = linksAt(address).get(name);
      if (link === undefined) return undefined;
      if (link.kind === "outside") outside(`"${name}"`);
      if (link.kind === "object") address = link.address;
      else {
        if (link.path.startsWith("/")) address = root;
        waiting.push(...namesIn(link.path).reverse());
      }
    }
    return address;
  };
  const open = (address: number): Hdf5Object => {
    const messages = headerAt(address);
    const attributes = attributeFinder(bytes, messages);
    const common = {
      reference: { address },
      attribute: (name: string) => attributes().get(name)?.(),
      attributeNames: () => [...attributes().keys()],
    };
    if (isDataset(messages)) return { ...openDataset(bytes, messages), ...common };
    if (!isGroup(messages)) return { kind: "other", ...common };
    return { kind: "group", names: () => linksAt(address).keys(), ...common };
  };
  const objectAt = keptValues(mostKept, open);
  const isGroupAt = (address: number): boolean => isGroup(headerAt(address));
  const paths = objectPaths(root, (address) => (isGroupAt(address) ? linksAt(address) : new Map()));
  const heap = { bytes, heaps: globalHeaps(bytes) };
  return {
    find(path) {
      const address = follow(path);
      return address === undefined ? undefined : objectAt(address);
    },
    texts: (type, data) => textsOf(type, bytes.fieldsOf(data), heap),
    references: (elements) => referencesOf(elements, heap),
    lists: (elements) => listsOf(elements, heap),
    values: (elements) => valuesOf(elements, heap),
    open: ({ address }) => objectAt(address),
    pathOf: ({ address }) => paths().get(address),
  };
}

function namesIn(path: string): string[] {
  const names = path.split("/", mostSteps + 2).filter((name) => name !== "" && name !== ".");
  return names.length <= mostSteps ? names : damaged("its links form a path of too many names");
}
