import { overrideRoutine } from "@spikeloom/code";
import type { Local } from "@spikeloom/code/encoder";
import { op } from "./wide.ts";
import type { Override } from "./wide-rows.ts";
import type { NumberedWindow } from "./wide-window.ts";
import { windowMap } from "./window-map.ts";

/** Replace `addSquares` by code that reads each vector of the map once. */
export function widenAddSquares(
  { m, type, routine, options }: Override,
  { window, k }: NumberedWindow,
): void {
  const { inputs, pool } = window;
  const [lanes, shift] = type === "f64" ? ([2, 3] as const) : ([4, 2] as const);
  overrideRoutine(m, routine, options, () => {
    const params = ["map", "sums", "from", "into"].map((one) => [one, "i32"] as const);
    const f = m.func(`add_squares_wide_${k}`, { params, export: false });
    const local = (name: string): Local => f.local("i32", name);
    const [place, source, column] = [local("place"), local("source"), local("column")];
    const [vector, single] = [f.local("v128", "vector"), f.local(type, "single")];
    const address = (array: string, index: string, into: Local): void => {
      f.get(f.param(array)).get(f.param(index)).i32(shift).op("i32.shl").op("i32.add").set(into);
    };
    const move = (at: Local, elements: number): void => {
      f.get(at)
        .i32(elements << shift)
        .op("i32.add")
        .set(at);
    };
    address("map", "from", place);
    address("sums", "into", source);
    const { columns } = windowMap(window);
    f.count({ index: column, limit: f.constant("i32", columns), step: 1 }, () => {
      for (let channel = 0; channel < inputs; ) {
        const isVector = channel + lanes <= inputs;
        const [load, store, value] = isVector
          ? (["v128.load", "v128.store", vector] as const)
          : ([`${type}.load`, `${type}.store`, single] as const);
        f.get(place)
          .op(load, { offset: channel << shift })
          .set(value);
        for (let across = 0; across < pool; across++) {
          const offset = (across * inputs + channel) << shift;
          f.get(source).get(source).op(load, { offset }).get(value);
          f.op(isVector ? op(type, "add") : `${type}.add`).op(store, { offset });
        }
        channel += isVector ? lanes : 1;
      }
      move(place, inputs);
      move(source, pool * inputs);
    });
    return f;
  });
}
