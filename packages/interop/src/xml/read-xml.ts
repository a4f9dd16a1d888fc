import type { ByteSource } from "@spikeloom/kernel";
import { ListedAttributes, type XmlAttributes } from "./attributes.ts";
import {
  attributesFault,
  declaresNamespace,
  elementFault,
  firstNamespaces,
  type Namespaces,
  namespacesIn,
} from "./namespaces.ts";
import { limitError, type Scan, type StartTag, syntaxError } from "./scan.ts";
import { scanXml } from "./scan-xml.ts";
import { textPieces } from "./text-pieces.ts";
import type { XmlElement } from "./xml-element.ts";

/** Options for reading a file. */
export interface XmlReading {
  /**
   * Elements that are passed on at their end, by name, instead of being stored in their parent.
   *
   * The parent's attributes and earlier children are known by then.
   */
  readonly streamed?: ReadonlyMap<string, StreamedElement>;
}

/** Receives an element that is not stored, and its parent. */
export type StreamedElement = (element: XmlElement, around: XmlElement) => void;

/** Limits for a file, documented in specs/files. */
const most = { depth: 64, prefixes: 64, kept: 500_000 };

/** An element that is still open. */
interface Open extends XmlElement {
  children: XmlElement[];
  text: string;
  /** Whether it has a child, stored or passed on. */
  hasChild: boolean;
  readonly prefixes: Namespaces;
}

/** State of reading one file. */
interface Reading {
  readonly file: string;
  readonly streamed: ReadonlyMap<string, StreamedElement>;
  readonly open: Open[];
  root: XmlElement | undefined;
  kept: number;
}

/**
 * Read an XML file incrementally and return its root element.
 *
 * Throws `SL_XML_SYNTAX` if it is not well-formed, and `SL_XML_LIMIT` for refused content: a document type, or more
 * levels, attributes, prefixes or elements than specs/files allows.
 */
export async function readXml(
  source: ByteSource,
  { streamed = new Map() }: XmlReading = {},
): Promise<XmlElement> {
  const reading: Reading = { file: source.name, streamed, open: [], root: undefined, kept: 0 };
  await scanXml(source.name, textPieces(source), {
    open: (tag, scan) => openElement(reading, tag, scan),
    close: (scan) => closeElement(reading, scan),
    text: (piece) => addText(reading, piece),
  });
  // A file without an element has been refused before.
  return reading.root as XmlElement;
}

const blank = /^\s*$/;
const none: XmlElement[] = [];

function addText({ open }: Reading, piece: string): void {
  const around = open.at(-1);
  // White space after hundreds of thousands of elements is not text of their parent.
  if (around === undefined || (around.hasChild && blank.test(piece))) return;
  around.text += piece;
}

function openElement({ open, file }: Reading, tag: StartTag, scan: Scan): void {
  if (open.length >= most.depth) {
    const expected = `at most ${most.depth} levels`;
    throw limitError(scan, "elements are nested too deeply", { expected, got: "more" });
  }
  const around = open.at(-1);
  if (around !== undefined) around.hasChild = true;
  const prefixes = prefixesIn(around?.prefixes ?? firstNamespaces, tag, scan);
  const { name: written, line, column } = tag;
  checkPrefixes(tag, prefixes, scan);
  const colon = written.indexOf(":");
  const namespace = prefixes.get(colon < 0 ? "" : written.slice(0, colon)) as string;
  // A single literal: objects built in several steps take several times as long.
  open.push({
    name: colon < 0 ? written : written.slice(colon + 1),
    namespace,
    attributes: attributesOf(tag),
    children: none,
    text: "",
    file,
    line,
    column,
    hasChild: false,
    prefixes,
  });
}

/** Refuse names with undeclared or invalid prefixes. */
function checkPrefixes(tag: StartTag, prefixes: Namespaces, scan: Scan): void {
  const { name, names, values } = tag;
  const isMarked = tag.prefixed || tag.declares;
  const fault =
    elementFault(name, prefixes) ??
    (isMarked ? attributesFault(names, values, prefixes) : undefined);
  if (fault !== undefined) throw syntaxError(scan, scan.at, fault.slice(0, 240));
}

function prefixesIn(around: Namespaces, tag: StartTag, scan: Scan): Namespaces {
  if (!tag.declares) return around;
  const inside = namespacesIn(around, tag.names, tag.values);
  if (inside.size <= most.prefixes) return inside;
  const expected = `at most ${most.prefixes} in scope`;
  throw limitError(scan, "it has too many namespaces", { expected, got: "more" });
}

/** All attributes except namespace declarations. */
function attributesOf({ names, values, declares }: StartTag): XmlAttributes {
  if (!declares) return new ListedAttributes(names, values);
  const kept = [...names.keys()].filter((k) => !declaresNamespace(names[k] as string));
  const of = (list: readonly string[]) => kept.map((k) => list[k] as string);
  return new ListedAttributes(of(names), of(values));
}

function closeElement(reading: Reading, scan: Scan): void {
  const { open, streamed } = reading;
  const element = open.pop() as Open;
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
    const expected = `at most ${most.kept} besides those read one by one`;
    throw limitError(scan, "it has too many elements", { expected, got: "more" });
  }
  // Shared by all elements without children.
  if (around.children === none) around.children = [element];
  else around.children.push(element);
}
