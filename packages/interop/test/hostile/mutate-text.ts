import type { Draw } from "../../../../tools/test/draws.ts";

/** Mutate words, pairs of brackets or names of a text, like someone who knows the format. */
export function mutateText(text: string, names: readonly string[], draw: Draw): string {
  let changed = text;
  for (let left = 1 + draw(3); left > 0; left--) {
    if (draw(8) === 0) changed = named(changed, names, draw);
    else changed = changes[draw(changes.length)]?.(changed, draw) ?? changed;
  }
  return changed;
}

/** Name a file of the seed instead of another: files that include themselves, or each other. */
function named(text: string, names: readonly string[], draw: Draw): string {
  const files = tokensOf(text).filter(([token]) => /^"[^"]*\.\w{2,5}"$/.test(token));
  return replaced(text, pick(files, draw), JSON.stringify(pick(names, draw) ?? ""));
}

/** Words, numbers, texts in quotes, tags, and single signs. */
const token = /"[^"]*"|<[^>]*>|[\w.$+-]+|[^\s\w]/g;

function tokensOf(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(token)];
}

function pick<T>(list: readonly T[], draw: Draw): T | undefined {
  return list[draw(Math.max(1, list.length))];
}

function replaced(text: string, found: RegExpExecArray | undefined, by: string): string {
  if (found === undefined) return text;
  return text.slice(0, found.index) + by + text.slice(found.index + found[0].length);
}

const words = [
  ...["../secret.txt", "/etc/passwd", "C:\\secret.txt", "link/secret.txt", ".", ""],
  ...["http://example.org/x", "file:///etc/passwd", "\\\\host\\share"],
  ...["-1", "1e999", "NaN", "null", "9007199254740993", "4294967296", "1e15", "0.5", "{}", "[]"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "\0",
    "\ud800",
    "%00",
    "&xxe;",
    "$BASE",
    "$",
    "{BASE}",
  ],
];

const entities =
  '<!DOCTYPE a [<!ENTITY x0 "ha"><!ENTITY x1 "&x0;&x0;"><!ENTITY xxe SYSTEM "file:///etc/passwd">]>';

/** Maximum length after repetition. */
const mostLetters = 2 ** 21;

type Change = (text: string, draw: Draw) => string;

const changes: readonly Change[] = [
  // A word in the place of another, or one from the list.
  (text, draw) => {
    const tokens = tokensOf(text);
    return replaced(text, pick(tokens, draw), pick(tokens, draw)?.[0] ?? "");
  },
  (text, draw) => {
    const word = pick(words, draw) ?? "";
    const found = pick(tokensOf(text), draw);
    return replaced(text, found, found?.[0].startsWith('"') ? JSON.stringify(word) : word);
  },
  // A piece omitted, or repeated many times.
  (text, draw) => replaced(text, pick(tokensOf(text), draw), ""),
  (text, draw) => {
    const found = pick(tokensOf(text), draw);
    const piece = found?.[0] ?? "";
    const most = Math.floor(mostLetters / Math.max(1, piece.length));
    return replaced(text, found, piece.repeat(Math.min(most, 2 + draw(2000))));
  },
  (text, draw) => {
    const [a, b] = [draw(text.length + 1), draw(text.length + 1)];
    const piece = text.slice(Math.min(a, b), Math.max(a, b));
    return text.slice(0, b) + piece.slice(0, 5000) + text.slice(b);
  },
  // Nesting, entities, other encodings.
  (text, draw) => {
    const [open, close] = pick(
      [
        ["[", "]"],
        ['{"a":', "}"],
        ["<a>", "</a>"],
      ],
      draw,
    ) ?? ["", ""];
    const depth = 1 + draw(20_000);
    return replaced(text, pick(tokensOf(text), draw), open.repeat(depth) + close.repeat(depth));
  },
  (text) => text.replace(/(<\?[^>]*\?>)?/, (head) => head + entities),
  (text, draw) => text.slice(0, draw(text.length + 1)),
];
