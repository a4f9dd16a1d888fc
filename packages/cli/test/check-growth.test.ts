import { Session } from "node:inspector/promises";
import { getHeapStatistics, type HeapInfo } from "node:v8";
import { clock } from "@spikeloom/backend-clock";
import { countErrors, MORE_ERRORS, mostErrors, SpikeLoomError } from "@spikeloom/kernel";
import { readNetwork } from "@spikeloom/network";
import { checkRun } from "@spikeloom/simulate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { defaultStack } from "../src/default-stack.ts";
import { manyNetwork, manyOf } from "./many-of.ts";

const options = { stack: defaultStack, backend: clock() };
/** Number of items: texts of models must be longer than those that are cached, each of which is read repeatedly. */
function fewOf(of: string): number {
  const isModel = Object.hasOwn(manyNetwork(of, 1) as object, "models");
  return draws({ ci: isModel ? 1500 : 150, long: 8000 });
}

// Node has it, its types do not.
const allocatedBytes = (): number =>
  (getHeapStatistics() as HeapInfo & { readonly total_allocated_bytes: number })
    .total_allocated_bytes;

/** Work of a check: function calls, and allocated bytes; neither depends on the speed of a machine. */
async function work(of: string, n: number): Promise<Readonly<{ calls: number; bytes: number }>> {
  const network = manyNetwork(of, n);
  await session.post("Profiler.takePreciseCoverage");
  const before = allocatedBytes();
  checkRun(network, options);
  const bytes = allocatedBytes() - before;
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const counts = result.flatMap(({ functions }) => functions.map(({ ranges }) => ranges[0]?.count));
  return { calls: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0), bytes };
}

const session = new Session();

describe("a check of many items", () => {
  beforeAll(async () => {
    session.connect();
    await session.post("Profiler.enable");
    // Counts restart from zero each time they are read.
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  });
  afterAll(() => session.disconnect());

  // Twice as many items need twice the work, and four times if it grows quadratically. Calls are exact; allocation
  // depends on what has been optimised.
  it.each(Object.keys(manyOf))("%s takes work in proportion to their number", async (of) => {
    const few = fewOf(of);
    checkRun(manyNetwork(of, 20), options);
    const [some, twice] = [await work(of, few), await work(of, 2 * few)];
    expect(twice.calls / some.calls).toBeLessThan(2.1);
    expect(twice.bytes / some.bytes).toBeLessThan(3.2);
  });
});

describe("many errors", () => {
  it("reports a hundred errors and counts the rest", () => {
    for (const kind of [
      "nulls as projections",
      "unknown parameters",
      "unknown names in equations",
    ]) {
      const errors = checkRun(manyNetwork(kind, 1000), options);
      expect(errors).toHaveLength(mostErrors + 1);
      expect(errors.at(-1)).toMatchObject({ code: MORE_ERRORS.code, got: "900 more" });
      expect(countErrors(errors)).toBe(1000);
    }
  });

  it("supports more errors than a call can have arguments", () => {
    const errors = checkRun(manyNetwork("nulls as projections", 150_000), options);
    expect(countErrors(errors)).toBe(150_000);
  });

  it("counts the same for a file", () => {
    const text = JSON.stringify(manyNetwork("nulls as projections", 1000));
    try {
      readNetwork(text, { stackIfFaulty: defaultStack });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SpikeLoomError);
      expect((error as SpikeLoomError).others.at(-1)?.got).toBe("900 more");
    }
  });
});
