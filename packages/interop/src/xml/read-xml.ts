import type { ByteSource } from "@spikeloom/kernel";
import { SaxesParser } from "saxes";
import { XML_LIMIT, XML_SYNTAX } from "./errors.ts";
import { declaresNamespace, type Namespaces, namespaces } from "./namespaces.ts";
import { textPieces } from "./text-pieces.ts";
import type { XmlElement } from "./xml-element.ts";

/** How a file is read. */
export interface XmlReading {
  /**
   * Elements that are given away where they end, by name, and not kept by the element around them.
   *
   * Of that one attributes and earlier children are known by then.
   */
  readonly streamed?: ReadonlyMap<string, StreamedElement>;
}

/** Takes an element that is not kept, and the one around it. */
export type StreamedElement = (element: XmlElement, around: XmlElement) => void;

/** What a file may have, at most; specs/files states it. */
const most = { depth: 64, attributes: 256, prefixes: 64, kept: 500_000, unbroken: 2 ** 22 };

/** An element that is still open. */
interface Open extends XmlElement {
  children: XmlElement[];
  text: string;
  /** Whether it has a child, kept or given away. */
  hasChild: boolean;
}

/** The state of reading one file. */
interface Reading {
  readonly file: string;
  readonly streamed: ReadonlyMap<string, StreamedElement>;
  readonly parser: SaxesParser;
  readonly prefixes: Namespaces;
  readonly open: Open[];
  root: XmlElement | undefined;
  kept: number;
  /** Where a tag, text or comment last ended, in characters. */
  ended: number;
  /** Where the tag that is read began. */
  line: number;
  column: number;
}

/**
 * Read an XML file piece by piece into its root element.
 *
 * It knows no entities but the five of XML itself, and opens no other file: a document type is refused.
 */
export async function readXml(
  source: ByteSource,
  { streamed = new Map() }: XmlReading = {},
): Promise<XmlElement> {
  const reading: Reading = {
    ...{ file: source.name, streamed, parser: new SaxesParser({}), prefixes: namespaces() },
    ...{ open: [], root: undefined, kept: 0, ended: 0, line: 1, column: 1 },
  };
  const { parser } = reading;
  listen(reading);
  for await (const piece of textPieces(source)) {
    parser.write(piece);
    if (parser.position - reading.ended > most.unbroken) {
      const got = `${parser.position - reading.ended} characters and no end`;
      throw limit(reading, "a tag, text or comment is too long", {
        expected: `at most ${most.unbroken} characters`,
        got,
      });
    }
  }
  parser.close();
  if (reading.root === undefined) throw syntax(reading, "it has no element");
  return reading.root;
}

function listen(reading: Reading): void {
  const { parser } = reading;
  const ended = () => {
    reading.ended = parser.position;
  };
  parser.on("error", (fault) => {
    throw syntax(reading, reasonOf(fault.message));
  });
  parser.on("doctype", () => {
    throw limit(reading, "it has a document type, which can name other files and entities", {
      expected: "no <!DOCTYPE",
      got: "one",
    });
  });
  parser.on("comment", ended);
  parser.on("processinginstruction", ended);
  parser.on("opentagstart", ({ name }) => {
    // The character behind the name is read by now; where that ends a line, the tag began in the one before.
    const begin = parser.columnIndex - name.length - 1;
    reading.line = begin > 0 ? parser.line : parser.line - 1;
    reading.column = Math.max(1, begin);
  });
  parser.on("opentag", ({ name, attributes }) => {
    openElement(reading, name, attributes);
    ended();
  });
  const text = (piece: string) => {
    const around = reading.open.at(-1);
    // Blanks between hundreds of thousands of elements are no text of the one around them.
    const isBetween = around?.hasChild === true && blank.test(piece);
    if (around !== undefined && !isBetween) around.text += piece;
    ended();
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", () => {
    closeElement(reading);
    ended();
  });
}

function openElement(
  reading: Reading,
  written: string,
  attributes: Readonly<Record<string, string>>,
): void {
  const { open, prefixes, file, line, column } = reading;
  if (open.length >= most.depth) {
    const expected = `at most ${most.depth} levels`;
    throw limit(reading, "elements are nested too deeply", { expected, got: "more" });
  }
  const kept = keptAttributes(reading, attributes);
  if (prefixes.enter(attributes) > most.prefixes) {
    const expected = `at most ${most.prefixes} at a time`;
    throw limit(reading, "it has too many namespaces", { expected, got: "more" });
  }
  const colon = written.indexOf(":");
  const namespace = prefixes.address(colon < 0 ? "" : written.slice(0, colon));
  if (namespace === undefined) {
    throw syntax(reading, `the prefix of "${written}" stands for no namespace`);
  }
  const name = written.slice(colon + 1);
  const around = open.at(-1);
  if (around !== undefined) around.hasChild = true;
  const place = { file, line, column };
  open.push({
    name,
    namespace,
    attributes: kept,
    children: none,
    text: "",
    hasChild: false,
    ...place,
  });
}

const blank = /^\s*$/;
const none: XmlElement[] = [];
const noAttributes: ReadonlyMap<string, string> = new Map();

/** All attributes but declarations of namespaces. */
function keptAttributes(
  reading: Reading,
  attributes: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  let kept: Map<string, string> | undefined;
  let count = 0;
  for (const name in attributes) {
    count++;
    if (declaresNamespace(name)) continue;
    kept ??= new Map();
    kept.set(name, attributes[name] ?? "");
  }
  if (count > most.attributes) {
    const expected = `at most ${most.attributes}`;
    throw limit(reading, "an element has too many attributes", { expected, got: String(count) });
  }
  return kept ?? noAttributes;
}

function closeElement(reading: Reading): void {
  const { open, streamed } = reading;
  const element = open.pop();
  if (element === undefined) return;
  reading.prefixes.leave();
  const around = open.at(-1);
  if (around === undefined) {
    reading.root = element;
    return;
  }
  const taken = streamed.get(element.name);
  if (taken !== undefined) {
    taken(element, around);
    return;
  }
  if (++reading.kept > most.kept) {
    const expected = `at most ${most.kept} beside those that are read one by one`;
    throw limit(reading, "it has too many elements", { expected, got: "more" });
  }
  // Shared by all that have no children, until they have one.
  if (around.children === none) around.children = [element];
  else around.children.push(element);
}

function syntax(reading: Reading, reason: string): Error {
  return XML_SYNTAX({ place: here(reading), reason });
}

function limit(
  reading: Reading,
  what: string,
  { expected, got }: { readonly expected: string; readonly got: string },
): Error {
  return XML_LIMIT({ place: here(reading), what, expected, got });
}

function here({ file, parser }: Reading): string {
  return `${file}:${parser.line}:${parser.columnIndex}`;
}

/** What the parser says is wrong, as the end of a sentence: without its place and stop. */
function reasonOf(message: string): string {
  return message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
}
