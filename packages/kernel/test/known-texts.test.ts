import { describe, expect, it } from "vitest";
import { isFixed, keepKnown, textOf } from "../src/index.ts";

describe("a fixed record", () => {
  it("has no field that can change, at any depth", () => {
    expect(isFixed(Object.freeze({ a: 1, b: Object.freeze([1]) }))).toBe(true);
    expect(isFixed(Object.freeze({ a: { b: 1 } }))).toBe(false);
    expect(isFixed(Object.freeze({ a: Object.assign(() => 1, { b: {} }) }))).toBe(false);
    let now = 0;
    const changing = Object.defineProperty({}, "a", { get: () => now++, enumerable: true });
    expect(isFixed(Object.freeze(changing))).toBe(false);
  });

  it("is printed once, any other as it is now", () => {
    const inner = Object.assign(() => 1, { b: 1 });
    const record = Object.freeze(Object.assign(() => 1, { inner: { b: 1 } }));
    expect(textOf(record)).toBe('{"inner":{"b":1}}');
    record.inner.b = 2;
    expect(textOf(record)).toBe('{"inner":{"b":2}}');
    expect(textOf(inner)).toBe('{"b":1}');
  });
});

describe("known results", () => {
  it("are cached, except the oldest, undefined ones and those of long texts", () => {
    const known = keepKnown<number | undefined>(2);
    let made = 0;
    const ask = (text: string, value?: number): number | undefined =>
      known(text, () => {
        made++;
        return value;
      });
    expect([ask("a", 1), ask("a", 2), made]).toEqual([1, 1, 1]);
    expect([ask("b"), ask("b", 3), made]).toEqual([undefined, 3, 3]);
    ask("c", 4);
    expect(ask("a", 5)).toBe(5);
    const long = "x".repeat(60_000);
    expect([ask(long, 6), ask(long, 7)]).toEqual([6, 7]);
  });
});
