import { expressionSyntax, expressionUnsupported } from "./errors.ts";

/** A token of the expression language. */
export interface Token {
  readonly kind: "number" | "name" | "operator" | "end";
  readonly text: string;
  readonly at: number;
}

const space = /\s*/y;
const word =
  /((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\*\*|\/\/|<<|>>|<=|>=|==|!=|[-+*/%^<>(),])/y;

/** Spellings from Python or C with their equivalents here. */
const foreign: Readonly<Record<string, readonly [what: string, next: string]>> = {
  "[": ["Indexing", "Give the element a name of its own."],
  "]": ["Indexing", "Give the element a name of its own."],
  ".": ["Attribute access", "Use the plain name of the variable."],
  "'": ["A string", "Use names and numbers only."],
  '"': ["A string", "Use names and numbers only."],
  "`": ["A string", "Use names and numbers only."],
  "=": ["An assignment", 'Write "==" to compare.'],
  "&": ["A bit operator", 'Write "and" to join conditions.'],
  "|": ["A bit operator", 'Write "or" to join conditions.'],
  "~": ["A bit operator", 'Write "not" to negate a condition.'],
  "!": ["The C operator", 'Write "not" to negate a condition.'],
  "?": ["A conditional expression", "Write where(condition, then, otherwise)."],
  ":": ["A colon", "Write where(condition, then, otherwise) for a choice."],
  "{": ["A set or dictionary", "Use parentheses for grouping."],
  "}": ["A set or dictionary", "Use parentheses for grouping."],
  "@": ["The matrix product", "Write out the sum."],
  ";": ["A second statement", "Put each statement in a text or line of its own."],
};

/** A range of a text to be parsed, and its context. */
export interface Stretch {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly place?: string | undefined;
}

/** Split an expression into tokens; the last one is of kind `end`. */
export function tokenize({ text, from, to, place }: Stretch): readonly Token[] {
  const source = to === text.length ? text : text.slice(0, to);
  const tokens: Token[] = [];
  let at = from;
  for (;;) {
    space.lastIndex = at;
    space.test(source);
    at = space.lastIndex;
    if (at >= to) break;
    word.lastIndex = at;
    const match = word.exec(source);
    if (match === null) throw refuseCharacter({ text, at, place });
    const [whole, digits, identifier] = match;
    const kind = digits !== undefined ? "number" : identifier !== undefined ? "name" : "operator";
    if (whole === "<<" || whole === ">>") {
      const next = "Multiply or divide by a power of two.";
      const message = `A bit operator ("${whole}") is not part of the equation language.`;
      throw expressionUnsupported({ text, at, place, message, next });
    }
    tokens.push({ kind, text: whole, at });
    at = word.lastIndex;
  }
  tokens.push({ kind: "end", text: "", at: to });
  return tokens;
}

function refuseCharacter(where: { text: string; at: number; place: string | undefined }): Error {
  const character = String.fromCodePoint(where.text.codePointAt(where.at) ?? 0);
  const known = Object.hasOwn(foreign, character) ? foreign[character] : undefined;
  if (known === undefined) {
    const message = `The character ${JSON.stringify(character)} is not part of the equation language.`;
    return expressionSyntax({
      ...where,
      message,
      next: "Use ASCII letters, digits and operators.",
    });
  }
  const [what, next] = known;
  const message = `${what} ("${character}") is not part of the equation language.`;
  return expressionUnsupported({ ...where, message, next });
}
