import { overrideRoutine } from "@spikeloom/code";
import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import { op } from "./wide.ts";
import type { Override } from "./wide-rows.ts";

/** Number of vectors of the shortest row: 16 numbers of 32 bits. */
const least = 4;

/** Replace `clearRow` by code that writes several vectors at a time. */
export function widenClearRow(override: Override): void {
  widenRow(override, { name: "clear_row_wide", arrays: ["sums"], numbers: ["at"] }, (f, [to]) => {
    for (let k = 0; k < least; k++) {
      f.get(to)
        .get(f.constant("f32x4", 0))
        .op("v128.store", { offset: 16 * k });
    }
  });
}

/** Replace `copyRow` by code that copies several vectors at a time. */
export function widenCopyRow(override: Override): void {
  const shape = { name: "copy_row_wide", arrays: ["values", "sums"], numbers: ["from", "at"] };
  widenRow(override, shape, (f, [from, to]) => {
    for (let k = 0; k < least; k++) {
      f.get(to)
        .get(from)
        .op("v128.load", { offset: 16 * k });
      f.op("v128.store", { offset: 16 * k });
    }
  });
}

/** Replace `addRow` by code that adds several vectors at a time. */
export function widenAddRow(override: Override): void {
  const shape = { name: "add_row_wide", arrays: ["values", "sums"], numbers: ["from", "at"] };
  widenRow(override, shape, (f, [from, to]) => {
    for (let k = 0; k < least; k++) {
      f.get(to)
        .get(to)
        .op("v128.load", { offset: 16 * k });
      f.get(from).op("v128.load", { offset: 16 * k });
      f.op(op(override.type, "add")).op("v128.store", { offset: 16 * k });
    }
  });
}

interface RowShape {
  readonly name: string;
  readonly arrays: readonly string[];
  /** The elements at which the rows of the arrays start, in the same order. */
  readonly numbers: readonly string[];
}

/** Write a function that iterates over rows in parallel; all addresses advance together. */
function widenRow(
  { m, type, routine, options }: Override,
  { name, arrays, numbers }: RowShape,
  write: (f: FunctionBuilder, at: readonly [Local, Local]) => void,
): void {
  const shift = type === "f64" ? 3 : 2;
  overrideRoutine(m, routine, options, () => {
    const params = [...arrays, ...numbers, "width"].map((one) => [one, "i32"] as const);
    const f = m.func(name, { params, export: false });
    const places = arrays.map((array, k) => {
      const place = f.local("i32", `place of ${array}`);
      f.get(f.param(array)).get(f.param(numbers[k] as string));
      f.i32(shift).op("i32.shl").op("i32.add").set(place);
      return place;
    });
    const [offset, bytes] = [f.local("i32", "offset"), f.local("i32", "bytes")];
    f.get(f.param("width")).i32(shift).op("i32.shl").set(bytes);
    f.count({ index: offset, limit: bytes, step: 16 * least }, () => {
      write(f, places as unknown as readonly [Local, Local]);
      for (const place of places) {
        f.get(place)
          .i32(16 * least)
          .op("i32.add")
          .set(place);
      }
    });
    return f;
  });
}
