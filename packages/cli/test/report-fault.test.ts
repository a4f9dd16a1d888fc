import { readFileSync } from "node:fs";
import { SpikeLoomError } from "@spikeloom/kernel";
import { afterEach, expect, it, vi } from "vitest";
import { reportFault } from "../src/print/report-fault.ts";

afterEach(() => vi.restoreAllMocks());

it("requests a report of unknown errors, with the stack, and ends with 70", () => {
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

it("quotes the contents of a file without control sequences of the terminal", () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const got = "a\u001b[2J\u202eb\u0007";
  reportFault(new SpikeLoomError("SL_X", { message: "No.", place: `x\n${got}`, got }), false);
  const text = String(write.mock.calls[0]?.[0]);
  expect(text).toContain("x\\u000aa\\u001b[2J\\u202eb\\u0007");
  expect(text).toContain("got       a\\u001b[2J\\u202eb\\u0007");
});

it("reports refusals of the file system as such, with the file and in words", () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  let fault: unknown;
  try {
    readFileSync("/");
  } catch (thrown) {
    fault = Object.assign(thrown as Error, { path: "/" });
  }
  expect(reportFault(fault, true)).toBe(1);
  const record: unknown = JSON.parse(String(write.mock.calls[0]?.[0]));
  const error = { code: "SL_FILE_SYSTEM", place: "/" };
  expect(record).toMatchObject({ error });
  expect(JSON.stringify(record)).toContain("it is a folder");
});
