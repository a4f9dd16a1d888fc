import { XML_LIMIT, XML_SYNTAX } from "./errors.ts";

/** A start tag; the object is reused for the next one. */
export interface StartTag {
  /** With prefix. */
  name: string;
  /** Attribute names; shared by tags with the same names. */
  names: readonly string[];
  values: string[];
  /** Whether an attribute declares a namespace. */
  declares: boolean;
  /** Whether an attribute has a prefix. */
  prefixed: boolean;
  line: number;
  column: number;
}

/** Receives the contents of a file in order. */
export interface XmlEvents {
  /** Receive a start tag; its lists may be kept, but not the object itself. */
  open(tag: StartTag, scan: Scan): void;
  close(scan: Scan): void;
  /** Receive text or part of it; white space before a start tag is omitted. */
  text(piece: string): void;
}

/** Shape of the last element with a name; the next one usually has the same. */
export interface Shape {
  readonly name: string;
  attributes: readonly string[];
  declares: boolean;
  prefixed: boolean;
  /** Name of the element that followed it. */
  next: Shape | undefined;
}

/** Create the shape of a new name. */
export function newShape(name: string): Shape {
  return { name, attributes: [], declares: false, prefixed: false, next: undefined };
}

/** State of a scan. */
export interface Scan {
  readonly file: string;
  readonly events: XmlEvents;
  /** Rest of the earlier pieces, and the latest one. */
  text: string;
  /** Offset in it of the next tag, text or comment. */
  at: number;
  /** Whether no more pieces follow. */
  isLast: boolean;
  /** Whether anything was read before which an XML declaration would have to be. */
  isBegun: boolean;
  hasRoot: boolean;
  /** Names of open elements. */
  readonly open: string[];
  readonly tag: StartTag;
  readonly names: Map<string, string>;
  readonly shapes: Map<string, Shape>;
  shape: Shape;
  line: number;
  /** Offset of the line's start in the text; negative if before it. */
  lineStart: number;
  /** Offset of the line's end in the text. */
  lineEnd: number;
}

/** Create a scan. */
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

/** Value used for an end in a later piece. */
export const cut = -1;

/** Advance to an offset of the text, counting lines. */
export function countLines(scan: Scan, at: number): void {
  while (scan.lineEnd < at) {
    scan.line++;
    scan.lineStart = scan.lineEnd + 1;
    scan.lineEnd = lineEndFrom(scan.text, scan.lineStart);
  }
}

/** Return the end of a line. */
export function lineEndFrom(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? Number.POSITIVE_INFINITY : end;
}

/** Position of a character of the text, for errors: `net.nml:12:4`. */
function placeAt(scan: Scan, at: number): string {
  countLines(scan, at);
  return `${scan.file}:${scan.line}:${at - scan.lineStart + 1}`;
}

/** Error of a file that is not well-formed XML. */
export function syntaxError(scan: Scan, at: number, reason: string): Error {
  return XML_SYNTAX({ place: placeAt(scan, at), reason });
}

/** Error of refused content. */
export function limitError(
  scan: Scan,
  what: string,
  { expected, got }: { readonly expected: string; readonly got: string },
): Error {
  return XML_LIMIT({ place: placeAt(scan, scan.at), what, expected, got });
}
