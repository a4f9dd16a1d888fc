import { filterName } from "../filters/filter.ts";
import { Hdf5Damage } from "./damage.ts";
import { countOf, readDataspace } from "./dataspace.ts";
import { datatypeOf } from "./datatype.ts";
import type { FileBytes } from "./file-bytes.ts";
import { readFilters } from "./filters.ts";
import { readLayout } from "./layout.ts";
import { bodyOf, type HeaderMessage, messageOf } from "./object-header.ts";
import { typeName } from "./type-name.ts";

/** Description of a dataset without its elements. */
export interface DatasetOutline {
  /** Type name as in NumPy. */
  readonly type: string;
  /** Lengths of the axes; empty for a scalar. */
  readonly shape: readonly number[];
  /** Decompressed size of all elements. */
  readonly bytes: number;
  /** `compact`, `contiguous`, `chunks of 64 x 8`, `external` or `virtual`. */
  readonly storage: string;
  /** Filters of its chunks, in order. */
  readonly filters: readonly string[];
  /** Reason why its elements cannot be read. */
  readonly fault?: string;
}

/** Describe a dataset, even if its elements are in other files. */
export function outlineDataset(
  bytes: FileBytes,
  messages: readonly HeaderMessage[],
): DatasetOutline {
  const fieldsOf = (kind: "dataspace" | "datatype" | "layout" | "filters") => {
    const message = messageOf(messages, kind);
    return message && bodyOf(bytes, message);
  };
  const [space, type, layout, filters] = [
    fieldsOf("dataspace"),
    fieldsOf("datatype"),
    fieldsOf("layout"),
    fieldsOf("filters"),
  ];
  if (space === undefined || type === undefined || layout === undefined) {
    throw new Hdf5Damage("a dataset in it has no shape, type or layout");
  }
  const datatype = datatypeOf(type);
  const shape = readDataspace(bytes.fieldsOf(space))?.shape ?? [0];
  const isExternal = messageOf(messages, "externalFiles") !== undefined;
  const storage = isExternal ? "external" : storageOf(() => readLayout(bytes.fieldsOf(layout)));
  const isElsewhere = storage === "external" || storage === "virtual";
  return {
    type: typeName(datatype),
    shape,
    bytes: countOf(shape) * datatype.size,
    storage,
    filters: filters === undefined ? [] : readFilters(bytes.fieldsOf(filters)).map(filterName),
    ...(isElsewhere && { fault: "its elements are in other files, which are not opened" }),
  };
}

function storageOf(read: () => ReturnType<typeof readLayout>): string {
  try {
    const layout = read();
    return layout.kind === "chunked" ? `chunks of ${layout.chunk.join(" x ")}` : layout.kind;
  } catch (fault) {
    if (fault instanceof Hdf5Damage && fault.outside !== undefined) return "virtual";
    throw fault;
  }
}
