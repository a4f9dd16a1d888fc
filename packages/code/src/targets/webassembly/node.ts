import type { ConstantShape } from "./encoder/constants.ts";
import type { Callable, Local } from "./encoder/function.ts";
import type { OpName } from "./encoder/instructions.ts";
import type { ValueType } from "./encoder/types.ts";

/** A value for which code can be written; it is written when it is assigned or pushed. */
export interface Node {
  readonly type: ValueType;
  /** Inputs, which the code pops from the stack, in order. */
  readonly inputs: readonly Node[];
  /** Write the code that follows the inputs. */
  readonly write: () => void;
  /** Whether a local already holds it, so that repeating it costs nothing. */
  readonly local: Local | undefined;
  /** Index among the nodes of a function. */
  readonly number: number;
  /** Nesting depth of `rarely` at which it was created. */
  readonly depth: number;
  /** For `rarely`: the rare part; the inputs are (mask, usual). */
  readonly slow: Node | undefined;
}

/** One of several copies for which the same values are written. */
export interface Copy {
  /** Called before code that refers to this copy is written. */
  readonly enter: () => void;
  /** One local per value. */
  readonly targets: readonly Local[];
}

/** Layout of numbers in WebAssembly values: one, or as many as fill a vector. */
export type NumberShape = "f64" | "f64x2" | "f32" | "f32x4";

/** Values computed by a function, each written once where it is first needed. */
export interface CodeGraph {
  /** The content of a local when the code runs. */
  value(local: Local): Node;
  /** Any other code that pushes one value, run once for each assignment that needs it. */
  custom(type: ValueType, write: () => void): Node;
  /** One instruction; equal instructions on equal inputs are the same node. */
  instruction(name: OpName, ...inputs: readonly Node[]): Node;
  /** A call of a function with one result; equal calls are the same node. */
  call(callee: Callable, ...inputs: readonly Node[]): Node;
  /** A constant number. */
  integer(shape: ConstantShape, value: number | bigint): Node;
  /** Whether a node is the constant 0. */
  isZero(node: Node): boolean;
  /** Select one of two numbers by a truth value. */
  select(mask: Node, yes: Node, no: Node): Node;
  /** See `Operations`. */
  rarely(mask: Node, usual: Node, slow: () => Node): Node;
  /** Push values in order; shared parts are computed once. */
  push(...values: readonly Node[]): void;
  /** Set locals to values, all of which read the old contents. */
  assign(...pairs: readonly Assignment[]): void;
}

/** A local and the value assigned to it. */
export type Assignment = readonly [target: Local, value: Node];
