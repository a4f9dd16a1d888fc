import { SpikeLoomError, throwAll } from "@spikeloom/kernel";
import { dimensionless, parseUnit } from "@spikeloom/units";
import { checkLength } from "./bounds.ts";
import type { Equation, EquationKind, EquationUnit } from "./equation.ts";
import { flagFault } from "./equation-flags.ts";
import {
  equationDuplicate,
  equationFlag,
  equationName,
  equationSyntax,
  equationUnit,
} from "./errors.ts";
import { type EquationContext, reservedMeaning } from "./identifiers.ts";
import { parseStretch } from "./parse-expression.ts";
import { lineFinder, maskComments } from "./source-lines.ts";

/** Context of the equations. */
export interface EquationOptions {
  /** Named in errors: `populations.E.equations`. */
  readonly place?: string | undefined;
  /** Determines which flags and names are allowed; `neuron` by default. */
  readonly context?: EquationContext | undefined;
}

/** Parsed equations of a block and its errors (at most 100). */
export interface EquationBlock {
  readonly equations: readonly Equation[];
  readonly errors: readonly SpikeLoomError[];
}

interface Source {
  readonly text: string;
  readonly place: string | undefined;
  readonly context: EquationContext;
  /** Offset at which to resume if the current equation is malformed; undefined to search. */
  resume: number | undefined;
}

interface Head {
  readonly kind: EquationKind;
  readonly name: string;
  readonly at: number;
  /** Offset of the name, and the text after `=` or `:`. */
  readonly nameAt: number;
  readonly rest: number;
}

interface Found<T> {
  readonly value: T;
  readonly end: number;
}

const mostErrors = 100;
const headPattern =
  /(?:d(?<state>[A-Za-z_]\w*)[ \t]*\/[ \t]*dt[ \t]*=(?!=)|(?<plain>[A-Za-z_]\w*)[ \t]*(?<sign>=(?!=)|:))/y;

/** Parse equations in Brian2's form; throws one error that carries all. */
export function parseEquations(text: string, options: EquationOptions = {}): readonly Equation[] {
  const { equations, errors } = readEquations(text, options);
  throwAll(errors);
  return equations;
}

/**
 * Read a block of equations in Brian2's form and collect all errors.
 *
 *     dv/dt = (v_rest - v)/tau + xi*sigma : volt (unless refractory)  # a comment
 *     i_total = i_exc +
 *               i_inh : amp
 *     tau : second (constant)
 * Units may carry prefixes: they name a dimension. After an error, reading resumes at the next line that begins like an
 * equation.
 */
export function readEquations(text: string, options: EquationOptions = {}): EquationBlock {
  const { place, context = "neuron" } = options;
  const equations = new Map<string, Equation>();
  const errors: SpikeLoomError[] = [];
  const source: Source = { text: maskComments(text), place, context, resume: undefined };
  const locate = lineFinder(text);
  let at = 0;
  try {
    checkLength(text, place);
  } catch (error) {
    return { equations: [], errors: [coded(error)] };
  }
  for (;;) {
    at = skipBlank(source.text, at);
    if (at >= text.length || errors.length >= mostErrors) break;
    source.resume = undefined;
    try {
      const { value, end } = readEquation(source, at);
      source.resume = end;
      checkDuplicate(source, value, equations);
      equations.set(value.name, toEquation(value, locate));
    } catch (error) {
      errors.push(coded(error));
    }
    at = source.resume ?? nextHead(source.text, at);
  }
  return { equations: [...equations.values()], errors };
}

type ReadEquation = Head & {
  readonly expression: ReturnType<typeof parseStretch> | undefined;
  readonly unit: EquationUnit;
  readonly flags: readonly string[];
};

function readEquation(source: Source, at: number): Found<ReadEquation> {
  const head = readHead(source.text, at);
  if (head === undefined) {
    throw equationSyntax({
      ...source,
      at,
      message: "This line is not an equation.",
      expected: '"dx/dt = ... : unit", "x = ... : unit" or "x : unit"',
      next: "Begin a comment with #.",
    });
  }
  const colon = head.kind === "parameter" ? head.rest - 1 : findColon(source, head);
  source.resume = lineEnd(source.text, colon);
  const unit = readUnitText(source, head, colon + 1);
  const flags = readFlags(source, head, unit.end);
  checkName(source, head, flags.value);
  const expression =
    head.kind === "parameter"
      ? undefined
      : parseStretch({ text: source.text, from: head.rest, to: colon, place: source.place });
  return { value: { ...head, expression, unit: unit.value, flags: flags.value }, end: flags.end };
}

function toEquation(
  { kind, name, expression, unit, flags, at }: ReadEquation,
  locate: ReturnType<typeof lineFinder>,
): Equation {
  const head = { name, unit, flags, ...locate(at) };
  return kind === "parameter" || expression === undefined
    ? { kind: "parameter", ...head }
    : { kind, expression, ...head };
}

function readHead(text: string, at: number): Head | undefined {
  headPattern.lastIndex = at;
  const groups = headPattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const rest = headPattern.lastIndex;
  const { state, plain, sign } = groups;
  if (state !== undefined) return { kind: "differential", name: state, at, nameAt: at + 1, rest };
  const kind = sign === ":" ? "parameter" : "subexpression";
  return { kind, name: plain ?? "", at, nameAt: at, rest };
}

