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
/** How many of a thing: texts of models must be longer than what is kept, of which each is read more often than once. */
function fewOf(of: string): number {
  const isModel = Object.hasOwn(manyNetwork(of, 1) as object, "models");
  return draws({ ci: isModel ? 1500 : 300, long: 8000 });
}

// Node has it, its types do not.
const allocatedBytes = (): number =>
  (getHeapStatistics() as HeapInfo & { readonly total_allocated_bytes: number })
    .total_allocated_bytes;

/** Work of a check: calls of functions, and bytes that it allocates; neither depends on how fast a machine is. */
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

describe("a check of many", () => {
  beforeAll(async () => {
    session.connect();
    await session.post("Profiler.enable");
    // Each time that counts are taken they start from none.
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  });
  afterAll(() => session.disconnect());

  // Twice as many ask twice as much, and four times where the work grows as the square. Calls are exact; what
  // is allocated depends on what has been optimised.
  it.each(Object.keys(manyOf))("%s takes work that grows as they do", async (of) => {
    const few = fewOf(of);
    checkRun(manyNetwork(of, 20), options);
    const [some, twice] = [await work(of, few), await work(of, 2 * few)];
    expect(twice.calls / some.calls).toBeLessThan(2.1);
    expect(twice.bytes / some.bytes).toBeLessThan(3.2);
  });
});

describe("errors of many", () => {
  it("keeps a hundred errors and counts the rest", () => {
    for (const of of ["nulls as projections", "unknown parameters", "unknown names in equations"]) {
      const errors = checkRun(manyNetwork(of, 1000), options);
      expect(errors).toHaveLength(mostErrors + 1);
      expect(errors.at(-1)).toMatchObject({ code: MORE_ERRORS.code, got: "900 more" });
      expect(countErrors(errors)).toBe(1000);
    }
  });

  it("takes more errors than a call takes arguments", () => {
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
