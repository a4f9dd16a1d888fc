import type { Local } from "./encoder/function.ts";
import type { ValueType } from "./encoder/types.ts";

/** A value that code can be written for; it is written when it is assigned or pushed. */
export interface Node {
  readonly type: ValueType;
  /** The values that the code takes from the stack, in order. */
  readonly inputs: readonly Node[];
  /** Write the code that follows the inputs. */
  readonly write: () => void;
  /** Nodes that a local already holds cost nothing to repeat. */
  readonly local: Local | undefined;
  /** Counts the nodes of a function. */
  readonly number: number;
  /** How deep inside `rarely` it was made. */
  readonly depth: number;
  /** For `rarely`: (mask, usual) are the inputs, this is the rest. */
  readonly slow: Node | undefined;
}

/** One of several places for which the same values are written. */
export interface Copy {
  /** Called before code is written that is about this copy. */
  readonly enter: () => void;
  /** A local for each value. */
  readonly targets: readonly Local[];
}