/** Find the colon of an equation; a line that begins like an equation ends the search. */
function findColon(source: Source, head: Head): number {
  const { text } = source;
  const colon = text.indexOf(":", head.rest);
  const to = colon < 0 ? text.length : colon;
  let end = to;
  for (
    let at = text.indexOf("\n", head.rest);
    at >= 0 && at < to;
    at = text.indexOf("\n", at + 1)
  ) {
    const begins = readHead(text, skipBlank(text, at)) !== undefined;
    if (!begins || continues(text.slice(head.rest, at))) continue;
    end = at;
    break;
  }
  if (end === colon) return colon;
  source.resume = end;
  throw equationSyntax({
    ...source,
    at: head.rest + text.slice(head.rest, end).trimEnd().length,
    message: `The equation of "${head.name}" has no unit.`,
    expected: '": unit" after the expression',
    next: 'Write ": 1" for a pure number.',
  });
}

function continues(before: string): boolean {
  return /(?:[-+*/%^<>=,(]|\b(?:and|or|not))\s*$/.test(before.slice(-200));
}

function readUnitText(source: Source, head: Head, from: number): Found<EquationUnit> {
  const end = indexOfAny(source.text, /[(\n\r]/g, from);
  const raw = source.text.slice(from, end);
  const text = raw.trim();
  const at = from + raw.length - raw.trimStart().length;
  const refuse = (message: string, next: string): SpikeLoomError =>
    equationUnit({ ...source, at, message, next, got: text === "" ? undefined : `"${text}"` });
  if (text === "")
    throw refuse(`The unit of "${head.name}" is missing.`, 'Write "1" for a pure number.');
  if (text === "bool") throw refuse('"bool" is not a unit.', 'Write "boolean".');
  if (text === "boolean" || text === "integer") {
    if (head.kind === "differential") {
      throw refuse(
        `The derivative of "${head.name}" needs a variable of type float.`,
        "Give it a unit.",
      );
    }
    return { value: { text, dimension: dimensionless, type: text }, end };
  }
  try {
    return { value: { text, dimension: parseUnit(text).dimension, type: "float" }, end };
  } catch (error) {
    const { summary, next } = coded(error);
    throw refuse(summary, next ?? "Use SI units.");
  }
}

function readFlags(source: Source, head: Head, from: number): Found<string[]> {
  const { text, context } = source;
  const open = skipBlank(text, from);
  if (text[open] !== "(") return { value: [], end: from };
  const close = indexOfAny(text, /[)\n\r]/g, open);
  source.resume = lineEnd(text, close);
  if (text[close] !== ")") {
    const message = 'The parenthesis "(" of the flags is never closed.';
    throw equationSyntax({ ...source, at: open, message, next: 'Add the missing ")".' });
  }
  const raw = text.slice(open + 1, close).split(",");
  const flags = raw.map((flag) => flag.trim().replaceAll(/\s+/g, " "));
  let at = open + 1;
  for (const [k, flag] of flags.entries()) {
    const fault = flagFault(flag, { kind: head.kind, context, flags });
    const lead = (raw[k] ?? "").length - (raw[k] ?? "").trimStart().length;
    if (fault !== undefined) throw equationFlag({ ...source, at: at + lead, ...fault });
    at += (raw[k] ?? "").length + 1;
  }
  const rest = indexOfAny(text, /[^ \t]/g, close + 1);
  if (rest < text.length && !/[\n\r]/.test(text[rest] ?? "")) {
    const message = "Something follows the flags.";
    throw equationSyntax({
      ...source,
      at: rest,
      message,
      next: "Begin the next equation on a new line.",
    });
  }
  return { value: flags, end: rest };
}

function checkName(source: Source, head: Head, flags: readonly string[]): void {
  const isSummed = flags.includes("summed");
  const side = /_(?:pre|post)$/.exec(head.name);
  const name = isSummed && side !== null ? head.name.slice(0, side.index) : head.name;
  if (isSummed && side === null) {
    const message = `"${head.name}" is summed, so its name must say on which side.`;
    const next = `Call it ${head.name}_post or ${head.name}_pre.`;
    throw equationName({ ...source, at: head.nameAt, message, next });
  }
  const why = reservedMeaning(name, source.context);
  if (why === undefined) return;
  const message = `"${head.name}" cannot be the name of a variable: ${why}.`;
  throw equationName({ ...source, at: head.nameAt, message, next: "Choose another name." });
}

function checkDuplicate(
  source: Source,
  { name, nameAt }: Head,
  equations: ReadonlyMap<string, Equation>,
): void {
  const first = equations.get(name);
  if (first === undefined) return;
  const message = `"${name}" is defined a second time.`;
  const next = `The first definition is in line ${first.line}; remove one of them.`;
  throw equationDuplicate({ ...source, at: nameAt, message, next });
}

function skipBlank(text: string, at: number): number {
  return indexOfAny(text, /\S/g, at);
}

function lineEnd(text: string, at: number): number {
  return indexOfAny(text, /[\n\r]/g, at);
}

function indexOfAny(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

function nextHead(text: string, from: number): number {
  for (let at = text.indexOf("\n", from); at >= 0; at = text.indexOf("\n", at + 1)) {
    const begin = skipBlank(text, at);
    if (readHead(text, begin) !== undefined) return begin;
  }
  return text.length;
}

function coded(error: unknown): SpikeLoomError {
  if (error instanceof SpikeLoomError) return error;
  throw error;
}
