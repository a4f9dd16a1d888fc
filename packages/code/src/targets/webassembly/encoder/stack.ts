import { WASM_STACK } from "../../../errors.ts";
import type { ValueType } from "./types.ts";

/** The operand stack of one function while it is written, kept typed as the validator will see it. */
export interface TypeStack {
  push(type: ValueType): void;
  /** Take one value; `undefined` expects any type. Gives the type found, undefined in dead code. */
  pop(expected: ValueType | undefined, by: string): ValueType | undefined;
  /** Start a block whose body cannot see the values below. */
  open(): void;
  /** End the block: exactly these results must be left. */
  close(results: readonly ValueType[], by: string): void;
  /** What follows up to the end of the block is never reached. */
  kill(): void;
}

/** Make the operand stack of a function. */
export function typeStack(functionName: string): TypeStack {
  const types: ValueType[] = [];
  const frames: { base: number; dead: boolean }[] = [{ base: 0, dead: false }];

  const frame = (): { base: number; dead: boolean } => {
    const top = frames.at(-1);
    if (top === undefined) {
      throw WASM_STACK({ functionName, by: "end", expected: "an open block", got: "none" });
    }
    return top;
  };

  const stack: TypeStack = {
    push: (type) => void types.push(type),
    pop(expected, by) {
      const { base, dead } = frame();
      if (types.length === base) {
        if (dead) return expected;
        throw WASM_STACK({ functionName, by, expected: expected ?? "a value", got: "no operand" });
      }
      const got = types.pop();
      if (expected !== undefined && got !== undefined && got !== expected) {
        throw WASM_STACK({ functionName, by, expected, got });
      }
      return got;
    },
    open: () => void frames.push({ base: types.length, dead: false }),
    close(results, by) {
      for (let i = results.length - 1; i >= 0; i--) stack.pop(results[i], by);
      const { base } = frame();
      if (types.length > base) {
        throw WASM_STACK({
          functionName,
          by,
          expected: `${results.length} results`,
          got: `${types.length - base} values more (${types.slice(base).join(" ")})`,
        });
      }
      frames.pop();
    },
    kill() {
      const top = frame();
      types.length = top.base;
      top.dead = true;
    },
  };
  return stack;
}
