import { bounds, type Expression } from "@spikeloom/equations";
import { expect, it } from "vitest";
import { reduced } from "../../src/lems/selections.ts";

const values = (count: number): readonly Expression[] =>
  Array.from({ length: count }, (_, k) => ({ kind: "name", name: `i_${k}` }));

it("adds up as many as an expression may be deep, and says so of more", () => {
  expect(reduced(values(bounds.depth), ["add", "here"]).kind).toBe("add");
  expect(() => reduced(values(bounds.depth + 1), ["add", "here"])).toThrow(
    "SL_LEMS_UNSUPPORTED at here",
  );
});
