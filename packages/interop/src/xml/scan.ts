import { XML_LIMIT, XML_SYNTAX } from "./errors.ts";

/** A start tag that was read; the record is that of the next one, too. */
export interface StartTag {
  /** With its prefix. */
  name: string;
  /** Names of its attributes; shared by tags that have the same. */
  names: readonly string[];
  values: string[];
  /** Whether one of them declares a namespace. */
  declares: boolean;
  /** Whether one of them has a prefix. */
  prefixed: boolean;
  line: number;
  column: number;
}

/** Takes what a file has, in its order. */
export interface XmlEvents {
  /** Take a start tag; keep its lists, but not itself. */
  open(tag: StartTag, scan: Scan): void;
  close(scan: Scan): void;
  /** Take a text, or a part of one; blanks before a start tag are none. */
  text(piece: string): void;
}

/** What the last element of a name had: the next one has the same, mostly. */
export interface Shape {
  readonly name: string;
  attributes: readonly string[];
  declares: boolean;
  prefixed: boolean;
  /** Of the element that came behind it. */
  next: Shape | undefined;
}

/** Make the shape of a name that was not there before. */
export function newShape(name: string): Shape {
  return { name, attributes: [], declares: false, prefixed: false, next: undefined };
}

/** How far a file is scanned. */
export interface Scan {
  readonly file: string;
  readonly events: XmlEvents;
  /** What is left of the pieces before, and the one that came last. */
  text: string;
  /** Where in it the next tag, text or comment begins. */
  at: number;
  /** Whether no piece is to come. */
  isLast: boolean;
  /** Whether anything was read that an XML declaration would have to stand before. */
  isBegun: boolean;
  hasRoot: boolean;
  /** Names of open elements. */
  readonly open: string[];
  readonly tag: StartTag;
  readonly names: Map<string, string>;
  readonly shapes: Map<string, Shape>;
  shape: Shape;
  line: number;
  /** Where in the text the line begins; before it where it is negative. */
  lineStart: number;
  /** Where in the text the line ends. */
  lineEnd: number;
}

/** Make a scan that begins. */
export function newScan(file: string, events: XmlEvents): Scan {
  return {
    file,
    events,
    text: "",
    at: 0,
    isLast: false,
    isBegun: false,
    hasRoot: false,
    open: [],
    tag: {
      name: "",
      names: [],
      values: [],
      declares: false,
      prefixed: false,
      line: 1,
      column: 1,
    },
    names: new Map(),
    shapes: new Map(),
    shape: newShape(""),
    line: 1,
    lineStart: 0,
    lineEnd: Number.POSITIVE_INFINITY,
  };
}

/** What stands in the place of an end where it is in a piece to come. */
export const cut = -1;

/** Go on to a place of the text, and count its lines. */
export function countLines(scan: Scan, at: number): void {
  while (scan.lineEnd < at) {
    scan.line++;
    scan.lineStart = scan.lineEnd + 1;
    scan.lineEnd = lineEndFrom(scan.text, scan.lineStart);
  }
}

/** Say where a line ends. */
export function lineEndFrom(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? Number.POSITIVE_INFINITY : end;
}

/** The place of a character of the text, for errors: `net.nml:12:4`. */
function placeAt(scan: Scan, at: number): string {
  countLines(scan, at);
  return `${scan.file}:${scan.line}:${at - scan.lineStart + 1}`;
}

/** The error of a file that is no well-formed XML. */
export function syntaxError(scan: Scan, at: number, reason: string): Error {
  return XML_SYNTAX({ place: placeAt(scan, at), reason });
}

/** The error of what is refused. */
export function limitError(
  scan: Scan,
  what: string,
  { expected, got }: { readonly expected: string; readonly got: string },
): Error {
  return XML_LIMIT({ place: placeAt(scan, scan.at), what, expected, got });
}
