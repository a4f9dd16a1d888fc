import type { XmlAttributes } from "./attributes.ts";

/** An element of an XML file. */
export interface XmlElement {
  /** Without a prefix. */
  readonly name: string;
  /** The address that its prefix stands for; empty where there is none. */
  readonly namespace: string;
  readonly attributes: XmlAttributes;
  readonly children: readonly XmlElement[];
  /** All text that stands in it itself, but for blanks around its children. */
  readonly text: string;
  /** Of the file that it stands in. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

/** Say where an element stands, for errors: `net.nml:12:4`. */
export function placeOf({ file, line, column }: XmlElement): string {
  return `${file}:${line}:${column}`;
}
