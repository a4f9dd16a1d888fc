import type { Value, Variable } from "./graph.ts";
import type { Operator } from "./operators.ts";
import { type ArrayPlace, type Routine, resultTypes, type Statement } from "./routine.ts";

/** Print a routine, followed by the routines that it calls, one statement per line. */
export function routineText(routine: Routine): string {
  const all = new Set<Routine>();
  const find = (one: Routine): void => {
    if (all.has(one)) return;
    all.add(one);
    calleesOf(one.body).forEach(find);
  };
  find(routine);
  return [...all].map(oneText).join("\n");
}

function calleesOf(statements: readonly Statement[]): readonly Routine[] {
  return statements.flatMap((one): readonly Routine[] => {
    if (one.kind === "call") return [one.routine];
    if (one.kind === "if") return calleesOf([...one.body, ...one.otherwise]);
    return one.kind === "for" || one.kind === "while" ? calleesOf(one.body) : [];
  });
}

function oneText(routine: Routine): string {
  const { name, about, passed, parameters, results, body } = routine;
  const names = fresh();
  const arrays = passed.map(({ name: own, element }) => `${own}: ${element}[]`);
  const values = parameters.map((one) => `${names(one)}: ${one.type}`);
  const types = resultTypes(routine);
  const given = types.length === 0 ? "" : ` -> ${types.join(", ")}`;
  const writing: Writing = { lines: [], names, indent: "  " };
  writeAll(body, writing);
  const returned = writeValues(results, writing);
  if (results.length > 0) line(`return ${returned.join(", ")}`, writing);
  return [
    `# ${about}`,
    `${name}(${[...arrays, ...values].join(", ")})${given}`,
    ...writing.lines,
    "",
  ].join("\n");
}

/** Give each variable a unique name. */
function fresh(): (variable: Variable | { readonly name: string }) => string {
  const known = new Map<object, string>();
  const taken = new Map<string, number>();
  return (variable) => {
    const found = known.get(variable);
    if (found !== undefined) return found;
    const count = (taken.get(variable.name) ?? 0) + 1;
    taken.set(variable.name, count);
    const made = variable.name.replaceAll(/\W+/gu, "_") + (count === 1 ? "" : `'${count}`);
    known.set(variable, made);
    return made;
  };
}

interface Writing {
  readonly lines: string[];
  readonly names: ReturnType<typeof fresh>;
  readonly indent: string;
}

function line(text: string, { lines, indent }: Writing): void {
  lines.push(indent + text);
}

function writeAll(statements: readonly Statement[], writing: Writing): void {
  for (const statement of statements) write(statement, writing);
}

function inside(body: readonly Statement[], writing: Writing): void {
  writeAll(body, { ...writing, indent: `${writing.indent}  ` });
}

