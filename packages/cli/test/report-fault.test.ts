import { afterEach, expect, it, vi } from "vitest";
import { reportFault } from "../src/print/report-fault.ts";

afterEach(() => vi.restoreAllMocks());

it("asks for a report of what it does not know, with the stack, and ends with 70", () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  expect(reportFault(new RangeError("odd"), false)).toBe(70);
  const text = String(write.mock.calls[0]?.[0]);
  expect(text).toContain("Please report it");
  expect(text).toContain("RangeError: odd\n    at ");
});

it("says the same in JSON", () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  expect(reportFault("odd", true)).toBe(70);
  const record: unknown = JSON.parse(String(write.mock.calls[0]?.[0]));
  expect(record).toMatchObject({ error: { code: "SL_UNEXPECTED", got: "odd" } });
});
