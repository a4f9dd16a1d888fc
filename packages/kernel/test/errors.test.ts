import { expect, it } from "vitest";
import { defineError, SpikeLoomError } from "../src/index.ts";

const SIZE = defineError("SL_SIZE", (got: number) => ({
  message: "A population has neurons.",
  place: "populations.E.size",
  expected: "at least 1",
  got: String(got),
  next: "Give more.",
}));

const data = {
  name: "SpikeLoomError",
  code: "SL_SIZE",
  message: "A population has neurons.",
  place: "populations.E.size",
  expected: "at least 1",
  got: "0",
  next: "Give more.",
};

it("writes an error as JSON with its code and all of its fields", () => {
  expect(JSON.parse(JSON.stringify(SIZE(0)))).toEqual(data);
});

it("writes errors found together, and omits missing fields", () => {
  const error = new SpikeLoomError("SL_NET", { message: "It is wrong." }, [SIZE(0)]);
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: "SpikeLoomError",
    code: "SL_NET",
    message: "It is wrong.",
    others: [data],
  });
});
