import { expect, it, vi } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { watchedCases } from "../../../tools/test/watched-cases.ts";

vi.setConfig({ testTimeout: 3_600_000 });

it("forged states are refused with a code, or resume like any other", async () => {
  const count = draws({ ci: 16, long: 4000 });
  const outcomes = await watchedCases(new URL("forged-states.ts", import.meta.url), count);
  // Most numbers are as valid as others: a potential, a trace, a weight.
  expect(outcomes.get("none") ?? 0).toBeGreaterThan(count / 10);
  expect(outcomes.get("SL_STATE_DAMAGED") ?? 0).toBeGreaterThan(count / 10);
});
