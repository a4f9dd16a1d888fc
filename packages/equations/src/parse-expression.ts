import { bounds, checkLength, checkSize } from "./bounds.ts";
import { binary } from "./build.ts";
import {
  expressionSize,
  expressionSyntax,
  expressionUnsupported,
  functionArity,
} from "./errors.ts";
import type { Expression } from "./expression.ts";
import { binaryKinds, precedence } from "./operators.ts";
import { pythonKeywords } from "./python-keywords.ts";
import { type Stretch, type Token, tokenize } from "./tokens.ts";

/** Parser options, and the context of the expression. */
export interface ExpressionContext {
  /** Named in errors: `lif.dynamics.v`. */
  readonly place?: string | undefined;
  /** Read `20 ms` as `20*ms`; the product binds tighter than any operator. */
  readonly juxtaposition?: boolean | undefined;
}

type Reader = Stretch & {
  readonly tokens: readonly Token[];
  readonly juxtaposition: boolean;
  next: number;
  depth: number;
};

/**
 * Parse an expression in Brian2's grammar; an error points at the column.
 *
 * Precedence is Python's. Beyond Brian2 it accepts `where(condition, then, otherwise)`, also spelled `select`, and `^` for `**`.
 * Chained comparisons are errors, as in Brian2.
 */
export function parseExpression(text: string, context: ExpressionContext = {}): Expression {
  return parseStretch({ text, from: 0, to: text.length, place: context.place }, context);
}

/** Parse an expression within a longer text; offsets refer to the whole text. */
export function parseStretch(stretch: Stretch, context: ExpressionContext = {}): Expression {
  checkLength(stretch.text, stretch.place);
  const juxtaposition = context.juxtaposition ?? false;
  const reader: Reader = {
    ...stretch,
    tokens: tokenize(stretch),
    juxtaposition,
    next: 0,
    depth: 0,
  };
  const e = readBinary(reader, precedence.or);
  if (peek(reader).kind !== "end") throw unexpected(reader, "an operator or the end");
  return checkSize(e, stretch.place);
}

function peek(reader: Reader): Token {
  const token = reader.tokens[Math.min(reader.next, reader.tokens.length - 1)];
  return token ?? { kind: "end", text: "", at: reader.to };
}

function take(reader: Reader): Token {
  const token = peek(reader);
  reader.next += 1;
  return token;
}

function nested<T>(reader: Reader, read: () => T): T {
  reader.depth += 1;
  if (reader.depth > bounds.depth) {
    throw expressionSize({ what: "nesting", limit: bounds.depth, place: reader.place });
  }
  const result = read();
  reader.depth -= 1;
  return result;
}

function readBinary(reader: Reader, least: number): Expression {
  let left = readOperand(reader, least);
  let comparison: Token | undefined;
  for (;;) {
    const token = peek(reader);
    const kind = token.kind === "number" ? undefined : binaryKinds.get(token.text);
    if (kind === undefined || precedence[kind] < least) return left;
    const level = precedence[kind];
    if (level === precedence.less) {
      if (comparison !== undefined) throw chained(reader, token);
      comparison = token;
    }
    take(reader);
    left = binary(kind, [left, readBinary(reader, level + 1)], { at: token.at });
  }
}

function readOperand(reader: Reader, least: number): Expression {
  const token = peek(reader);
  if (token.text !== "not") return readUnary(reader);
  if (least > precedence.not) {
    const next = 'Put "not ..." into parentheses.';
    throw expressionSyntax({
      ...where(reader, token),
      message: '"not" follows an operator that binds tighter.',
      next,
    });
  }
  take(reader);
  const of = nested(reader, () => readBinary(reader, precedence.not));
  return { kind: "not", of, at: token.at };
}

function readUnary(reader: Reader): Expression {
  const token = peek(reader);
  if (token.text !== "-" && token.text !== "+") return readPower(reader);
  take(reader);
  const of = nested(reader, () => readUnary(reader));
  return token.text === "+" ? of : { kind: "negate", of, at: token.at };
}

function readPower(reader: Reader): Expression {
  const left = readAtom(reader);
  const token = peek(reader);
  if (binaryKinds.get(token.text) !== "power") return left;
  take(reader);
  const right = nested(reader, () => readUnary(reader));
  return binary("power", [left, right], { at: token.at });
}

