import { bytesSource } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { readXml } from "../../src/xml/read-xml.ts";
import { placeOf, type XmlElement } from "../../src/xml/xml-element.ts";

function source(text: string | Uint8Array) {
  return bytesSource("a.xml", typeof text === "string" ? Buffer.from(text) : text);
}

async function codeOf(text: string | Uint8Array): Promise<unknown> {
  return await readXml(source(text)).then(
    () => "read",
    (fault) => fault,
  );
}

it("returns elements with namespace, attributes, text and place", async () => {
  const text = `<?xml version="1.0"?>
<n:net xmlns:n="http://n" xmlns="http://d" id="a &amp; b"
   n:kind="x">one<pop
     size="3"/><![CDATA[<two>]]></n:net>`;
  const root = await readXml(source(text));
  expect(root).toMatchObject({ name: "net", namespace: "http://n", text: "one<two>" });
  expect([...root.attributes]).toEqual([
    ["id", "a & b"],
    ["n:kind", "x"],
  ]);
  const [pop] = root.children as [XmlElement];
  expect(pop).toMatchObject({ name: "pop", namespace: "http://d", children: [], text: "" });
  expect([placeOf(root), placeOf(pop)]).toEqual(["a.xml:2:1", "a.xml:3:18"]);
});

it("returns streamed elements, with their parent", async () => {
  const seen: string[] = [];
  const streamed = new Map([
    [
      "c",
      (element: XmlElement, around: XmlElement) =>
        seen.push(`${around.attributes.get("id")}/${element.attributes.get("id")}`),
    ],
  ]);
  const text = '<a><b id="1"><c id="2"/><d/><c id="3"><c id="4"/></c></b></a>';
  const root = await readXml(source(text), { streamed });
  expect(seen).toEqual(["1/2", "3/4", "1/3"]);
  expect(root.children[0]?.children.map(({ name }) => name)).toEqual(["d"]);
});

