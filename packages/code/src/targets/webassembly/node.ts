import type { Local } from "./encoder/function.ts";
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
