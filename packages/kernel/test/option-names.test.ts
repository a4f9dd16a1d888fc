import { expect, it } from "vitest";
import { checkOptionNames, type OptionNames } from "../src/index.ts";

interface Options {
  readonly window: { readonly from: number; readonly until: number };
  readonly bin?: number | undefined;
  readonly title?: string | undefined;
}

const names: OptionNames<Options> = {
  title: true,
  window: "{ from, until } in ms",
  bin: "a width in ms",
};
const expected = "window: { from, until } in ms; optionally title, bin: a width in ms";

it.each([
  [undefined, "undefined", "Write { window } with your values."],
  [[1], "a list", "Write { window } with your values."],
  [{ bin: 1 }, "bin", 'Add "window".'],
  [{}, "no options", 'Add "window".'],
  [{ windw: 1 }, '"windw"', 'Did you mean "window"?'],
  [{ from: 0, until: 9 }, '"from"', "Write window: { from, until }."],
  [{ colour: 1 }, '"colour"', "Remove it."],
])("states which of the options %j are required and what each is", (given, got, next) => {
  expect(() => checkOptionNames(given as never, names, "measure", ["window"])).toThrow(
    expect.objectContaining({ code: "SL_OPTION", place: "measure", expected, got, next }),
  );
});

it("accepts calls without required options, and names them without an order", () => {
  checkOptionNames({ bin: 2 } as Partial<Options>, names as OptionNames<Partial<Options>>, "plot");
  const all = "title, window: { from, until } in ms, bin: a width in ms";
  expect(() => checkOptionNames({ x: 1 } as never, names, "plot")).toThrow(
    expect.objectContaining({ expected: all }),
  );
});
