import { printBytes } from "@spikeloom/network";
import { expect, it } from "vitest";
import { formatCount, formatSeconds, formatTime } from "../src/print/numbers.ts";
import { progressLine } from "../src/print/progress-line.ts";
import { table } from "../src/print/table.ts";

it("aligns columns by visible width, ignoring control characters", () => {
  const rows = table(
    [
      ["a", "\u001b[1m22\u001b[0m", "x"],
      ["bbb", "3", "y"],
    ],
    ["left", "right"],
  );
  expect(rows).toEqual(["a    \u001b[1m22\u001b[0m  x", "bbb   3  y"]);
});

it("prints counts, sizes and times for people", () => {
  expect(formatCount(15_625_000)).toBe("15\u2009625\u2009000".replaceAll("\u2009", " "));
  expect(printBytes(1536)).toBe("1.50 KiB");
  // 1000 to 1023 of a unit, and values that round to it, have no power of ten.
  expect(printBytes(1020 * 1024)).toBe("1020 KiB");
  expect(printBytes(999.7 * 1024)).toBe("1000 KiB");
  expect(printBytes(999)).toBe("999 bytes");
  expect([formatSeconds(0.314), formatSeconds(59.7), formatSeconds(7500)]).toEqual([
    "0.31 s",
    "1 min 0 s",
    "2 h 5 min",
  ]);
  expect([formatTime(350), formatTime(2500), formatTime(0.1)]).toEqual([
    "350 ms",
    "2.5 s",
    "0.1 ms",
  ]);
});

it("draws no progress if standard error is not a terminal", () => {
  const written: string[] = [];
  const stream = { isTTY: false, write: (text: string) => written.push(text) };
  const line = progressLine(stream as unknown as NodeJS.WriteStream);
  line.show({ step: 1, steps: 2, fraction: 0.5, secondsLeft: 3 });
  line.clear();
  expect(written).toEqual([]);
});

it("formats as many rows as a file may have", () => {
  const rows = Array.from({ length: 200_000 }, () => ["a"]);
  expect(table(rows)).toHaveLength(200_000);
});
