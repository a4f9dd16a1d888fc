import { describe, expect, it } from "vitest";
import { draws, long } from "./draws.ts";

describe("draws", () => {
  it("uses the second number only under test --long", () => {
    expect(draws({ ci: 20, long: 20_000 })).toBe(long ? 20_000 : 20);
    expect(long).toBe(process.env["SPIKELOOM_LONG"] === "1");
  });
});
