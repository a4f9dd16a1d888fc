import { expect, it } from "vitest";
import { encodeNpy } from "../../src/scripts/npy.ts";

it.each([
  ["a list", { values: Float64Array.of(1.5, -2, 3) }, "(3,)"],
  ["rows", { values: Float64Array.of(1, 2, 3, 4, 5, 6), columns: 3 }, "(2, 3)"],
  ["no rows", { values: new Float64Array(), columns: 2 }, "(0, 2)"],
])("writes %s with NumPy's header, the data at a multiple of 64 bytes", (_, table, shape) => {
  const bytes = encodeNpy(table);
  const view = new DataView(bytes.buffer);
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const start = 10 + view.getUint16(8, true);
  expect(start % 64).toBe(0);
  const header = new TextDecoder().decode(bytes.subarray(10, start));
  expect(header).toContain(`'descr': '<f8', 'fortran_order': False, 'shape': ${shape}`);
  expect(header.endsWith("\n")).toBe(true);
  const values = Array.from(table.values, (_one, k) => view.getFloat64(start + 8 * k, true));
  expect(values).toEqual([...table.values]);
  expect(bytes.length).toBe(start + 8 * table.values.length);
});
