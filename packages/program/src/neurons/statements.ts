import { type Expression, freeNames } from "@spikeloom/equations";
import { isLoop, type Let, type Statement } from "./step-program.ts";

/** List the names that statements define, including those in loops. */
export function* namesIn(statements: readonly Statement[]): Iterable<string> {
  for (const statement of statements) {
    if (isLoop(statement)) {
      for (const { name } of statement.carried) yield name;
      yield* namesIn(statement.lets);
    } else yield statement[0];
  }
}

/** List the expressions that statements compute. */
export function* valuesIn(statements: readonly Statement[]): Iterable<Expression> {
  for (const statement of statements) {
    if (isLoop(statement)) {
      yield statement.where;
      for (const { start, next, otherwise } of statement.carried) yield* [start, next, otherwise];
      yield* valuesIn(statement.lets);
    } else yield statement[1];
  }
}

/** Map the names and expressions of statements. */
export function changedStatements(
  statements: readonly Statement[],
  rename: (name: string) => string,
  change: (value: Expression) => Expression,
): readonly Statement[] {
  const changedLet = ([name, value]: Let): Let => [rename(name), change(value)];
  return statements.map((statement) => {
    if (!isLoop(statement)) return changedLet(statement);
    return {
      ...statement,
      where: change(statement.where),
      carried: statement.carried.map(({ name, start, next, otherwise }) => ({
        name: rename(name),
        start: change(start),
        next: change(next),
        otherwise: change(otherwise),
      })),
      lets: statement.lets.map(changedLet),
    };
  });
}

/** List the names that expressions read. */
export function namesReadBy(values: Iterable<Expression>): ReadonlySet<string> {
  return new Set([...values].flatMap((value) => [...freeNames(value)]));
}

/** Return the value assigned to a name outside loops. */
export function letOf(statements: readonly Statement[], name: string): Expression | undefined {
  for (const statement of statements) {
    if (!isLoop(statement) && statement[0] === name) return statement[1];
  }
  return undefined;
}
