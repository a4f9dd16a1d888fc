import { describe, expect, it } from "vitest";
import { numbers } from "../../../../tools/test/test-numbers.ts";
import { javascriptF32, javascriptF64 } from "../../src/functions/javascript.ts";
import type { Precision } from "../../src/functions/operations.ts";
import { applyBuiltIn, builtIns, type FunctionName } from "../../src/functions/table.ts";
import { ranges } from "./ranges.ts";
import { big, references, ulps } from "./reference.ts";

const operations = { f64: javascriptF64, f32: javascriptF32 } as const;
const precisions: readonly Precision[] = ["f64", "f32"];

const perRange = 1200;

describe.each(precisions)("in %s", (precision) => {
  it.each(Object.keys(ranges) as FunctionName[])("%s keeps the bound that it states", (name) => {
    const random = numbers(name.length + name.charCodeAt(1));
    const round = operations[precision].constant;
    const worst = { ulps: 0, args: [] as readonly number[] };
    for (const draw of ranges[name]!) {
      for (let i = 0; i < perRange; i++) {
        const args = draw(random, precision).map(round);
        const result = applyBuiltIn(operations[precision], name, args);
        const error = ulps(result, references[name]!(...args.map(big)), precision);
        if (!(error <= worst.ulps)) Object.assign(worst, { ulps: error, args });
      }
    }
    expect(worst.ulps, `at ${worst.args.join(", ")}`).toBeLessThanOrEqual(
      builtIns[name].ulps[precision],
    );
  });
});
