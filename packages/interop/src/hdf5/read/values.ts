import { isTruth } from "./datatype.ts";
import { columnsOf, type Elements } from "./elements.ts";
import { numbersOf } from "./numbers.ts";
import { type Hdf5Reference, referencesOf } from "./references.ts";
import { type HeapBytes, textsOf } from "./texts.ts";

/**
 * One element: number, string, boolean, name of an enumeration, reference, list or array, or fields by name; undefined
 * for unsupported types.
 */
export type Hdf5Value =
  | number
  | bigint
  | string
  | boolean
  | Hdf5Reference
  | undefined
  | readonly Hdf5Value[]
  | { readonly parts: ReadonlyMap<string, Hdf5Value> };

/** Read each element as a separate value; for many numbers, `numbersOf` takes far less memory. */
export function valuesOf(elements: Elements, heap: HeapBytes): readonly Hdf5Value[] {
  const { type } = elements;
  const count = Math.floor(elements.bytes.length / type.size);
  heap.heaps.spend(count);
  switch (type.kind) {
    case "text":
    case "fixed-text":
      return textsOf(type, heap.bytes.fieldsOf(elements.bytes), heap) ?? [];
    case "reference":
      return referencesOf(elements, heap) ?? [];
    case "compound":
      return recordsOf(elements, heap, count);
    case "list":
      return listsOf(elements, heap)?.map((list) => valuesOf(list, heap)) ?? [];
    case "array": {
      const within = valuesOf({ type: type.of, bytes: elements.bytes }, heap);
      const length = within.length / Math.max(1, count);
      return Array.from({ length: count }, (_, k) => within.slice(k * length, (k + 1) * length));
    }
    case "other":
      return Array.from({ length: count }, () => undefined);
    default:
      return numberValues(elements);
  }
}

function numberValues({ type, bytes }: Elements): readonly Hdf5Value[] {
  // Big-endian numbers are byte-swapped in place.
  const block: Iterable<number | bigint> = numbersOf(type, bytes.slice()) ?? [];
  const names = type.kind === "integer" ? type.names : undefined;
  return Array.from(block, (value) => (names === undefined ? value : nameOr(value, names)));
}

function recordsOf(elements: Elements, heap: HeapBytes, count: number): readonly Hdf5Value[] {
  const columns = [...(columnsOf(elements) ?? [])].map(
    ([name, column]) => [name, valuesOf(column, heap)] as const,
  );
  return Array.from({ length: count }, (_, k) => ({
    parts: new Map(columns.map(([name, values]) => [name, values[k]])),
  }));
}

function nameOr(value: number | bigint, names: ReadonlyMap<bigint, string>): Hdf5Value {
  const name = names.get(BigInt(value));
  if (name === undefined) return value;
  return isTruth(names) ? name.toUpperCase() === "TRUE" : name;
}

/** Read elements as variable-length lists; undefined for other types. */
export function listsOf(
  { type, bytes: data }: Elements,
  { bytes, heaps }: HeapBytes,
): readonly Elements[] | undefined {
  if (type.kind !== "list") return undefined;
  const fields = bytes.fieldsOf(data);
  return Array.from({ length: Math.floor(data.length / type.size) }, () => {
    const reference = bytes.fieldsOf(fields.bytes(type.size));
    return { type: type.of, bytes: heaps.list(reference, type.of.size) };
  });
}
