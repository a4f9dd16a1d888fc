import { expect, it } from "vitest";
import {
  behind,
  call,
  dictionary,
  flat,
  keyword,
  layOut,
  list,
  spread,
} from "../../src/scripts/python/layout.ts";

it("keeps short text on one line", () => {
  const code = call("f", "1", keyword("x", list(["2", "3"])), dictionary([['"a"', "4"]]));
  expect(layOut(code, 4)).toBe('    f(1, x=[2, 3], {"a": 4})');
  expect(layOut(behind(code, ".g"), 0)).toBe(`${flat(code)}.g`);
});

it("breaks long text at its items, and these only if they are too long as well", () => {
  const long = "x".repeat(60);
  const code = call(
    "f",
    long,
    keyword("inner", call("g", "1", "2")),
    spread("row", "for row in rows"),
  );
  expect(layOut(code, 0)).toBe(
    `f(\n    ${long},\n    inner=g(1, 2),\n    *(row for row in rows),\n)`,
  );
  const clauses = spread(call("h", long), `for ${long} in rows`);
  expect(layOut(clauses, 2)).toBe(`  *(\n      h(${long})\n      for ${long} in rows\n  )`);
});
