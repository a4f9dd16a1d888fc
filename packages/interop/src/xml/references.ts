import { areCharacters } from "./characters.ts";

const entities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * Resolve character references: `&lt;`, `&#955;`, `&#x3bb;`.
 *
 * Invalid ones are passed to `refuse`, with their offset in the text.
 */
export function resolved(text: string, refuse: (reason: string, at: number) => Error): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^&;]*)(;?)/g, (written, name: string, end: string, at: number) => {
    if (end === "") throw refuse("an & does not start a reference: write &amp;", at);
    const found = entities.get(name) ?? numbered(name);
    if (found !== undefined) return found;
    const shown = JSON.stringify(written.slice(0, 80));
    throw refuse(`the reference ${shown} is undefined`, at);
  });
}

function numbered(name: string): string | undefined {
  const [, hex, digits] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name) ?? [];
  if (hex === undefined && digits === undefined) return undefined;
  const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
  if (!(code <= 0x10ffff)) return undefined;
  const one = String.fromCodePoint(code);
  return areCharacters(one) ? one : undefined;
}
