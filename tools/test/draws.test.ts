import { describe, expect, it } from "vitest";
import { draws, long } from "./draws.ts";

describe("draws", () => {
  it("takes the second number under test --long alone", () => {
    expect(draws({ ci: 20, long: 20_000 })).toBe(long ? 20_000 : 20);
    expect(long).toBe(process.env["SPIKELOOM_LONG"] === "1");
  });
});
