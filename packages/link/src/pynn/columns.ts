import type { Column, Columns } from "@spikeloom/pynn";
import type { ArrayFolder } from "../array-folder.ts";
import { LINK_VALUE } from "../errors.ts";
import type * as messages from "../generated/pynn.ts";

/** Read columns by name. */
export function columnsOf(
  columns: Readonly<Record<string, messages.Column>>,
  arrays: ArrayFolder,
  place: string,
): Readonly<Record<string, Column>> {
  return mapped(columns, place, ({ values }, at) => {
    if (values.case === "all") return values.value;
    if (values.case === "each") return arrays.doubles(values.value, at);
    throw LINK_VALUE({ place: at, expected: "one value or one per neuron", got: "none" });
  });
}

/** Read parameters by name; list values are allowed. */
export function parametersOf(
  parameters: Readonly<Record<string, messages.Parameter>>,
  arrays: ArrayFolder,
  place: string,
): Columns {
  return mapped(parameters, place, ({ values }, at) => {
    if (values.case === "all") return values.value;
    if (values.case === "each") return arrays.doubles(values.value, at);
    if (values.case === "lists") return listsOf(values.value, arrays, at);
    throw LINK_VALUE({ place: at, expected: "one value, one per neuron, or lists", got: "none" });
  });
}

function listsOf(lists: messages.Lists, arrays: ArrayFolder, place: string): Columns[string] {
  const values = arrays.doubles(lists.values, `${place}.values`);
  const offsets = arrays.indices(lists.offsets, `${place}.offsets`);
  const last = offsets.at(-1) ?? 0;
  const isRising = offsets.every((offset, k) => offset >= (offsets[k - 1] ?? 0));
  if (offsets.length < 2 || offsets[0] !== 0 || last !== values.length || !isRising) {
    const expected = `non-descending offsets from 0 to ${values.length}`;
    throw LINK_VALUE({ place: `${place}.offsets`, expected, got: briefly(offsets) });
  }
  return { values, offsets };
}

function briefly(numbers: Uint32Array): string {
  const shown = [...numbers.subarray(0, 5)].join(", ");
  return numbers.length > 5 ? `${shown}, ... (${numbers.length})` : shown || "none";
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  place: string,
  map: (value: From, place: string) => To,
): Readonly<Record<string, To>> {
  const entries = Object.entries(record);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, map(value, `${place}.${name}`)] as const),
  );
}
