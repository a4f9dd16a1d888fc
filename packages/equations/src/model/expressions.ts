import type { ExpressionRecord } from "@spikeloom/kernel";
import { bounds } from "../bounds.ts";
import { isNoise } from "../builtin-names.ts";
import { children } from "../children.ts";
import { expressionSize, subexpressionCycle } from "../errors.ts";
import type { Expression } from "../expression.ts";
import { freeNames } from "../names.ts";
import { parseExpression } from "../parse-expression.ts";
import { MODEL_SCOPE } from "./errors.ts";
import { declare } from "./names.ts";
import type { ParsedExpression } from "./parsed.ts";
import { leastWhole, readExpression } from "./read-expression.ts";
import { attempt, placed, placeIn, type Reading } from "./reading.ts";
import { readUnit } from "./units.ts";
import { fractionalPart, leastValue } from "./whole-numbers.ts";

type Expressions = Readonly<Record<string, ExpressionRecord>>;

/** Declare the named sub-expressions. */
export function declareExpressions(reading: Reading, records: Expressions): void {
  for (const [name, record] of Object.entries(records)) {
    declare(reading, ["expressions", name], {
      role: "expression",
      dimension: readUnit(reading, record.unit, `expressions.${name}.unit`),
      boolean: record.type === "boolean",
      shared: record.shared ?? false,
    });
  }
}

/** Read the named sub-expressions in order of dependency. */
export function readExpressions(
  reading: Reading,
  records: Expressions,
): ReadonlyMap<string, ParsedExpression> {
  const parsed = new Map<string, ParsedExpression>();
  for (const name of inOrder(reading, records)) {
    const record = records[name];
    const dimension = reading.names.get(name)?.dimension;
    if (record === undefined || dimension === undefined) continue;
    const { type = "float", constantOverStep = false, shared = false } = record;
    const value = readExpression(reading, record.value, {
      needs: type === "boolean" ? "condition" : dimension,
      path: `expressions.${name}.value`,
      what: `The expression "${name}"`,
      noise: !constantOverStep,
      wholeNumber: type === "integer",
      ...(constantOverStep ? {} : { draws: "never" as const }),
    });
    noteWhole(reading, name, type === "boolean" ? undefined : value);
    if (value === undefined) continue;
    if (shared) checkShared(reading, name, value);
    parsed.set(name, { name, dimension, value, type, constantOverStep, shared });
  }
  return parsed;
}

/** Sort by dependency; also record which expressions are noisy and which change during a run. */
function inOrder(reading: Reading, records: Expressions): readonly string[] {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  const open = new Set<string>();
  // Counted with all names inlined, as in a kernel.
  const sizes = new Map<string, number>();
  const visit = (name: string, path: readonly string[]): void => {
    if (state.get(name) === "done") return;
    if (path.length > bounds.depth) throw expressionSize({ what: "nesting", limit: bounds.depth });
    if (state.get(name) === "open") {
      throw subexpressionCycle({ cycle: [...path.slice(path.indexOf(name)), name] });
    }
    state.set(name, "open");
    open.add(name);
    for (const read of readsOf(records[name]?.value)) {
      if (Object.hasOwn(records, read)) visit(read, [...path, name]);
      noteRead(reading, name, read);
    }
    const size = sizeOf(records[name]?.value, sizes);
    sizes.set(name, size);
    if (size > bounds.nodes) throw expressionSize({ what: "terms", limit: bounds.nodes });
    state.set(name, "done");
    open.delete(name);
    order.push(name);
  };
  for (const name of Object.keys(records)) {
    const place = placeIn(reading, `expressions.${name}.value`);
    if (attempt(reading, () => placed(place, () => visit(name, []) ?? true)) !== undefined)
      continue;
    for (const left of open) state.set(left, "done");
    open.clear();
  }
  return order;
}

function noteRead(reading: Reading, name: string, read: string): void {
  const known = reading.names.get(read);
  const isOwnNoise = known === undefined && isNoise(read);
  if (isOwnNoise || reading.noisy.has(read)) reading.noisy.add(name);
  const isTime = known === undefined && (read === "t" || read === "t_in_timesteps");
  const changes = known !== undefined && known.role !== "parameter" && known.role !== "expression";
  if (isTime || isOwnNoise || changes || reading.changing.has(read)) reading.changing.add(name);
}

// A part with its own error counts as an integer, to avoid follow-up errors.
function noteWhole(reading: Reading, name: string, value: Expression | undefined): void {
  const least = leastWhole(reading);
  if (value === undefined) reading.wholeNumbers.set(name, Number.NEGATIVE_INFINITY);
  else if (fractionalPart(value, least) === undefined) {
    reading.wholeNumbers.set(name, leastValue(value, least));
  }
}

// Syntax errors are reported where the expression is read.
function parsedOr<T>(text: string | undefined, otherwise: T, see: (e: Expression) => T): T {
  try {
    return see(parseExpression(text ?? ""));
  } catch {
    return otherwise;
  }
}

function readsOf(text: string | undefined): ReadonlySet<string> {
  return parsedOr<ReadonlySet<string>>(text, new Set(), freeNames);
}

/** Count the nodes of an expression, given the sizes of the names in it. */
function sizeOf(text: string | undefined, sizes: ReadonlyMap<string, number>): number {
  const nodesOf = (e: Expression): number =>
    e.kind === "name"
      ? (sizes.get(e.name) ?? 1)
      : children(e).reduce((sum, part) => sum + nodesOf(part), 1);
  return parsedOr(text, 1, nodesOf);
}

function checkShared(reading: Reading, name: string, value: Expression): void {
  for (const read of freeNames(value)) {
    const known = reading.names.get(read);
    if (known === undefined || known.shared) continue;
    const message = `The shared expression "${name}" reads "${read}", which differs between neurons.`;
    const place = placeIn(reading, `expressions.${name}.value`);
    reading.errors.push(MODEL_SCOPE({ place, message, next: 'Remove "shared".' }));
  }
}
