import type { Datatype } from "./datatype.ts";

/** Elements as stored in a file, with their type. */
export interface Elements {
  readonly type: Datatype;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Split compound elements, one column per field; undefined for other elements. */
export function columnsOf({ type, bytes }: Elements): ReadonlyMap<string, Elements> | undefined {
  if (type.kind !== "compound") return undefined;
  const count = Math.floor(bytes.length / type.size);
  return new Map(
    type.fields.map(({ name, offset, type: part }) => {
      const column = new Uint8Array(count * part.size);
      for (let k = 0, from = offset; k < count; k++, from += type.size) {
        column.set(bytes.subarray(from, from + part.size), k * part.size);
      }
      return [name, { type: part, bytes: column }];
    }),
  );
}
