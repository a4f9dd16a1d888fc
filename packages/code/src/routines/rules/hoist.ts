import { type Expression, mapChildren } from "@spikeloom/equations";
import type { Assignments, EventProgram } from "@spikeloom/program";
import { namesIn } from "./writer.ts";

/** Expressions of an event, without the parts that are common to a row. */
export interface Hoisted {
  readonly event: EventProgram;
  readonly deliver: Expression | undefined;
  /** Values computed once for the row. */
  readonly rows: Assignments;
}

/** Extract from the expressions of an event the parts that read nothing of a synapse or its target. */
export function hoist(
  event: EventProgram,
  deliver: Expression | undefined,
  isOfRow: (name: string) => boolean,
): Hoisted {
  const rows: [string, Expression][] = [];
  const take = (value: Expression): Expression => takeOut(value, isOfRow, rows);
  return {
    event: {
      lets: event.lets.map((one) =>
        "value" in one ? { ...one, value: take(one.value) } : { ...one, args: one.args.map(take) },
      ),
      sets: event.sets.map(([variable, value]) => [variable, take(value)] as const),
    },
    deliver: deliver && take(deliver),
    rows,
  };
}

function takeOut(
  value: Expression,
  isOfRow: (name: string) => boolean,
  rows: [string, Expression][],
): Expression {
  if (value.kind === "number" || value.kind === "name") return value;
  const names = [...namesIn(value)];
  if (names.length > 0 && names.every(isOfRow) && isNumber(value)) {
    const name = `row ${rows.length}`;
    rows.push([name, value]);
    return { kind: "name", name };
  }
  return mapChildren(value, (part) => takeOut(part, isOfRow, rows));
}

/** Truth values are not extracted. */
function isNumber({ kind }: Expression): boolean {
  return ["add", "subtract", "multiply", "divide", "negate", "call", "power"].includes(kind);
}
