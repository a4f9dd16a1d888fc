import { expect, it } from "vitest";
import { pluginOptions } from "../src/plugin-options.ts";

const plugin = {
  kind: "format",
  name: "graph",
  options: {
    profile: { type: "text", choices: ["exact", "norse"], about: "the library that is followed" },
    dt: { type: "number", least: 0, about: "the step" },
  },
} as const;

it.each([
  [{ profile: "nors" }, 'Did you mean "norse"?'],
  [{ profile: "tensors" }, "Correct it."],
  [{ dt: -1 }, "Correct it."],
  [{ profil: "norse" }, 'Did you mean "profile"?'],
])("proposes what may have been meant by %j", (given, next) => {
  expect(() => pluginOptions(plugin, given)).toThrow(
    expect.objectContaining({ code: "SL_OPTION", next }),
  );
});
