import { expect, it } from "vitest";
import { routine } from "../../../src/form/build.ts";
import type { ArrayPlace } from "../../../src/form/routine.ts";
import { movedLinearly } from "../../../src/routines/rules/motion.ts";
import { interpret } from "../../../src/targets/javascript/interpret.ts";

const bits = [3, 2, 4];

/** Tables of a coefficient over any number of steps: x halves, and y gets what x has lost, exactly. */
function table(coefficient: (steps: number) => number): readonly number[] {
  let unit = 1;
  return bits.flatMap((width) => {
    const level = Array.from({ length: 2 ** width }, (_, k) => coefficient(k * unit));
    unit *= 2 ** width;
    return level;
  });
}

it("moves variables over any number of steps, as many levels as that takes", () => {
  const memory = { buffer: new ArrayBuffer(8 * 256) };
  const numbers = new Float64Array(memory.buffer);
  const addresses = new Map<ArrayPlace, number>();
  let next = 0;
  const place = (values: readonly number[]): ArrayPlace => {
    const array: ArrayPlace = { name: "c", element: "f64", passed: false, counted: "elements" };
    addresses.set(array, 8 * next);
    numbers.set(values, next);
    next += values.length;
    return array;
  };
  const term = (to: string, from: string, of: (steps: number) => number) => {
    return { to, from, table: place(table(of)) };
  };
  const terms = [
    term("x", "x", (n) => 2 ** -n),
    term("y", "x", (n) => 1 - 2 ** -n),
    term("y", "y", () => 1),
  ];
  const parameters = { x: "f64", y: "f64", steps: "i32" } as const;
  const made = routine("move", { about: "Moves.", parameters }, (b, { x, y, steps }) => {
    const motion = { type: "f64", states: ["x", "y"], terms, bits } as const;
    const given = new Map(Object.entries({ x, y, z: b.f64(7) }));
    return [...movedLinearly(b, motion, given, steps).values()];
  });
  const addressOf = (array: ArrayPlace): number => addresses.get(array) ?? -8;
  const run = interpret(made, { memory, addressOf });
  for (let n = 0; n < 45; n++) {
    const left = 1024 * 2 ** -n;
    expect(run([], [1024, 3, n])).toEqual([left, 3 + 1024 - left, 7]);
  }
});
