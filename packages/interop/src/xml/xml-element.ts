import type { XmlAttributes } from "./attributes.ts";

/** An element of an XML file. */
export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  /** Namespace URI of its prefix; empty if none. */
  readonly namespace: string;
  readonly attributes: XmlAttributes;
  readonly children: readonly XmlElement[];
  /** Its own text, without white space around children. */
  readonly text: string;
  /** File that contains it. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

/** Format an element's position for errors: `net.nml:12:4`. */
export function placeOf({ file, line, column }: XmlElement): string {
  return `${file}:${line}:${column}`;
}
