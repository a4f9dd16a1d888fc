import { bytesSource, createStack, readFormat } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { neuromlFormat } from "../../src/formats/neuroml-format.ts";
import type { XmlAttributes } from "../../src/xml/attributes.ts";
import { readIncluding } from "../../src/xml/included-files.ts";

const included = ({ name, attributes }: { name: string; attributes: XmlAttributes }) =>
  name === "include" ? attributes.get("href") : undefined;

/** Read the first of some files; returns the files in the order in which they were read. */
async function order(files: Readonly<Record<string, readonly string[]>>): Promise<string[]> {
  const opened: string[] = [];
  const beside = async (name: string) => {
    opened.push(name);
    const parts = files[name];
    if (parts === undefined) throw new Error(`opened ${name}`);
    const text = `<a>${parts.map((href) => `<include href="${href}"/>`).join("")}</a>`;
    return bytesSource(name, Buffer.from(text));
  };
  const [first = ""] = Object.keys(files);
  const source = await beside(first);
  const roots = await readIncluding(source, { at: first, beside, included });
  expect(new Set(opened).size).toBe(opened.length);
  return roots.map(({ file }) => file);
}

it("reads each file once, before the one that includes it", async () => {
  const files = {
    "net.nml": ["cells/a.nml", "./cells/b.nml"],
    "cells/a.nml": ["../channels/na.nml"],
    "cells/b.nml": ["../channels//na.nml", "a.nml"],
    "channels/na.nml": [],
  };
  expect(await order(files)).toEqual(["channels/na.nml", "cells/a.nml", "cells/b.nml", "net.nml"]);
});

it("reports the cycle in which files include each other", async () => {
  const files = { "a.nml": ["b.nml"], "b.nml": ["c/c.nml"], "c/c.nml": ["../b.nml"] };
  await expect(order(files)).rejects.toMatchObject({
    code: "SL_XML_INCLUDE",
    place: "c/c.nml:1:4",
    message: expect.stringContaining("b.nml → c/c.nml → b.nml"),
  });
  await expect(order({ "a.nml": ["./a.nml"] })).rejects.toMatchObject({ code: "SL_XML_INCLUDE" });
});

it.each([
  ["/etc/passwd"],
  ["..\\b.nml"],
  ["c:\\b.nml"],
  ["http://example.org/b.nml"],
  ["file:///etc/passwd"],
  ["b.nml\0"],
  [".."],
  ["c/.."],
  [""],
  ["b/"],
])("opens no other file for %j", async (href) => {
  const text = `<a><include href="${href.replace("\0", "")}"/></a>`;
  const beside = async (name: string) => {
    throw new Error(`opened ${name}`);
  };
  const named = () => href;
  const source = bytesSource("/data/a.nml", Buffer.from(text));
  await expect(
    readIncluding(source, {
      beside,
      included: ({ name }) => (name === "include" ? named() : undefined),
    }),
  ).rejects.toMatchObject({ code: "SL_XML_INCLUDE", place: "/data/a.nml:1:4" });
});

it("lets the folder refuse files outside", async () => {
  const text = '<neuroml><include href="c/../../b.nml"/></neuroml>';
  const opened: string[] = [];
  const beside = async (name: string) => {
    opened.push(name);
    return undefined;
  };
  const source = bytesSource("a.nml", Buffer.from(text));
  const stack = createStack({ plugins: [] });
  await expect(readFormat(neuromlFormat, source, { stack, beside })).rejects.toMatchObject({
    code: "SL_FORMAT_OUTSIDE",
  });
  expect(opened).toEqual([]);
});

it("reports that nothing can be included without a folder", async () => {
  const source = bytesSource("a.nml", Buffer.from('<a><include href="b.nml"/></a>'));
  await expect(readIncluding(source, { included })).rejects.toMatchObject({
    code: "SL_XML_INCLUDE",
  });
});

it("ends an endless chain of files", async () => {
  let count = 0;
  const beside = async (name: string) =>
    bytesSource(name, Buffer.from(`<a><include href="${++count}.nml"/></a>`));
  const source = await beside("0.nml");
  await expect(readIncluding(source, { beside, included })).rejects.toMatchObject({
    code: "SL_XML_LIMIT",
  });
});
