import { expect, it } from "vitest";
import * as filesInBrowser from "../src/in-browser.ts";
import * as filesInNode from "../src/index.ts";

it("a bundle for browsers finds every name, with the types that Node has", () => {
  const files: typeof filesInNode = filesInBrowser;
  expect(Object.keys(files).sort()).toEqual(Object.keys(filesInNode).sort());
});

it("no file is opened or written", async () => {
  const reason = "it needs Node, but this is a browser";
  expect(() => filesInBrowser.openPlainFile("a.nir")).toThrow(reason);
  await expect(filesInBrowser.writeFolder("out", (async function* () {})(), [])).rejects.toThrow(
    reason,
  );
});
