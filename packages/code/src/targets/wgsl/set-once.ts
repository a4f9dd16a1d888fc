import type { Value, Variable } from "../../form/graph.ts";
import type { Routine, Statement } from "../../form/routine.ts";

/**
 * List the variables that hold one value from their assignment to the end of that block.
 *
 * Only one statement assigns them, and all reads follow it within its block.
 */
export function setOnce({ body, results }: Routine): ReadonlySet<Variable> {
  const blocks = new Map<Variable, Block>();
  const others = new Set<Variable>();
  const walk: Walk = {
    reads(values, block) {
      for (const variable of variablesIn(values)) {
        const set = blocks.get(variable);
        if (set === undefined || !isWithin(block, set)) others.add(variable);
      }
    },
    sets(variable, block) {
      if (blocks.has(variable)) others.add(variable);
      blocks.set(variable, block);
    },
  };
  const outermost: Block = { outer: undefined };
  walkAll(body, outermost, walk);
  walk.reads(results, outermost);
  return new Set([...blocks.keys()].filter((variable) => !others.has(variable)));
}

/** Statements between braces. */
interface Block {
  readonly outer: Block | undefined;
}

interface Walk {
  reads(values: readonly Value[], block: Block): void;
  sets(variable: Variable, block: Block): void;
}

function isWithin(inner: Block, block: Block): boolean {
  for (let at: Block | undefined = inner; at !== undefined; at = at.outer) {
    if (at === block) return true;
  }
  return false;
}

function variablesIn(values: readonly Value[]): ReadonlySet<Variable> {
  const seen = new Set<Value>();
  const variables = new Set<Variable>();
  const visit = (value: Value): void => {
    if (seen.has(value)) return;
    seen.add(value);
    if (value.kind === "variable") variables.add(value.variable);
    if (value.kind === "operator") value.inputs.forEach(visit);
  };
  values.forEach(visit);
  return variables;
}

function walkAll(statements: readonly Statement[], block: Block, walk: Walk): void {
  for (const statement of statements) walkOne(statement, block, walk);
}

function walkOne(statement: Statement, block: Block, { reads, sets }: Walk): void {
  const inside = (body: readonly Statement[], index?: Variable): void => {
    const inner: Block = { outer: block };
    if (index !== undefined) sets(index, inner);
    walkAll(body, inner, { reads, sets });
  };
  switch (statement.kind) {
    case "set": {
      const { pairs } = statement;
      const values = pairs.map(([, value]) => value);
      reads(values, block);
      for (const [variable] of pairs) sets(variable, block);
      return;
    }
    case "load":
      reads([statement.index], block);
      sets(statement.into, block);
      return;
    case "store":
      reads([statement.index, statement.value], block);
      return;
    case "atomic-add":
      reads([statement.index, statement.value], block);
      if (statement.into !== undefined) sets(statement.into, block);
      return;
    case "for":
      reads([statement.from, statement.to], block);
      inside(statement.body, statement.index);
      return;
    case "while":
      reads([statement.condition], block);
      inside(statement.body);
      return;
    case "if":
      reads([statement.condition], block);
      inside(statement.body);
      inside(statement.otherwise);
      return;
    case "call":
      reads(statement.values, block);
      for (const variable of statement.into) sets(variable, block);
      return;
    case "ask":
      reads(statement.values, block);
      sets(statement.into, block);
  }
}
