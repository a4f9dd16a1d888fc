import type { Expression } from "@spikeloom/equations";
import { UNBOUND_NAME } from "../errors.ts";
import { asValue, type Scope } from "../nodes.ts";
import type { FunctionBuilder, Local } from "./webassembly/encoder/function.ts";
import type { NumberShape } from "./webassembly/node.ts";
import { webAssemblyOperations } from "./webassembly/operations.ts";

/** The local that holds a name; undefined if there is none. */
export type LocalOf = (name: string) => Local | undefined;

/**
 * Writes code that computes expressions.
 *
 * One number at a time, or as many as fit into a vector.
 */
export interface ScalarWriter {
  /** Set locals to expressions, all of which read the old contents. */
  assign(pairs: readonly (readonly [target: Local, value: Expression])[], names: LocalOf): void;
}

/** Write expressions into a function, using locals of the given shape. */
export function webAssemblyScalars(f: FunctionBuilder, shape: NumberShape): ScalarWriter {
  const operations = webAssemblyOperations(f, shape);
  type Node = ReturnType<typeof operations.value>;
  return {
    assign(pairs, names) {
      const scope: Scope<Node, Node> = {
        operations,
        name(text) {
          const local = names(text);
          if (local === undefined) throw UNBOUND_NAME({ kernel: f.name, name: text });
          return { value: operations.value(local) };
        },
      };
      operations.assign(
        ...pairs.map(([target, value]) => [target, asValue(value, scope)] as const),
      );
    },
  };
}
