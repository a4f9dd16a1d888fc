import { SpikeLoomError } from "@spikeloom/kernel";
import { checkLength } from "./bounds.ts";
import { binary, name } from "./build.ts";
import { statementSyntax, statementTarget } from "./errors.ts";
import type { ArithmeticKind, Expression } from "./expression.ts";
import { builtinMeaning } from "./identifiers.ts";
import { parseStretch } from "./parse-expression.ts";
import { lineFinder, maskComments } from "./source-lines.ts";

/** Assignment operators of statements. */
export type AssignmentOperator = "=" | "+=" | "-=" | "*=" | "/=" | "//=" | "%=" | "**=";

/** `target operator expression`. */
export interface Statement {
  readonly target: string;
  readonly operator: AssignmentOperator;
  /** Offsets in it count from the start of the whole text. */
  readonly expression: Expression;
  /** From 1. */
  readonly line: number;
}

/** Parsed statements of a text and its errors (at most 100). */
export interface StatementBlock {
  readonly statements: readonly Statement[];
  readonly errors: readonly SpikeLoomError[];
}

const mostErrors = 100;
const assignment = /([A-Za-z_]\w*)\s*(\*\*=|\/\/=|[-+*/%]=|=(?!=))/y;

const kinds: Readonly<Record<Exclude<AssignmentOperator, "=">, ArithmeticKind>> = {
  "+=": "add",
  "-=": "subtract",
  "*=": "multiply",
  "/=": "divide",
  "//=": "floor_divide",
  "%=": "modulo",
  "**=": "power",
};

/**
 * Parse the statements of a reset or an event and collect all errors.
 *
 * One statement per line, or several separated by `;`; comments begin with `#`; a line continues while a parenthesis is open.
 */
export function readStatements(text: string, place?: string): StatementBlock {
  const statements: Statement[] = [];
  const errors: SpikeLoomError[] = [];
  try {
    checkLength(text, place);
    const source = maskComments(text);
    const locate = lineFinder(source);
    for (const [from, to] of splitStatements(source)) {
      if (errors.length >= mostErrors) break;
      try {
        statements.push({
          ...readStatement({ text: source, place }, from, to),
          line: locate(from).line,
        });
      } catch (error) {
        errors.push(coded(error));
      }
    }
  } catch (error) {
    errors.push(coded(error));
  }
  return { statements, errors };
}

/** Write `x += e` as `x = x + e`. */
export function expandStatement(statement: Statement): Statement {
  const { target, operator, expression } = statement;
  if (operator === "=") return statement;
  return {
    ...statement,
    operator: "=",
    expression: binary(kinds[operator], [name(target), expression]),
  };
}

/** Cut at line ends and semicolons outside parentheses; blank pieces are left out. */
function splitStatements(text: string): [from: number, to: number][] {
  const pieces: [number, number][] = [];
  let depth = 0;
  let from = 0;
  const cut = (to: number): void => {
    const piece = text.slice(from, to);
    const begin = from + piece.length - piece.trimStart().length;
    if (piece.trim() !== "") pieces.push([begin, begin + piece.trim().length]);
    from = to + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "(") depth += 1;
    else if (character === ")") depth = Math.max(0, depth - 1);
    else if (character === ";" || ((character === "\n" || character === "\r") && depth === 0)) {
      cut(at);
      depth = 0;
    }
  }
  cut(text.length);
  return pieces;
}

function readStatement(
  source: { readonly text: string; readonly place: string | undefined },
  from: number,
  to: number,
): Omit<Statement, "line"> {
  assignment.lastIndex = from;
  const match = assignment.exec(source.text);
  const [whole, target = "", operator = ""] = match ?? [];
  if (whole === undefined || assignment.lastIndex > to || !isOperator(operator)) {
    throw statementSyntax({
      ...source,
      at: from,
      message: "This is not a statement.",
      expected: '"name = expression", or += -= *= /= //= %= **=',
      next: "For a choice write x = where(condition, a, b).",
    });
  }
  const why = builtinMeaning(target) ?? (target === "j" ? "every synapse has it" : undefined);
  if (why !== undefined) {
    const message = `"${target}" cannot be written: ${why}.`;
    throw statementTarget({ ...source, at: from, message, next: "Choose another name." });
  }
  const expression = parseStretch({ ...source, from: from + whole.length, to });
  return { target, operator, expression };
}

function isOperator(text: string): text is AssignmentOperator {
  return text === "=" || Object.hasOwn(kinds, text);
}

function coded(error: unknown): SpikeLoomError {
  if (error instanceof SpikeLoomError) return error;
  throw error;
}
