import {
  bulkOps,
  coreOps,
  type ImmediateKind,
  type OpcodeRow,
  type Opcodes,
  simdOps,
} from "./opcodes.ts";
import { typesOf, type ValueType } from "./types.ts";

type Tables = typeof coreOps & typeof bulkOps & typeof simdOps;

/** All instructions that need no context: arithmetic, comparisons, conversions, memory, SIMD. */
export type OpName = keyof Tables;

/** Location of an access: bytes added to the address, and the alignment in bytes (natural by default). */
export interface MemoryAccess {
  readonly offset?: number;
  readonly align?: number;
}

interface ImmediateLists {
  none: readonly [];
  reserved: readonly [];
  memory: readonly [access?: MemoryAccess];
  lane: readonly [lane: number];
  memoryLane: readonly [lane: number, access?: MemoryAccess];
  shuffle: readonly [lanes: readonly number[]];
}

/** Further arguments of `op(name, ...)`: an access, a lane, both, a shuffle or nothing. */
export type Immediates<Name extends OpName> = Tables[Name] extends readonly [
  number,
  string,
  infer Kind extends ImmediateKind,
  number,
]
  ? ImmediateLists[Kind]
  : readonly [];

/** One instruction in the form that the builder uses. */
export interface Instruction {
  readonly name: OpName;
  readonly prefix: number;
  readonly code: number;
  readonly operands: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly immediate: ImmediateKind;
  readonly parameter: number;
}

const groups: readonly (readonly [prefix: number, table: Opcodes])[] = [
  [0, coreOps],
  [0xfc, bulkOps],
  [0xfd, simdOps],
];

/** All instructions by name. */
export const instructions: ReadonlyMap<OpName, Instruction> = new Map(
  groups.flatMap(([prefix, table]) =>
    Object.entries(table).map(([name, row]) => {
      const known = name as OpName;
      return [known, instruction(known, prefix, row)] as const;
    }),
  ),
);

function instruction(
  name: OpName,
  prefix: number,
  [code, signature, immediate = "none", parameter = 0]: OpcodeRow,
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
