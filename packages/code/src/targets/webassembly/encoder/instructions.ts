import { atomicOps, bulkOps, coreOps, relaxedOps, simdOps } from "./opcodes.ts";
import { typesOf, type ValueType } from "./types.ts";

type Tables = readonly [
  ...typeof coreOps,
  ...typeof bulkOps,
  ...typeof simdOps,
  ...typeof relaxedOps,
  ...typeof atomicOps,
];

type TableRow = Tables[number];

/** The names of a row, from the blanks between them. */
type NamesOf<Start extends string, Rest extends string> = Rest extends `${infer Name} ${infer More}`
  ? `${Start}${Name}` | NamesOf<Start, More>
  : `${Start}${Rest}`;

type RowNames<One extends TableRow> = One extends TableRow ? NamesOf<One[2], One[3]> : never;

/** Every instruction that needs no context: arithmetic, comparisons, conversions, memory, SIMD, atomics. */
export type OpName = RowNames<TableRow>;

/** Where an access lies: bytes added to the address, and the alignment in bytes (natural if left out). */
export interface MemoryAccess {
  readonly offset?: number;
  readonly align?: number;
}

/** What follows the opcode. */
export type ImmediateKind = "none" | "memory" | "lane" | "memoryLane" | "shuffle" | "reserved";

/** The row of a name; each name is in one row. */
type RowOf<Name extends OpName, One extends TableRow = TableRow> = One extends TableRow
  ? Name extends RowNames<One>
    ? One
    : never
  : never;

type KindOf<Name extends OpName> =
  RowOf<Name> extends readonly [number, string, string, string, infer Kind, number] ? Kind : "none";

interface ImmediateLists {
  none: readonly [];
  reserved: readonly [];
  memory: readonly [access?: MemoryAccess];
  lane: readonly [lane: number];
  memoryLane: readonly [lane: number, access?: MemoryAccess];
  shuffle: readonly [lanes: readonly number[]];
}

/** The further arguments of `op(name, ...)`: an access, a lane, both, a shuffle or nothing. */
export type Immediates<Name extends OpName> =
  KindOf<Name> extends keyof ImmediateLists ? ImmediateLists[KindOf<Name>] : never;

/** One row of the tables in the form that the builder reads. */
export interface Instruction {
  readonly name: OpName;
  readonly prefix: number;
  readonly code: number;
  readonly operands: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly immediate: ImmediateKind;
  readonly parameter: number;
}

type Row = readonly [
  code: number,
  signature: string,
  start: string,
  names: string,
  immediate?: ImmediateKind,
  parameter?: number,
];

const groups: readonly (readonly [prefix: number, rows: readonly Row[]])[] = [
  [0, coreOps],
  [0xfc, bulkOps],
  [0xfd, simdOps],
  [0xfd, relaxedOps],
  [0xfe, atomicOps],
];

/** All instructions by name. */
export const instructions: ReadonlyMap<OpName, Instruction> = new Map(
  groups.flatMap(([prefix, rows]) =>
    rows.flatMap((row) =>
      row[3].split(" ").map((rest, k) => {
        const name = `${row[2]}${rest}` as OpName;
        return [name, instruction(name, prefix, [row[0] + k, row])] as const;
      }),
    ),
  ),
);

function instruction(
  name: OpName,
  prefix: number,
  [code, [, signature, , , immediate = "none", parameter = 0]]: readonly [number, Row],
): Instruction {
  const [operands = "", results = ""] = signature.split(":");
  return {
    name,
    prefix,
    code,
    operands: typesOf(operands),
    results: typesOf(results),
    immediate,
    parameter,
  };
}
