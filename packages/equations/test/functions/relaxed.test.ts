import { describe, expect, it } from "vitest";
import { drawSeed, draws } from "../../../../tools/test/draws.ts";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { javascriptF32 } from "../../src/functions/javascript.ts";
import type { Operations } from "../../src/functions/operations.ts";
import { applyBuiltIn, builtIns, type FunctionName } from "../../src/functions/table.ts";
import { ranges } from "./ranges.ts";
import { big, references, ulps } from "./reference.ts";
import { relaxedF32 } from "./relaxed.ts";

const perRange = draws({ ci: 400, long: 20_000 });
const least = 2 ** -125;
const names = Object.keys(builtIns) as readonly FunctionName[];

/** Refuses results of a relaxed target with an error above the bound. */
const exactAlone: Operations<number, boolean> = {
  ...javascriptF32,
  div: () => {
    throw new Error("a quotient");
  },
  sqrt: () => {
    throw new Error("a root");
  },
};

describe("if quotients and roots are relaxed", () => {
  it.each(Object.keys(ranges) as FunctionName[])("%s keeps the bound that it states", (name) => {
    const random = numbers(drawSeed);
    const operations = relaxedF32(random);
    const worst = { ulps: 0, args: [] as readonly number[] };
    for (const draw of ranges[name] ?? []) {
      for (let i = 0; i < perRange; i++) {
        const args = draw(random, "f32").map(Math.fround);
        const result = applyBuiltIn(operations, name, args);
        // What is lost near zero has no digits to compare.
        if (Math.abs(result) < least || args.some((x) => Math.abs(x) < least)) continue;
        const error = ulps(result, references[name]?.(...args.map(big)) ?? big(0), "f32");
        if (!(error <= worst.ulps)) Object.assign(worst, { ulps: error, args });
      }
    }
    const place = `seed ${drawSeed}, at ${worst.args.join(", ")}`;
    expect(worst.ulps, place).toBeLessThanOrEqual(builtIns[name].relaxed);
  });

  it("is exact if stated, and undetermined if quotients are rounded to integers", () => {
    const run = (name: FunctionName) => (): number =>
      applyBuiltIn(exactAlone, name, [0.7, 0.3, 0.9]);
    const saying = (bound: number) => names.filter((name) => builtIns[name].relaxed === bound);
    for (const name of saying(0)) expect(run(name), name).not.toThrow();
    for (const name of saying(Number.POSITIVE_INFINITY))
      expect(run(name), name).toThrow("a quotient");
    expect(saying(Number.POSITIVE_INFINITY)).toEqual(["floor_divide", "modulo", "timestep"]);
  });
});
