import { type FunctionBuilder, type Local, overrideRoutine } from "@spikeloom/code";
import { op } from "./wide.ts";
import type { Override } from "./wide-rows.ts";

/** Elements of a step through a stretch. */
const lanes = 4;

/** Let what calls `addRun` call code that adds four elements at a time. */
export function widenAddRun({ m, type, routine, options }: Override): void {
  overrideRoutine(m, routine, options, () => {
    const f = m.func("add_run_wide", {
      params: [
        ...["values", "sums", "from", "into", "count"].map((one) => [one, "i32"] as const),
        ["factor", type] as const,
      ],
      export: false,
    });
    const { value, sum, whole, end } = stretch(f, type, ["values", "from", "sums", "into"]);
    const factor = f.local("v128", "factor");
    f.get(f.param("factor"))
      .op(type === "f64" ? "f64x2.splat" : "f32x4.splat")
      .set(factor);
    f.count({ index: value, limit: whole, step: lanes * width(type) }, () => {
      for (let offset = 0; offset < lanes * width(type); offset += 16) {
        f.get(sum).get(sum).op("v128.load", { offset });
        f.get(factor).get(value).op("v128.load", { offset });
        f.op(op(type, "mul")).op(op(type, "add")).op("v128.store", { offset });
      }
      next(f, sum, lanes * width(type));
    });
    f.count({ index: value, limit: end, step: width(type) }, () => {
      f.get(sum).get(sum).op(`${type}.load`, { offset: 0 });
      f.get(f.param("factor")).get(value).op(`${type}.load`, { offset: 0 });
      f.op(`${type}.mul`).op(`${type}.add`).op(`${type}.store`, { offset: 0 });
      next(f, sum, width(type));
    });
    return f;
  });
}

/** Bytes of an element. */
function width(type: Override["type"]): 4 | 8 {
  return type === "f64" ? 8 : 4;
}

function next(f: FunctionBuilder, address: Local, bytes: number): void {
  f.get(address).i32(bytes).op("i32.add").set(address);
}

/** Find where two stretches begin, where the whole groups of the first end, and where it ends. */
function stretch(
  f: FunctionBuilder,
  type: Override["type"],
  [values, from, sums, into]: readonly [string, string, string, string],
): Readonly<Record<"value" | "sum" | "whole" | "end", Local>> {
  const local = (name: string): Local => f.local("i32", name);
  const [value, sum] = [local("value"), local("sum")];
  const [whole, end] = [local("whole"), local("end")];
  const shift = type === "f64" ? 3 : 2;
  const address = (array: string, index: string): void => {
    f.get(f.param(array)).get(f.param(index)).i32(shift).op("i32.shl").op("i32.add");
  };
  address(values, from);
  f.set(value);
  address(sums, into);
  f.set(sum);
  f.get(value).get(f.param("count")).i32(-lanes).op("i32.and");
  f.i32(shift).op("i32.shl").op("i32.add").set(whole);
  f.get(value).get(f.param("count")).i32(shift).op("i32.shl").op("i32.add").set(end);
  return { value, sum, whole, end };
}
