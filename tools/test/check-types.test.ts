import { describe, expect, it } from "vitest";
import { compareCost, costIn } from "../check-types.ts";
import { lines } from "./planted.ts";

const kept = { types: 20_000, instantiations: 30_000, megabytes: 60 };

describe("check-types", () => {
  it("reads the cost from the diagnostics of tsc", () => {
    const output = "Files:  12\nTypes:  410\nInstantiations:  7\nMemory used:  2049K\n";
    expect(costIn(output)).toEqual({ types: 410, instantiations: 7, megabytes: 3 });
    expect(costIn("src/a.ts(1,1): error TS2322: no.")).toBeUndefined();
  });

  it("allows a project a quarter more than the recorded cost", () => {
    expect(compareCost("packages/a", { ...kept, types: 27_500 }, kept)).toEqual([]);
  });

  it("names the project, the excess and the next step", () => {
    const found = lines(compareCost("packages/a", { ...kept, types: 1_700_000 }, kept));
    expect(found).toEqual([
      "packages/a: 1700000 types, at most 27500 (recorded: 20000). " +
        "`tsc -p packages/a --noEmit --generateTrace FOLDER` shows the costly types; " +
        "if the increase is intended, run `node tools/check-types.ts packages/a --record`.",
    ]);
  });

  it("requests a record for a project without one", () => {
    expect(lines(compareCost("packages/a", kept, undefined))).toEqual([
      "packages/a: No cost is recorded. Run `node tools/check-types.ts packages/a --record`.",
    ]);
  });
});
