import { countOf } from "../hdf5/read/dataspace.ts";
import type { NirArray } from "./graph.ts";
import type { NirGroup } from "./nir-group.ts";
import type { FieldKind, NodeField } from "./node-types.ts";

/** Read a node parameter according to its type. */
export function readField(group: NirGroup, name: string, field: NodeField): unknown {
  return readers[field.kind](group, name, field);
}

type Reader = (group: NirGroup, name: string, field: NodeField) => unknown;

const readers: { readonly [Kind in FieldKind]: Reader } = {
  numbers(group, name, { axes, leastAxes = 0 }) {
    const array = group.array(name);
    const rank = array.shape.length;
    if (rank < leastAxes || rank !== (axes ?? rank)) {
      group.refuse(name, `${axes ?? `at least ${leastAxes}`} axes`, String(rank));
    }
    return array;
  },
  lengths(group, name) {
    const array = group.array(name);
    if (array.shape.length > 1) group.refuse(name, "a list of lengths", shapeText(array));
    return wholes(group, name, array);
  },
  count,
  pair,
  padding: (group, name) => sides(group, name) ?? count(group, name),
  "padding-pair": (group, name) => sides(group, name) ?? pair(group, name),
};

function count(group: NirGroup, name: string): number {
  const array = group.array(name);
  if (countOf(array.shape) !== 1) group.refuse(name, "a whole number", shapeText(array));
  return wholes(group, name, array)[0] ?? 0;
}

/** Older writers store one number for both directions. */
function pair(group: NirGroup, name: string): readonly [number, number] {
  const array = group.array(name);
  const numbers = countOf(array.shape) <= 2 ? wholes(group, name, array) : [];
  const [rows, columns = rows] = numbers;
  if (rows === undefined || columns === undefined) {
    return group.refuse(name, "two integers", shapeText(array));
  }
  return [rows, columns];
}

function sides(group: NirGroup, name: string): "same" | "valid" | undefined {
  if (!group.isTexts(name)) return undefined;
  const text = group.text(name);
  if (text === "same" || text === "valid") return text;
  return group.refuse(name, "a number, same or valid", `"${text}"`);
}

function wholes(group: NirGroup, name: string, { values }: NirArray): readonly number[] {
  return Array.from(values as ArrayLike<number | bigint>, (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) group.refuse(name, "whole numbers", String(value));
    return number;
  });
}

function shapeText({ shape }: NirArray): string {
  return shape.length === 0 ? "one number" : `${shape.join(" × ")} numbers`;
}
