import {
  type Expression,
  asMask as maskOf,
  type Scope as NodeScope,
  asValue as numberOf,
  type Term,
  asTerm as termOf,
} from "@spikeloom/equations";
import {
  applyBuiltIn,
  builtIns,
  type FunctionName,
  type Operations,
} from "@spikeloom/equations/functions";
import { FUNCTION_WITHOUT_CODE } from "./errors.ts";

export type { Term };

/** Converts an expression tree to values of a target. */
export interface Scope<V, M> {
  readonly operations: Operations<V, M>;
  name(text: string): Term<V, M>;
  /** Call a function that the target defines once; undefined if it is inlined instead. */
  call?(name: FunctionName, args: readonly V[]): V | undefined;
}

/** Compute a tree as a number; a truth value becomes 0 or 1. */
export function asValue<V, M>(node: Expression, scope: Scope<V, M>): V {
  return numberOf(node, withFunctions(scope));
}

/** Compute a tree as a truth value; a number is true unless it is zero. */
export function asMask<V, M>(node: Expression, scope: Scope<V, M>): M {
  return maskOf(node, withFunctions(scope));
}

/** Compute a tree in its own type. */
export function asTerm<V, M>(node: Expression, scope: Scope<V, M>): Term<V, M> {
  return termOf(node, withFunctions(scope));
}

function withFunctions<V, M>(scope: Scope<V, M>): NodeScope<V, M> {
  const { operations } = scope;
  return {
    operations,
    name: (node) => scope.name(node.name),
    call(name, args) {
      if (!Object.hasOwn(builtIns, name)) throw FUNCTION_WITHOUT_CODE({ name });
      const kept = scope.call?.(name as FunctionName, args);
      return kept ?? applyBuiltIn(operations, name as FunctionName, args);
    },
  };
}
