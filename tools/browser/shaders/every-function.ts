import { routine } from "../../../packages/code/src/form/build.ts";
import type { Routine } from "../../../packages/code/src/form/routine.ts";
import { builtInRoutine } from "../../../packages/code/src/routines/built-in.ts";
import { builtIns, type FunctionName } from "../../../packages/equations/src/functions/table.ts";
import { numbers } from "../../test/test-numbers.ts";
import type { Words } from "./shader-case.ts";

const names = Object.keys(builtIns) as readonly FunctionName[];
const count = 400;

/** Applies every built-in function to numbers. */
export const everyFunction: Routine = routine(
  "every_function",
  {
    about: "Applies every function.",
    parameters: { index: "i32", count: "i32" },
    passed: { x: "f32", results: "f32" },
  },
  (b, { index, count: all }, { x, results }) => {
    const second = b.apply("add", index, all);
    const third = b.apply("add", second, all);
    const given = [index, second, third].map((at) => b.load(x, at));
    names.forEach((name, k) => {
      const { arity } = builtIns[name];
      const [result] = b.call(builtInRoutine(name, "f32"), [], given.slice(0, arity));
      const at = b.apply("add", index, b.apply("mul", all, b.i32(k)));
      if (result !== undefined) b.store(results, at, result);
    });
    return undefined;
  },
);

/** Numbers of all magnitudes that occur in equations, three for each call. */
export function functionInputs(): {
  readonly count: number;
  readonly words: Words;
  readonly results: number;
} {
  const random = numbers(6);
  const some = (): number => {
    const size = 10 ** (5 * random() - 3.2);
    return random() < 0.4 ? -size : size;
  };
  const all = Float32Array.from({ length: 3 * count }, some);
  return { count, words: [...new Int32Array(all.buffer)], results: names.length };
}
