import type { BinaryKind, Expression } from "@spikeloom/equations";
import { LEMS_EXPRESSION } from "./errors.ts";
import { binary, number, select } from "./tree.ts";

interface Reader {
  readonly text: string;
  readonly place: string;
  readonly tokens: readonly string[];
  next: number;
  depth: number;
}

const TOKEN =
  /\s*(\.(?:gt|lt|geq|leq|eq|neq|and|or)\.|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_]*|[-+*/^()])/y;

const logical: Readonly<Record<string, BinaryKind>> = { ".and.": "and", ".or.": "or" };
const comparisons: Readonly<Record<string, BinaryKind>> = {
  ".gt.": "greater",
  ".lt.": "less",
  ".geq.": "greater_equal",
  ".leq.": "less_equal",
  ".eq.": "equal",
  ".neq.": "not_equal",
};

const most = { length: 100_000, depth: 200 };

/**
 * Parse a LEMS expression; names are unchanged.
 *
 * As in jLEMS: a sign binds more tightly than a power after another operator, and less tightly than a product at the
 * start; `/` binds more tightly than `*`, and `-` more tightly than `+`; `log` and `ln` are the natural logarithm,
 * `H(0)` is 0.5, `random(x)` is between 0 and x, and `factorial(x)` is defined up to 22.
 */
export function parseLems(text: string, place: string): Expression {
  if (text.length > most.length) throw fault({ text: text.slice(0, 60), place }, "it is too long");
  const reader: Reader = { text, place, tokens: tokensOf(text, place), next: 0, depth: 0 };
  const tree = readLogical(reader);
  if (reader.next < reader.tokens.length) {
    throw fault(reader, `"${reader.tokens[reader.next]}" is not allowed there`);
  }
  return tree;
}

function tokensOf(text: string, place: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) {
      const rest = text.slice(at).trim();
      if (rest === "") break;
      throw fault({ text, place }, `"${rest.slice(0, 20)}" is not recognised`);
    }
    tokens.push(token);
  }
  return tokens;
}

function readLogical(reader: Reader): Expression {
  let left = readComparison(reader);
  for (let kind = take(reader, logical); kind !== undefined; kind = take(reader, logical)) {
    left = { kind, left, right: readComparison(reader) };
  }
  return left;
}

function readComparison(reader: Reader): Expression {
  const left = readSum(reader);
  const kind = take(reader, comparisons);
  return kind === undefined ? left : { kind, left, right: readSum(reader) };
}

/** Numeric operators, lowest precedence first. */
const levels: readonly Readonly<Record<string, BinaryKind>>[] = [
  { "+": "add" },
  { "-": "subtract" },
  { "*": "multiply" },
  { "/": "divide" },
  { "^": "power" },
];

function readSum(reader: Reader, level = 0): Expression {
  const operators = levels[level];
  if (operators === undefined) return readSigned(reader);
  const isNegative = level === 1 && peek(reader) === "-";
  if (isNegative) reader.next++;
  const first = readSum(reader, level + 1);
  let left: Expression = isNegative ? { kind: "negate", of: first } : first;
  for (let kind = take(reader, operators); kind !== undefined; kind = take(reader, operators)) {
    left = { kind, left, right: readSum(reader, level + 1) };
  }
  return left;
}

function readSigned(reader: Reader): Expression {
  if (peek(reader) !== "-" && peek(reader) !== "+") return readAtom(reader);
  const sign = reader.tokens[reader.next++];
  if (++reader.depth > most.depth) throw fault(reader, "it is nested too deeply");
  const of = readSigned(reader);
  reader.depth--;
  return sign === "-" ? { kind: "negate", of } : of;
}

function readAtom(reader: Reader): Expression {
  const token = reader.tokens[reader.next++];
  if (token === undefined) throw fault(reader, "it ends unexpectedly");
  if (token === "(") return readGroup(reader);
  if (/^[.\d]/.test(token) && !token.startsWith(".g")) {
    const value = Number(token);
    if (Number.isFinite(value)) return { kind: "number", value };
  }
  if (!/^[A-Za-z_]/.test(token)) throw fault(reader, `"${token}" is not allowed there`);
  if (peek(reader) !== "(") return { kind: "name", name: token };
  reader.next++;
  return call(reader, token, readGroup(reader));
}

function readGroup(reader: Reader): Expression {
  if (++reader.depth > most.depth) throw fault(reader, "it is nested too deeply");
  const inside = readLogical(reader);
  if (reader.tokens[reader.next++] !== ")") throw fault(reader, 'a ")" is missing');
  reader.depth--;
  return inside;
}

const functions: Readonly<Record<string, string>> = {
  sin: "sin",
  cos: "cos",
  tan: "tan",
  sinh: "sinh",
  cosh: "cosh",
  tanh: "tanh",
  exp: "exp",
  sqrt: "sqrt",
  ceil: "ceil",
  abs: "abs",
  ln: "log",
  log: "log",
};

function call(reader: Reader, name: string, of: Expression): Expression {
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known !== undefined) return { kind: "call", name: known, args: [of] };
  if (name === "H") return step(of);
  if (name === "factorial") return factorial(of);
  if (name === "random") {
    return { kind: "multiply", left: of, right: { kind: "call", name: "rand", args: [] } };
  }
  throw fault(reader, `"${name}" is not a known function`);
}

/** The largest integer whose factorial is exact in double precision. */
const mostFactorial = 22;

/** Factorial; NaN for negative numbers and non-integers. */
function factorial(of: Expression): Expression {
  let product: Expression = number(1);
  for (let k = 2; k <= mostFactorial; k++) {
    const factor = select(binary("greater_equal", of, number(k)), number(k), number(1));
    product = binary("multiply", product, factor);
  }
  const isWhole = binary("equal", of, { kind: "call", name: "floor", args: [of] });
  const has = binary("and", isWhole, binary("less_equal", number(0), of));
  const inRange = binary("and", has, binary("less_equal", of, number(mostFactorial)));
  return select(inRange, product, { kind: "call", name: "sqrt", args: [number(-1)] });
}

/** The Heaviside function, 0.5 at 0. */
function step(of: Expression): Expression {
  const otherwise = select(binary("equal", of, number(0)), number(0.5), number(0));
  return select(binary("greater", of, number(0)), number(1), otherwise);
}

function take(
  reader: Reader,
  operators: Readonly<Record<string, BinaryKind>>,
): BinaryKind | undefined {
  const token = peek(reader);
  if (token === undefined || !Object.hasOwn(operators, token)) return undefined;
  reader.next++;
  return operators[token];
}

function peek(reader: Reader): string | undefined {
  return reader.tokens[reader.next];
}

function fault({ text, place }: Pick<Reader, "text" | "place">, reason: string): Error {
  return LEMS_EXPRESSION({ text: text.trim(), place, reason });
}
