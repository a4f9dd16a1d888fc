import { bytesSource } from "@spikeloom/kernel";
import fc from "fast-check";
import { expect, it } from "vitest";
import { drawSeed, draws } from "../../../../tools/test/draws.ts";
import { readXml } from "../../src/xml/read-xml.ts";
import { type XmlOutput, xmlNumber, xmlPieces } from "../../src/xml/write-xml.ts";
import type { XmlElement } from "../../src/xml/xml-element.ts";

async function written(root: XmlOutput): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of xmlPieces(root)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function plain({ name, attributes, children, text }: XmlElement): unknown {
  const own = children.length === 0 ? text : text.trim();
  return {
    name,
    attributes: Object.fromEntries(attributes),
    text: own,
    children: children.map(plain),
  };
}

const name = fc.constantFrom("a", "pop", "_x1", "é");
const allowed = fc
  .string({ unit: "binary" })
  .map((text) => text.replace(/[^\t\n\r\P{Cc}]|[\p{Surrogate}\ufffe\uffff]/gu, ""));
const tree = fc.letrec<{ element: XmlOutput }>((tie) => ({
  element: fc.record({
    name,
    attributes: fc.dictionary(name, allowed),
    text: allowed,
    children: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant([]),
      fc.array(tie("element"), { maxLength: 3 }),
    ),
  }) as fc.Arbitrary<XmlOutput>,
})).element;

function expected({ name, attributes = {}, text = "", children = [] }: XmlOutput): unknown {
  const inside = [...children];
  const own = inside.length === 0 ? text : text.trim();
  return { name, attributes: { ...attributes }, text: own, children: inside.map(expected) };
}

it("writes text that is read back unchanged", async () => {
  const parameters = { seed: drawSeed, numRuns: draws({ ci: 100, long: 5000 }) };
  await fc.assert(
    fc.asyncProperty(tree, async (root) => {
      const bytes = await written(root);
      expect(plain(await readXml(bytesSource("a.xml", bytes)))).toEqual(expected(root));
    }),
    parameters,
  );
});

it("omits undefined values, and writes numbers in NeuroML's form", async () => {
  const bytes = await written({ name: "a", attributes: { b: 1e21, c: undefined, d: -1.5e-7 } });
  expect(Buffer.from(bytes).toString()).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<a b="1e21" d="-1.5e-7"/>\n',
  );
});

it.each([["\0"], ["a\x1fb"], ["\ud800"], ["\ufffe"]])(
  "refuses %j, which is no XML",
  async (text) => {
    const fault = { code: "SL_XML_WRITE", place: "a: b" };
    await expect(written({ name: "a", attributes: { b: text } })).rejects.toMatchObject(fault);
  },
);

it("refuses NaN and infinity", () => {
  expect(() => xmlNumber(Number.NaN, "a")).toThrow(
    expect.objectContaining({ code: "SL_XML_WRITE" }),
  );
});

it("writes children as they arrive, in pieces", async () => {
  const children = (function* () {
    for (let k = 0; k < 10_000; k++) yield { name: "connection", attributes: { id: k } };
  })();
  let count = 0;
  for await (const piece of xmlPieces({ name: "projection", children })) {
    expect(piece.length).toBeLessThan(2 ** 17);
    count++;
  }
  expect(count).toBeGreaterThan(3);
});