function write(statement: Statement, writing: Writing): void {
  const { names } = writing;
  const listed = (variables: readonly Variable[]): string => variables.map(names).join(", ");
  switch (statement.kind) {
    case "set": {
      const { pairs } = statement;
      const values = writeValues(
        pairs.map(([, value]) => value),
        writing,
      );
      line(`${listed(pairs.map(([variable]) => variable))} = ${values.join(", ")}`, writing);
      return;
    }
    case "load": {
      const element = elementText(statement, writing);
      line(`${names(statement.into)} = ${element}`, writing);
      return;
    }
    case "store":
    case "atomic-add": {
      const [value] = writeValues([statement.value], writing);
      const element = elementText({ beyond: 0, ...statement }, writing);
      if (statement.kind === "atomic-add" && statement.into !== undefined) {
        line(`${names(statement.into)} = ${element}`, writing);
      }
      line(`${element} ${statement.kind === "store" ? "=" : "+="} ${value}`, writing);
      return;
    }
    case "for": {
      const [from, to] = writeValues([statement.from, statement.to], writing);
      const by = statement.by === 1 ? "" : ` by ${statement.by}`;
      line(`for ${names(statement.index)} from ${from} below ${to}${by}`, writing);
      inside(statement.body, writing);
      return;
    }
    case "while": {
      // The inputs of the condition are computed in each iteration.
      line("while", writing);
      const inner = { ...writing, indent: `${writing.indent}  ` };
      const [condition] = writeValues([statement.condition], inner);
      line(`${condition}, else end`, inner);
      inside(statement.body, writing);
      return;
    }
    case "if": {
      const [condition] = writeValues([statement.condition], writing);
      line(`if ${condition}`, writing);
      inside(statement.body, writing);
      if (statement.otherwise.length === 0) return;
      line("else", writing);
      inside(statement.otherwise, writing);
      return;
    }
    case "call": {
      const values = writeValues(statement.values, writing);
      const given = [...statement.arrays.map(({ name }) => name), ...values].join(", ");
      const into = statement.into.length === 0 ? "" : `${listed(statement.into)} = `;
      line(`${into}${statement.routine.name}(${given})`, writing);
      return;
    }
    case "ask": {
      const values = writeValues(statement.values, writing);
      const { external, into } = statement;
      line(`${names(into)} = ${external.name}(${values.join(", ")})`, writing);
    }
  }
}

interface Element {
  readonly array: ArrayPlace;
  readonly index: Value;
  readonly beyond: number;
}

function elementText({ array, index, beyond }: Element, writing: Writing): string {
  const [at] = writeValues([index], writing);
  const unit = array.counted === "bytes" ? "bytes " : "";
  return `${array.name}[${unit}${at}${beyond === 0 ? "" : ` + ${beyond}`}]`;
}

interface Values extends Writing {
  /** Count the uses of each value. */
  readonly uses: ReadonlyMap<Value, number>;
  /** Values that already have a name. */
  readonly known: Map<Value, string>;
}

/** Print values; shared parts are computed once, on lines of their own. */
function writeValues(values: readonly Value[], writing: Writing): readonly string[] {
  const uses = new Map<Value, number>();
  const count = (value: Value): void => {
    const before = uses.get(value) ?? 0;
    uses.set(value, before + 1);
    if (before === 0 && value.kind === "operator") value.inputs.forEach(count);
  };
  values.forEach(count);
  const all: Values = { ...writing, uses, known: new Map() };
  return values.map((value) => valueText(value, all));
}

function valueText(value: Value, writing: Values): string {
  const { names, uses, known } = writing;
  if (value.kind === "variable") return names(value.variable);
  if (value.kind === "constant") return Object.is(value.value, -0) ? "-0" : String(value.value);
  const found = known.get(value);
  if (found !== undefined) return found;
  const named = (text: string): string => {
    const made = names({ name: "x" });
    line(`${made} = ${text}`, writing);
    known.set(value, made);
    return made;
  };
  const [first, second, third] = value.inputs;
  if (value.operator === "rarely" && first && second && third) {
    const mask = valueText(first, writing);
    const made = named(valueText(second, writing));
    line(`rarely, if ${mask}`, writing);
    // Values needed only in the rare case are computed only there.
    const inner: Values = { ...writing, indent: `${writing.indent}  `, known: new Map(known) };
    const slow = valueText(third, inner);
    line(`${made} = ${slow}`, inner);
    return made;
  }
  const text = applied(
    value.operator,
    value.inputs.map((input) => valueText(input, writing)),
  );
  return (uses.get(value) ?? 0) < 2 ? text : named(text);
}

function applied(operator: Operator, inputs: readonly string[]): string {
  const sign = signs[operator];
  return sign === undefined ? `${operator}(${inputs.join(", ")})` : `(${inputs.join(` ${sign} `)})`;
}

/** Operators printed between their two operands. */
const signs: Readonly<Partial<Record<Operator, string>>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  eq: "==",
  ne: "!=",
  and: "and",
  or: "or",
};
