import { XML_WRITE } from "./errors.ts";

/** An element to be written. */
export interface XmlOutput {
  readonly name: string;
  /** In writing order; undefined ones are omitted. */
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly text?: string;
  /** Iterated lazily, so that millions can be generated while writing. */
  readonly children?: Iterable<XmlOutput>;
}

const pieceCharacters = 2 ** 16;

/** Write an element and its contents as an XML file, piece by piece. */
export async function* xmlPieces(root: XmlOutput): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '<?xml version="1.0" encoding="UTF-8"?>\n';
  for (const line of lines(root, "")) {
    text += line;
    if (text.length < pieceCharacters) continue;
    yield encoder.encode(text);
    text = "";
  }
  if (text !== "") yield encoder.encode(text);
}

function* lines(element: XmlOutput, indent: string): Generator<string> {
  const { name, text } = element;
  const tag = `${indent}<${name}${attributesOf(element)}`;
  let isOpen = false;
  for (const child of element.children ?? []) {
    if (!isOpen) yield `${tag}>${text === undefined ? "" : escaped(text, name)}\n`;
    isOpen = true;
    yield* lines(child, `${indent}    `);
  }
  if (isOpen) yield `${indent}</${name}>\n`;
  else yield text === undefined ? `${tag}/>\n` : `${tag}>${escaped(text, name)}</${name}>\n`;
}

function attributesOf({ name, attributes = {} }: XmlOutput): string {
  let text = "";
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    const place = `${name}: ${key}`;
    const written = typeof value === "number" ? xmlNumber(value, place) : value;
    text += ` ${key}="${quoted(written, place)}"`;
  }
  return text;
}

/** Format a number for NeuroML and LEMS: no plus sign in exponents, no infinity. */
export function xmlNumber(value: number, place: string): string {
  if (!Number.isFinite(value)) throw XML_WRITE({ place, got: String(value) });
  return String(value).replace("e+", "e");
}

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Escape text between tags so that it is read back unchanged. */
function escaped(text: string, place: string): string {
  return allowed(text, place).replace(/[&<>\r]/g, (one) => references[one] ?? one);
}

/** Escape an attribute value, in which white space would otherwise become spaces. */
function quoted(text: string, place: string): string {
  return allowed(text, place).replace(/[&<>"\t\n\r]/g, (one) => references[one] ?? one);
}

/** Refuse characters that XML 1.0 cannot represent: most control characters, and unpaired surrogates. */
function allowed(text: string, place: string): string {
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    const isBlank = code === 9 || code === 10 || code === 13;
    if ((code < 32 && !isBlank) || code >= 0xfffe) throw XML_WRITE({ place, got: said(text) });
  }
  // Unpaired surrogates would be replaced when text is encoded.
  if (!/^\P{Surrogate}*$/u.test(text)) throw XML_WRITE({ place, got: said(text) });
  return text;
}

function said(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
