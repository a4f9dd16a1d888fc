import { checkKind, type OptionNames } from "../check-arguments.ts";
import { CONNECTION } from "../errors.ts";
import type { Carried } from "../synapses/synapse-type.ts";
import {
  byTarget,
  type Connected,
  type Connector,
  type ConnectorOptions,
  checkConnector,
  connectorNames,
  type Ends,
  tell,
} from "./connector.ts";

/** Options of lists of connections. */
export interface ListOptions<Columns extends string = string> extends ConnectorOptions {
  /** Names of the columns after both indices; by default none for two columns, weight and delay for four. */
  readonly columnNames?: readonly Columns[];
}

const listNames: OptionNames<ListOptions> = { ...connectorNames, columnNames: true };

/** Connect pairs as listed: `[pre index, post index, weight, delay]`, or with other columns. */
export function FromListConnector<const Columns extends string = Carried>(
  list: readonly (readonly number[])[],
  options: ListOptions<Columns> = {},
): Connector<Columns> {
  checkConnector(options, listNames, "FromListConnector");
  checkRows(list, "FromListConnector");
  return {
    kind: "connector",
    name: "FromListConnector",
    safe: options.safe ?? true,
    connect: (ends) => connectList(list, ends, options),
  };
}

function checkRows(rows: unknown, place: string): void {
  const isRow = (row: unknown): boolean => Array.isArray(row) || ArrayBuffer.isView(row);
  if (Array.isArray(rows) && rows.every(isRow)) return;
  const [message, expected] = ["A list of rows is expected here.", "[[0, 1], ...]"];
  throw CONNECTION({ place, message, expected, got: typeof rows });
}

function connectList(
  list: readonly (readonly number[])[],
  ends: Ends,
  options: ListOptions,
): Connected {
  const names = columnNames(list, ends.label, options);
  list.forEach((row, k) => {
    checkRow(row, { ends, place: `${ends.label}: row ${k}`, width: names.length + 2 });
  });
  const order = list.map((_, k) => k).sort((a, b) => at(list, a, 1) - at(list, b, 1) || a - b);
  for (let j = 0; j < ends.post.size; j++) tell(options, j, ends.post.size);
  const column = (c: number): Float64Array => Float64Array.from(order, (k) => at(list, k, c));
  return {
    sources: Uint32Array.from(column(0)),
    targets: Uint32Array.from(column(1)),
    columns: Object.fromEntries(names.map((name, c) => [name, column(c + 2)])),
  };
}

function at(list: readonly (readonly number[])[], row: number, column: number): number {
  return list[row]?.[column] as number;
}

function columnNames(
  list: readonly (readonly number[])[],
  place: string,
  { columnNames: given }: ListOptions,
): readonly string[] {
  if (given !== undefined) return given;
  const width = list[0]?.length ?? 2;
  if (width === 2) return [];
  if (width === 4) return ["weight", "delay"];
  const message = "Columns other than weight and delay need names.";
  const next = "Set columnNames.";
  throw CONNECTION({ place, message, got: `${width} columns`, next });
}

function checkRow(
  row: readonly number[],
  { ends, place, width }: { readonly ends: Ends; readonly place: string; readonly width: number },
): void {
  const [i = -1, j = -1] = row;
  const isIn = (index: number, size: number): boolean =>
    Number.isInteger(index) && index >= 0 && index < size;
  if (row.length === width && isIn(i, ends.pre.size) && isIn(j, ends.post.size)) return;
  throw CONNECTION({
    place,
    message: "This row does not define a valid connection.",
    expected: `${width} numbers, starting with indices below ${ends.pre.size} and ${ends.post.size}`,
    got: `[${row.join(", ")}]`,
  });
}

/** Connect the pairs that are true in a pre x post matrix. */
export function ArrayConnector(
  matrix: readonly (readonly (boolean | number)[])[],
  options: ConnectorOptions = {},
): Connector {
  checkConnector(options, connectorNames, "ArrayConnector");
  checkRows(matrix, "ArrayConnector");
  return {
    kind: "connector",
    name: "ArrayConnector",
    safe: options.safe ?? true,
    connect(ends) {
      const { pre, post, label } = ends;
      if (matrix.length !== pre.size || matrix.some((row) => row.length !== post.size)) {
        const message = "The matrix needs one row per presynaptic neuron.";
        const expected = `${pre.size} rows of ${post.size}`;
        const got = `${matrix.length} rows of ${matrix[0]?.length ?? 0}`;
        throw CONNECTION({ place: label, message, expected, got });
      }
      return byTarget(ends, options, (j, add) => {
        for (let i = 0; i < pre.size; i++) if (matrix[i]?.[j]) add(i);
      });
    },
  };
}

/** Connections that a connector may copy. */
export interface Cloned {
  readonly label: string;
  readonly preIds: Uint32Array;
  readonly postIds: Uint32Array;
  pairs(): { readonly sources: Uint32Array; readonly targets: Uint32Array };
}

/** Connect the pairs that another projection connects. */
export function CloneConnector(reference: Cloned, options: ConnectorOptions = {}): Connector {
  checkConnector(options, connectorNames, "CloneConnector");
  checkKind(reference, "projection", "CloneConnector");
  return {
    kind: "connector",
    name: "CloneConnector",
    safe: options.safe ?? true,
    connect({ pre, post, label }) {
      if (sameIds(reference.preIds, pre.ids) && sameIds(reference.postIds, post.ids)) {
        for (let j = 0; j < post.size; j++) tell(options, j, post.size);
        return reference.pairs();
      }
      const message = `"${reference.label}" connects other neurons.`;
      const next = "Connect the same groups.";
      throw CONNECTION({ place: label, message, next });
    },
  };
}

function sameIds(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((id, k) => id === b[k]);
}
