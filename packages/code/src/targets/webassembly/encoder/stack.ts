import { WASM_STACK } from "../../../errors.ts";
import type { ValueType } from "./types.ts";

/** The operand stack of one function while it is written, typed as the validator will see it. */
export interface TypeStack {
  push(type: ValueType): void;
  /** Pop one value; `undefined` accepts any type. Returns the type, or undefined in dead code. */
  pop(expected: ValueType | undefined, by: string): ValueType | undefined;
  /** Start a block whose body cannot access the values below. */
  open(): void;
  /** End the block: exactly these results must remain. */
  close(results: readonly ValueType[], by: string): void;
  /** Mark the code up to the end of the block as unreachable. */
  kill(): void;
}

/** Create the operand stack of a function. */
export function typeStack(functionName: string): TypeStack {
  const types: ValueType[] = [];
  const outer: { readonly base: number; readonly dead: boolean }[] = [];
  // For the innermost block: where its values start, and whether the rest of it is unreachable.
  let base = 0;
  let dead = false;
  let ended = false;

  const inside = (): void => {
    if (!ended) return;
    throw WASM_STACK({ functionName, by: "end", expected: "an open block", got: "none" });
  };

  const pop: TypeStack["pop"] = (expected, by) => {
    if (types.length === base) {
      inside();
      if (dead) return expected;
      throw WASM_STACK({ functionName, by, expected: expected ?? "a value", got: "no operand" });
    }
    const got = types.pop();
    if (expected !== undefined && got !== expected) {
      throw WASM_STACK({ functionName, by, expected, got: got as ValueType });
    }
    return got;
  };

  return {
    push: (type) => void types.push(type),
    pop,
    open() {
      outer.push({ base, dead });
      base = types.length;
      dead = false;
    },
    close(results, by) {
      inside();
      for (let i = results.length - 1; i >= 0; i--) pop(results[i], by);
      if (types.length > base) {
        throw WASM_STACK({
          functionName,
          by,
          expected: `${results.length} results`,
          got: `${types.length - base} values more (${types.slice(base).join(" ")})`,
        });
      }
      const around = outer.pop();
      if (around === undefined) ended = true;
      else ({ base, dead } = around);
    },
    kill() {
      inside();
      types.length = base;
      dead = true;
    },
  };
}
