import { expect, it } from "vitest";
import { nearestName } from "../src/index.ts";

const fields = ["model", "size", "parameters", "initial", "positions", "integrator"];

it.each([
  ["paramters", "parameters"],
  ["params", "parameters"],
  ["param", "parameters"],
  ["Parms", "parameters"],
  ["modle", "model"],
  ["integr", "integrator"],
  ["initials", "initial"],
])("takes %s for %s", (wrong, meant) => {
  expect(nearestName(wrong, fields)).toBe(meant);
});

it.each(["pa", "par", "colour", "smart", "stops", "inter-net"])("guesses nothing of %s", (name) => {
  expect(nearestName(name, fields)).toBeUndefined();
});

it("finds the shortest of the names that a text abbreviates", () => {
  const names = ["fixed-probability-pairs", "fixed-probability"];
  expect(nearestName("fixed-prob", names)).toBe("fixed-probability");
});
