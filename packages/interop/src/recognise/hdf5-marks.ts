import type { FormatMark } from "@spikeloom/kernel";
import { Hdf5Damage } from "../hdf5/read/damage.ts";
import { numbersOf } from "../hdf5/read/numbers.ts";
import { type Hdf5File, type Hdf5Object, openHdf5 } from "../hdf5/read/open-file.ts";
import type { RandomBytes } from "../hdf5/read/random-bytes.ts";

/** Return whether a file has the HDF5 marks of a format. */
export type Hdf5Marks = (mark: Pick<FormatMark, "attributes" | "paths">) => boolean;

/** Maximum number of group members matched by `*`, and of attribute bytes read. */
const most = { names: 1000, bytes: 4096 };

/** Open a file to look for marks; throws `Hdf5Damage` if it is not HDF5. */
export function hdf5Marks(bytes: RandomBytes): Hdf5Marks {
  const file = openHdf5(bytes);
  return ({ attributes = {}, paths = [] }) => {
    const root = found(file, "/");
    const isMarked = ([name, wanted]: readonly [string, unknown]): boolean => {
      const value = attributeOf(file, root, name);
      return value !== undefined && (wanted === true || value === wanted);
    };
    return (
      Object.entries(attributes).every(isMarked) &&
      paths.every((path) => leads(file, path.split("/").slice(1), ""))
    );
  };
}

/** Whether a path exists; `*` matches any one name. */
function leads(file: Hdf5File, names: readonly string[], before: string): boolean {
  const wild = names.indexOf("*");
  if (wild < 0) return found(file, [before, ...names].join("/")) !== undefined;
  const group = [before, ...names.slice(0, wild)].join("/");
  const holder = found(file, group === "" ? "/" : group);
  if (holder?.kind !== "group") return false;
  let tried = 0;
  for (const name of namesOf(holder)) {
    if (tried++ === most.names) return false;
    if (leads(file, names.slice(wild + 1), `${group}/${name}`)) return true;
  }
  return false;
}

function namesOf(group: Extract<Hdf5Object, { readonly kind: "group" }>): Iterable<string> {
  return unlessDamaged(() => [...group.names()]) ?? [];
}

function found(file: Hdf5File, path: string): Hdf5Object | undefined {
  return unlessDamaged(() => file.find(path));
}

/** Read the first string or number of an attribute; true for other types. */
function attributeOf(
  file: Hdf5File,
  object: Hdf5Object | undefined,
  name: string,
): string | number | true | undefined {
  return unlessDamaged(() => {
    const attribute = object?.attribute(name);
    if (attribute === undefined) return undefined;
    const { type, data } = attribute;
    if (type.size > most.bytes || data.length < type.size) return true;
    const first = new Uint8Array(data.subarray(0, type.size));
    const [text] = file.texts(type, first) ?? [];
    if (text !== undefined) return text;
    const number = numbersOf(type, first)?.[0];
    return number === undefined ? true : Number(number);
  });
}

/** Damaged parts, and those in other files, match no mark. */
function unlessDamaged<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (fault) {
    if (fault instanceof Hdf5Damage) return undefined;
    throw fault;
  }
}
