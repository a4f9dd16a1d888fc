import type { Operations } from "@spikeloom/equations/functions";
import { VALUE_TYPES } from "../errors.ts";
import { arithmetic } from "./arithmetic.ts";
import { type Graph, graph, type Value, type Variable } from "./graph.ts";
import type { Operator } from "./operators.ts";
import type { ArrayPlace, External, Routine, Statement } from "./routine.ts";
import { type ElementType, type FloatType, loadedType, type ValueType } from "./types.ts";

/** Writes the statements of a routine. */
export interface Builder {
  i32(value: number): Value;
  i64(value: bigint): Value;
  f64(value: number): Value;
  f32(value: number): Value;
  bool(value: boolean): Value;
  /** Apply an operator. */
  apply(operator: Operator, ...inputs: readonly Value[]): Value;
  /** The operations on floats, for writing built-in functions. */
  floats(type: FloatType): Operations<Value, Value>;
  /** Declare an array whose location is known when code is generated. */
  array(name: string, element: ElementType, counted?: ArrayPlace["counted"]): ArrayPlace;
  /** Create a variable with an initial value. */
  variable(name: string, start: Value): Variable;
  get(variable: Variable): Value;
  set(variable: Variable, value: Value): void;
  /** Set variables to values that all read the old contents. */
  setAll(pairs: readonly (readonly [Variable, Value])[]): void;
  /** Compute a value at this point, so that later uses see it unchanged. */
  keep(name: string, value: Value): Value;
  /** Compute and name values at this point, all from the old contents of variables. */
  keepAll(values: ReadonlyMap<string, Value>): ReadonlyMap<string, Value>;
  load(array: ArrayPlace, index: Value, beyond?: number): Value;
  store(array: ArrayPlace, index: Value, value: Value, beyond?: number): void;
  atomicAdd(array: ArrayPlace, index: Value, value: Value): void;
  /** Add to an element, and return its content before the addition. */
  fetchAdd(array: ArrayPlace, index: Value, value: Value): Value;
  for(
    range: {
      readonly name?: string;
      readonly from: Value;
      readonly to: Value;
      readonly by?: number;
    },
    body: (index: Value) => void,
  ): void;
  while(condition: Value, body: () => void): void;
  if(condition: Value, then: () => void, otherwise?: () => void): void;
  /** Call a routine: locations of the arrays passed to it, then values. */
  call(routine: Routine, arrays: readonly ArrayPlace[], values: readonly Value[]): readonly Value[];
  /** Call an external function, which is not a routine. */
  ask(external: External, ...values: readonly Value[]): Value;
}

/** Declaration of a routine. */
export interface Declaration<
  Types extends Readonly<Record<string, ValueType>>,
  Arrays extends Readonly<Record<string, ElementType>>,
> {
  readonly about: string;
  readonly parameters?: Types;
  /** Arrays whose locations callers pass. */
  readonly passed?: Arrays;
}

/** Write a routine; `write` returns its results. */
export function routine<
  const Types extends Readonly<Record<string, ValueType>> = Record<never, ValueType>,
  const Arrays extends Readonly<Record<string, ElementType>> = Record<never, ElementType>,
>(
  name: string,
  { about, parameters, passed }: Declaration<Types, Arrays>,
  write: (
    b: Builder,
    given: { readonly [Name in keyof Types]: Value },
    arrays: { readonly [Name in keyof Arrays]: ArrayPlace },
  ) => readonly Value[] | undefined,
): Routine {
  const values = graph();
  const variables = Object.entries(parameters ?? {}).map(([key, type]): Variable => {
    return { name: key, type };
  });
  const given = Object.fromEntries(variables.map((one) => [one.name, values.get(one)]));
  const places = Object.entries(passed ?? {}).map(([key, element]): ArrayPlace => {
    return { name: key, element, passed: true, counted: "elements" };
  });
  const arrays = Object.fromEntries(places.map((one) => [one.name, one]));
  const written = writer(values);
  const results = write(
    written.builder,
    given as { readonly [Name in keyof Types]: Value },
    arrays as { readonly [Name in keyof Arrays]: ArrayPlace },
  );
  const body = written.finish();
  return { name, about, passed: places, parameters: variables, results: results ?? [], body };
}

/** The statement lists being written, innermost last. */
interface Written {
  add(statement: Statement): void;
  inside(write: () => void): readonly Statement[];
}

function writer(values: Graph): {
  readonly builder: Builder;
  readonly finish: () => readonly Statement[];
} {
  let statements: Statement[] = [];
  const written: Written = {
    add: (statement) => void statements.push(statement),
    inside(write) {
      const outer = statements;
      statements = [];
      write();
      const body = statements;
      statements = outer;
      return body;
    },
  };
  const builder: Builder = {
    ...constants(values),
    ...variables(values, written),
    ...elements(values, written),
    ...blocks(values, written),
    ...calls(values, written),
  };
  return { builder, finish: () => statements };
}

