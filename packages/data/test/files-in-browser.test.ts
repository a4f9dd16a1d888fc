import { expect, it } from "vitest";
import * as folders from "../src/images/image-folder.ts";
import * as classes from "../src/sets/class-folders.ts";
import * as inBrowser from "../src/sets/files-in-browser.ts";
import * as idx from "../src/sets/idx-images.ts";
import * as digits from "../src/sets/npm-digits.ts";

it("a bundle for browsers finds every name, with the types that Node has", () => {
  const inNode = { ...idx, ...digits, ...folders, ...classes };
  const same: typeof inNode = inBrowser;
  expect(Object.keys(same).sort()).toEqual(Object.keys(inNode).sort());
});

it("a folder is refused with a code", async () => {
  await expect(inBrowser.openIdxImages("mnist", "folder", [])).rejects.toThrow("SL_SET_MISSING");
});
