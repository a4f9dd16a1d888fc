import { expect, it } from "vitest";
import * as inNode from "../src/png.ts";
import * as inBrowser from "../src/png-in-browser.ts";

it("a bundle for browsers finds every name, with the types that Node has", () => {
  const same: typeof inNode = inBrowser;
  expect(Object.keys(same)).toEqual(Object.keys(inNode));
});

it("a PNG is refused with a code", async () => {
  await expect(inBrowser.toPng("<svg/>")).rejects.toThrow("SL_PLOT_PNG");
});