function typed(what: string, value: Value, type: ValueType): void {
  if (value.type !== type) throw VALUE_TYPES({ operator: what, types: [value.type, type] });
}

function constants(
  values: Graph,
): Pick<Builder, "i32" | "i64" | "f64" | "f32" | "bool" | "apply" | "floats"> {
  const { apply, constant } = values;
  // Routines request them for each element that they add to.
  const operations: Partial<Record<FloatType, Operations<Value, Value>>> = {};
  return {
    i32: (value) => constant("i32", value | 0),
    i64: (value) => constant("i64", BigInt.asIntN(64, value)),
    f64: (value) => constant("f64", value),
    f32: (value) => constant("f32", Math.fround(value)),
    bool: (value) => constant("bool", value),
    apply,
    floats(type) {
      operations[type] ??= arithmetic(values, type);
      return operations[type];
    },
  };
}

function variables(
  { get }: Graph,
  { add }: Written,
): Pick<Builder, "variable" | "get" | "set" | "setAll" | "keep" | "keepAll"> {
  const setAll: Builder["setAll"] = (pairs) => {
    for (const [{ name, type }, value] of pairs) typed(`set ${name}`, value, type);
    add({ kind: "set", pairs });
  };
  const variable: Builder["variable"] = (name, start) => {
    const made = { name, type: start.type };
    add({ kind: "set", pairs: [[made, start]] });
    return made;
  };
  return {
    variable,
    get,
    set: (one, value) => setAll([[one, value]]),
    setAll,
    keep: (name, value) => get(variable(name, value)),
    keepAll(values) {
      const pairs = [...values].map(([name, value]) => {
        const kept: Variable = { name, type: value.type };
        return [kept, value] as const;
      });
      if (pairs.length > 0) setAll(pairs);
      return new Map(pairs.map(([kept]) => [kept.name, get(kept)]));
    },
  };
}

function elements(
  { get }: Graph,
  { add }: Written,
): Pick<Builder, "array" | "load" | "store" | "atomicAdd" | "fetchAdd"> {
  const checkAdded = (array: ArrayPlace, index: Value, value: Value): void => {
    typed(`add to ${array.name}`, index, "i32");
    typed(`add to ${array.name}`, value, loadedType(array.element));
  };
  return {
    array: (name, element, counted = "elements") => ({ name, element, passed: false, counted }),
    load(array, index, beyond = 0) {
      typed(`load ${array.name}`, index, "i32");
      const into = { name: array.name, type: loadedType(array.element) };
      add({ kind: "load", into, array, index, beyond });
      return get(into);
    },
    store(array, index, value, beyond = 0) {
      typed(`store ${array.name}`, index, "i32");
      typed(`store ${array.name}`, value, loadedType(array.element));
      add({ kind: "store", array, index, beyond, value });
    },
    atomicAdd(array, index, value) {
      checkAdded(array, index, value);
      add({ kind: "atomic-add", array, index, value });
    },
    fetchAdd(array, index, value) {
      checkAdded(array, index, value);
      const into = { name: array.name, type: loadedType(array.element) };
      add({ kind: "atomic-add", into, array, index, value });
      return get(into);
    },
  };
}

function blocks({ get }: Graph, { add, inside }: Written): Pick<Builder, "for" | "while" | "if"> {
  return {
    for({ name = "k", from, to, by = 1 }, body) {
      typed("for", from, "i32");
      typed("for", to, "i32");
      const index: Variable = { name, type: "i32" };
      add({ kind: "for", index, from, to, by, body: inside(() => body(get(index))) });
    },
    while(condition, body) {
      typed("while", condition, "bool");
      add({ kind: "while", condition, body: inside(body) });
    },
    if(condition, then, otherwise = () => undefined) {
      typed("if", condition, "bool");
      add({ kind: "if", condition, body: inside(then), otherwise: inside(otherwise) });
    },
  };
}

function calls({ get }: Graph, { add }: Written): Pick<Builder, "call" | "ask"> {
  const taken = (callee: string, types: readonly ValueType[], given: readonly Value[]): void => {
    const fits = types.length === given.length && types.every((type, k) => given[k]?.type === type);
    if (!fits) throw VALUE_TYPES({ operator: callee, types: given.map(({ type }) => type) });
  };
  return {
    ask(external, ...given) {
      taken(external.name, external.parameters, given);
      const into: Variable = { name: external.name, type: external.result };
      add({ kind: "ask", external, values: given, into });
      return get(into);
    },
    call(callee, arrays, given) {
      taken(
        callee.name,
        callee.parameters.map(({ type }) => type),
        given,
      );
      const into = callee.results.map(({ type }, k): Variable => {
        return { name: `${callee.name}${k}`, type };
      });
      add({ kind: "call", routine: callee, arrays, values: given, into });
      return into.map(get);
    },
  };
}
