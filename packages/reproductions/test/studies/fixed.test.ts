import { expect, it } from "vitest";
import { studies } from "../../src/index.ts";
import { describeStudies, plastic } from "./published-numbers.ts";

describeStudies((name) => !plastic.includes(name));

it("every plastic study that is named exists", () => {
  const names = studies.map(({ reference }) => reference.study);
  expect(names).toEqual(expect.arrayContaining([...plastic]));
});