function readAtom(reader: Reader): Expression {
  const token = peek(reader);
  if (token.kind === "number") return readNumber(reader, take(reader));
  if (token.kind === "name") return readName(reader, take(reader));
  if (token.text !== "(") throw unexpected(reader, 'a number, a name or "("');
  take(reader);
  const e = nested(reader, () => readBinary(reader, precedence.or));
  if (peek(reader).text === ",") {
    throw unsupported(reader, peek(reader), ["A tuple", "Keep one expression in the parentheses."]);
  }
  close(reader, token);
  return e;
}

function readNumber(reader: Reader, token: Token): Expression {
  const e: Expression = { kind: "number", value: Number(token.text), at: token.at };
  const following = peek(reader);
  if (following.kind === "number" && following.at === token.at + token.text.length) {
    throw expressionSyntax({
      ...where(reader, following),
      message: "A number has two decimal points.",
    });
  }
  const isWord = following.kind === "name" && !pythonKeywords.has(following.text);
  if (!isWord) return e;
  if (reader.juxtaposition) {
    return binary("multiply", [e, readPower(reader)], { at: following.at });
  }
  const message = `The name "${following.text}" follows a number without an operator.`;
  const next = `Write ${token.text}*${following.text}.`;
  throw expressionSyntax({ ...where(reader, following), message, next });
}

function readName(reader: Reader, token: Token): Expression {
  if (token.text === "lambda" || token.text === "if" || token.text === "else") {
    const what = token.text === "lambda" ? "A function definition" : "A conditional expression";
    throw unsupported(reader, token, [
      what,
      "Write where(condition, then, otherwise) for a choice.",
    ]);
  }
  if (pythonKeywords.has(token.text) && token.text !== "True" && token.text !== "False") {
    throw unexpected({ ...reader, next: reader.next - 1 }, 'a number, a name or "("');
  }
  if (peek(reader).text !== "(") return { kind: "name", name: token.text, at: token.at };
  const open = take(reader);
  const args = nested(reader, () => readArguments(reader));
  close(reader, open);
  if (token.text !== "where" && token.text !== "select") {
    return { kind: "call", name: token.text, args, at: token.at };
  }
  const [condition, then, otherwise, extra] = args;
  if (!condition || !then || !otherwise || extra) {
    const message = `"${token.text}" takes a condition and two values.`;
    const got = String(args.length);
    throw functionArity({ ...where(reader, token), message, expected: "3 arguments", got });
  }
  return { kind: "select", condition, then, otherwise, at: token.at };
}

function readArguments(reader: Reader): Expression[] {
  const args: Expression[] = [];
  while (peek(reader).text !== ")") {
    args.push(readBinary(reader, precedence.or));
    if (peek(reader).text !== ",") break;
    take(reader);
  }
  return args;
}

function close(reader: Reader, open: Token): void {
  if (peek(reader).text === ")") {
    take(reader);
    return;
  }
  if (peek(reader).kind !== "end") throw unexpected(reader, 'an operator or ")"');
  const message = 'The parenthesis "(" is never closed.';
  throw expressionSyntax({ ...where(reader, open), message, next: 'Add the missing ")".' });
}

function where(
  reader: Stretch,
  token: Token,
): { text: string; at: number; place: string | undefined } {
  return { text: reader.text, at: token.at, place: reader.place };
}

function chained(reader: Reader, token: Token): Error {
  const next = 'Join two comparisons with "and".';
  return unsupported(reader, token, ["A chained comparison", next]);
}

function unsupported(reader: Reader, token: Token, [what, next]: readonly [string, string]): Error {
  const message = `${what} is not part of the equation language.`;
  return expressionUnsupported({ ...where(reader, token), message, next });
}

function unexpected(reader: Reader, expected: string): Error {
  const token = peek(reader);
  const fault = { ...where(reader, token), expected };
  if (token.kind === "end") {
    return expressionSyntax({ ...fault, message: "The expression ends too early." });
  }
  if (token.text === "if" || token.text === "else") {
    return unsupported(reader, token, [
      "A conditional expression",
      "Write where(condition, then, otherwise).",
    ]);
  }
  const message = `"${token.text}" is not valid here.`;
  return expressionSyntax({ ...fault, message, got: `"${token.text}"` });
}
