import { expect, it } from "vitest";
import * as inBrowser from "../src/hdf5/in-browser.ts";
import * as inNode from "../src/hdf5/index.ts";

it("a bundle for browsers finds every name, with the types that Node has", () => {
  const same: typeof inNode = inBrowser;
  expect(Object.keys(same).sort()).toEqual(Object.keys(inNode).sort());
});

it("files are refused with a code", async () => {
  await expect(inBrowser.readResult("run.h5")).rejects.toThrow("SL_RESULT_READ");
  const result = {} as Parameters<typeof inBrowser.writeResult>[0];
  await expect(inBrowser.writeResult(result, "run.h5")).rejects.toThrow("SL_RESULT_WRITE");
  expect(() => inBrowser.resultFile("run.h5")).toThrow("SL_RESULT_WRITE");
});
