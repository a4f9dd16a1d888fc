import { expect, it } from "vitest";
import * as inBrowser from "../src/sets/files-in-browser.ts";
import * as idx from "../src/sets/idx-images.ts";
import * as digits from "../src/sets/npm-digits.ts";

it("a bundle for browsers finds every name, with the types that Node has", () => {
  const inNode = { ...idx, ...digits };
  const same: typeof inNode = inBrowser;
  expect(Object.keys(same)).toEqual(Object.keys(inNode));
});

it("a folder is refused with a code", async () => {
  await expect(inBrowser.openIdxImages("mnist", "folder", [])).rejects.toThrow("SL_SET_MISSING");
});