it.each([
  ["utf-16le", Buffer.from('\ufeff<a b="é"/>', "utf16le")],
  ["utf-16be", Buffer.from('\ufeff<a b="é"/>', "utf16le").swap16()],
  ["latin 1", Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a b="é"/>', "latin1")],
  ["utf-8 with a mark", Buffer.from('\ufeff<?xml version="1.0" encoding="utf-8"?><a b="é"/>')],
])("reads %s", async (_, bytes) => {
  expect((await readXml(source(bytes))).attributes.get("b")).toBe("é");
});

it("reads a file of many pieces the same as one piece", async () => {
  const long = `<a>${'<b x="ö">ä€𝄞</b>'.repeat(60_000)}</a>`;
  const root = await readXml(source(long));
  expect(root.children.length).toBe(60_000);
  expect(root.children.every((b) => b.text === "ä€𝄞" && b.attributes.get("x") === "ö")).toBe(true);
});

const laughs = `<!DOCTYPE a [<!ENTITY l "ha">${[..."abcdefghi"]
  .map((letter, k, all) => `<!ENTITY ${letter} "${`&${all[k - 1] ?? "l"};`.repeat(10)}">`)
  .join("")}]><a>&i;</a>`;

it.each([
  ["billion laughs", laughs, "SL_XML_LIMIT"],
  [
    "an external entity",
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "SL_XML_LIMIT",
  ],
  ["a custom entity", "<a>&x;</a>", "SL_XML_SYNTAX"],
  ["an external document type", '<!DOCTYPE a SYSTEM "http://x/y.dtd"><a/>', "SL_XML_LIMIT"],
  ["deep nesting", "<a>".repeat(100_000), "SL_XML_LIMIT"],
  ["65 levels", `${"<a>".repeat(65)}${"</a>".repeat(65)}`, "SL_XML_LIMIT"],
  ["64 levels", `${"<a>".repeat(64)}${"</a>".repeat(64)}`, "read"],
  [
    "many attributes",
    `<a ${Array.from({ length: 300 }, (_, k) => `b${k}="1"`).join(" ")}/>`,
    "SL_XML_LIMIT",
  ],
  [
    "many prefixes",
    `<a ${Array.from({ length: 99 }, (_, k) => `xmlns:b${k}="1"`).join(" ")}/>`,
    "SL_XML_LIMIT",
  ],
  ["a long attribute", `<a b="${"x".repeat(2 ** 23)}"/>`, "SL_XML_LIMIT"],
  ["a long name", `<${"x".repeat(2 ** 23)}/>`, "SL_XML_LIMIT"],
  ["a long text", `<a>${"x".repeat(2 ** 23)}</a>`, "SL_XML_LIMIT"],
  ["too many elements", `<a>${"<b/>".repeat(500_001)}</a>`, "SL_XML_LIMIT"],
  ["an undeclared prefix", "<b:a/>", "SL_XML_SYNTAX"],
  ["a prefix of a prefix", '<a:b:c xmlns:a="1"/>', "SL_XML_SYNTAX"],
  ["a name that ends with its prefix", '<a: xmlns:a="1"/>', "SL_XML_SYNTAX"],
  ["a name after an invalid prefix", '<a:1 xmlns:a="1"/>', "SL_XML_SYNTAX"],
  ["a name that starts with a colon", "<:a/>", "SL_XML_SYNTAX"],
  ["a declaration of xml", '<a xmlns:xml="evil"/>', "SL_XML_SYNTAX"],
  [
    "the declaration of xml as it is",
    '<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="en"/>',
    "read",
  ],
  ["a declaration of xmlns", '<a xmlns:xmlns="1"/>', "SL_XML_SYNTAX"],
  ["xml by another prefix", '<a xmlns:b="http://www.w3.org/XML/1998/namespace"/>', "SL_XML_SYNTAX"],
  ["a prefix declared as nothing", '<a xmlns:b=""/>', "SL_XML_SYNTAX"],
  ["no namespace inside of one", '<a xmlns="1"><b xmlns=""/></a>', "read"],
  ["an attribute with an undeclared prefix", '<a p:x="1"/>', "SL_XML_SYNTAX"],
  ["the same on a second element", '<a xmlns:q="1"><b q:x="1"/><b p:x="1"/></a>', "SL_XML_SYNTAX"],
  [
    "equal elements inside and outside a declaration",
    '<a><c xmlns:p="1"><b p:x="1"/></c><b p:x="1"/></a>',
    "SL_XML_SYNTAX",
  ],
  [
    "an attribute twice under two prefixes",
    '<a xmlns:p="1" xmlns:q="1" p:x="1" q:x="1"/>',
    "SL_XML_SYNTAX",
  ],
  ["attributes of two namespaces", '<a xmlns:p="1" xmlns:q="2" x="1" p:x="1" q:x="1"/>', "read"],
  ["two roots", "<a/><b/>", "SL_XML_SYNTAX"],
  ["no root", " ", "SL_XML_SYNTAX"],
  ["nothing", "", "SL_XML_SYNTAX"],
  ["an attribute twice", '<a b="1" b="2"/>', "SL_XML_SYNTAX"],
  ["a tag that does not match", "<a><b></a>", "SL_XML_SYNTAX"],
  ["a cut", "<a><b", "SL_XML_SYNTAX"],
  ["bytes that are not text", Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0xfe]), "SL_XML_SYNTAX"],
  ["an encoding that is not read", '<?xml version="1.0" encoding="utf-7"?><a/>', "SL_XML_SYNTAX"],
])("%s: %3$s", async (_, text, code) => {
  const fault = await codeOf(text);
  expect(fault === "read" ? fault : (fault as { code: string }).code).toBe(code);
  if (fault !== "read") expect((fault as { place: string }).place).toMatch(/^a\.xml/);
});

it("keeps names of objects' own out of attributes", async () => {
  const root = await readXml(source('<a __proto__="1" constructor="2"/>'));
  expect([...root.attributes].map(([, value]) => value)).toEqual(["1", "2"]);
});
