import { NO_OPERATOR } from "../../errors.ts";
import type { Value, Variable } from "../../form/graph.ts";
import {
  type ArrayPlace,
  type External,
  type Routine,
  resultTypes,
  type Statement,
} from "../../form/routine.ts";
import { type ElementType, elementBytes, type ValueType } from "../../form/types.ts";
import type { Callable, FunctionBuilder, Local } from "./encoder/function.ts";
import type { OpName } from "./encoder/instructions.ts";
import type { ModuleBuilder } from "./encoder/module.ts";
import type { ValueType as MachineType } from "./encoder/types.ts";
import type { CodeGraph, Node } from "./node.ts";
import { codeGraph } from "./operations.ts";
import { operators } from "./operators.ts";

/** Byte addresses of the arrays that are not passed to routines. */
export type AddressOf = (array: ArrayPlace) => number;

/** Options for writing a routine as a function. */
export interface RoutineOptions {
  readonly addressOf: AddressOf;
  /** The name under which it is exported; by default it is not. */
  readonly exported?: string | undefined;
  /** Imported functions, which implement external calls of routines. */
  readonly externalOf?: (external: External) => Callable;
}

const machineTypes: Readonly<Record<ValueType, MachineType>> = {
  f64: "f64",
  f32: "f32",
  i32: "i32",
  i64: "i64",
  bool: "i32",
};

const loads = {
  f64: "f64.load",
  f32: "f32.load",
  i32: "i32.load",
  i64: "i64.load",
  u16: "i32.load16_u",
  u8: "i32.load8_u",
} as const satisfies Readonly<Record<ElementType, OpName>>;

const stores = {
  f64: "f64.store",
  f32: "f32.store",
  i32: "i32.store",
  i64: "i64.store",
  u16: "i32.store16",
  u8: "i32.store8",
} as const satisfies Readonly<Record<ElementType, OpName>>;

/** Writes code in place of a call, from locals of parameters to those of results. */
export type InlineCode = (
  f: FunctionBuilder,
  given: readonly Local[],
  results: readonly Local[],
) => void;

const written = new WeakMap<ModuleBuilder, Map<Routine, Callable>>();
const inlined = new WeakMap<ModuleBuilder, Map<Routine, InlineCode>>();

/**
 * Write a routine as a function.
 *
 * The locations of arrays passed to it come first, then its parameters. A routine called by others is written once per
 * module.
 */
export function webAssemblyRoutine(
  m: ModuleBuilder,
  routine: Routine,
  options: RoutineOptions,
): Callable {
  const { addressOf, exported, externalOf } = options;
  const all = written.get(m) ?? new Map<Routine, Callable>();
  written.set(m, all);
  const known = all.get(routine);
  if (known !== undefined && exported === undefined) return known;
  const callees = calleesOf(routine.body);
  for (const callee of callees) {
    if (inlined.get(m)?.has(callee) === true) continue;
    if (!all.has(callee)) webAssemblyRoutine(m, callee, { ...options, exported: undefined });
  }
  const f = m.func(exported ?? `${routine.name}_${all.size}`, {
    params: [
      ...routine.passed.map(({ name }) => [name, "i32"] as const),
      ...routine.parameters.map(({ name, type }) => [name, machineTypes[type]] as const),
    ],
    results: resultTypes(routine).map((type) => machineTypes[type]),
    export: exported !== undefined,
  });
  all.set(routine, f);
  const o = codeGraph(f);
  const locals = new Map(routine.parameters.map((one) => [one, f.param(one.name)]));
  const places = new Map(routine.passed.map((one) => [one, f.param(one.name)]));
  const writing: Writing = { m, f, o, locals, places, addressOf, externalOf, callees: all };
  writeAll(routine.body, writing);
  o.push(...nodesOf(routine.results, writing));
  return f;
}

/**
 * Write a routine by hand.
 *
 * Subsequent callers of the routine call that code. `write` receives the routine's own function, to which it can
 * delegate.
 */
export function overrideRoutine(
  m: ModuleBuilder,
  routine: Routine,
  options: RoutineOptions,
  write: (general: Callable) => Callable,
): void {
  const general = webAssemblyRoutine(m, routine, options);
  written.get(m)?.set(routine, write(general));
}

/**
 * Write code by hand in place of subsequent calls of a routine.
 *
 * It must not be passed any arrays.
 */
export function inlineRoutine(m: ModuleBuilder, routine: Routine, write: InlineCode): void {
  inlined.set(m, new Map(inlined.get(m)).set(routine, write));
}

interface Writing {
  readonly m: ModuleBuilder;
  readonly f: FunctionBuilder;
  readonly o: CodeGraph;
  readonly locals: Map<Variable, Local>;
  readonly places: ReadonlyMap<ArrayPlace, Local>;
  readonly addressOf: AddressOf;
  readonly externalOf: RoutineOptions["externalOf"];
  readonly callees: ReadonlyMap<Routine, Callable>;
}

function calleesOf(statements: readonly Statement[]): readonly Routine[] {
  return statements.flatMap((one): readonly Routine[] => {
    if (one.kind === "call") return [one.routine];
    if (one.kind === "if") return calleesOf([...one.body, ...one.otherwise]);
    return one.kind === "for" || one.kind === "while" ? calleesOf(one.body) : [];
  });
}

type Of<Kind extends Statement["kind"]> = Statement & { readonly kind: Kind };

type Writers = { readonly [Kind in Statement["kind"]]: (one: Of<Kind>, writing: Writing) => void };

/** Handlers of all kinds of statements; a missing kind does not compile. */
const writers: Writers = {
  set({ pairs }, writing) {
    const nodes = nodesOf(
      pairs.map(([, value]) => value),
      writing,
    );
    writing.o.assign(
      ...pairs.map(([variable], k) => [localOf(variable, writing), nodes[k] as Node] as const),
    );
  },
  load({ array, index, beyond, into }, writing) {
    const offset = pushPlace({ array, index, beyond }, writing);
    writing.f.op(loads[array.element], { offset }).set(localOf(into, writing));
  },
  store({ array, index, beyond, value }, writing) {
    const offset = pushPlace({ array, index, beyond }, writing);
    push([value], writing);
    writing.f.op(stores[array.element], { offset });
  },
  // Only one thread uses the memory here.
  "atomic-add"({ array, index, value, into }, writing) {
    const { f } = writing;
    const { element } = array;
    const at = f.local("i32", "at");
    const offset = pushPlace({ array, index, beyond: 0 }, writing);
    f.tee(at).get(at).op(loads[element], { offset });
    const before = into && f.local(machineTypes[value.type], into.name);
    if (before !== undefined) f.tee(before);
    push([value], writing);
    f.op(`${machineTypes[value.type]}.add` as OpName).op(stores[element], { offset });
    // Set last: index and value may read the variable's content from before.
    if (into !== undefined && before !== undefined) f.get(before).set(localOf(into, writing));
  },
  for: writeCount,
  while({ condition, body }, writing) {
    const { f } = writing;
    f.block((end) => {
      f.loop((again) => {
        push([condition], writing);
        f.op("i32.eqz").brIf(end);
        writeAll(body, writing);
        f.br(again);
      });
    });
  },
  if({ condition, body, otherwise }, writing) {
    push([condition], writing);
    const branch = (of: readonly Statement[]) => (): void => writeAll(of, writing);
    writing.f.if(branch(body), otherwise.length === 0 ? undefined : branch(otherwise));
  },
  call: writeCall,
  ask({ external, values, into }, writing) {
    const callee = writing.externalOf?.(external);
    if (callee === undefined) throw NO_OPERATOR({ operator: external.name, type: "call" });
    push(values, writing);
    writing.f.call(callee).set(localOf(into, writing));
  },
};

function writeAll(statements: readonly Statement[], writing: Writing): void {
  for (const statement of statements) {
    const write = writers[statement.kind] as (one: Statement, writing: Writing) => void;
    write(statement, writing);
  }
}

function push(values: readonly Value[], writing: Writing): void {
  writing.o.push(...nodesOf(values, writing));
}

function writeCall({ routine, arrays, values, into }: Of<"call">, writing: Writing): void {
  const { m, f, o, places, addressOf, callees } = writing;
  const inline = inlined.get(m)?.get(routine);
  if (inline !== undefined) {
    const given = routine.parameters.map(({ name, type }) => f.local(machineTypes[type], name));
    const nodes = nodesOf(values, writing);
    o.assign(...given.map((local, k) => [local, nodes[k] as Node] as const));
    inline(
      f,
      given,
      into.map((variable) => localOf(variable, writing)),
    );
    return;
  }
  const callee = callees.get(routine);
  if (callee === undefined) throw NO_OPERATOR({ operator: routine.name, type: "call" });
  for (const array of arrays) {
    const place = places.get(array);
    if (place === undefined) f.i32(addressOf(array));
    else f.get(place);
  }
  push(values, writing);
  f.call(callee);
  for (const variable of into.toReversed()) f.set(localOf(variable, writing));
}

function writeCount({ index, from, to, by, body }: Of<"for">, writing: Writing): void {
  const { f, o } = writing;
  const local = localOf(index, writing);
  const limit = f.local("i32", "limit");
  const [start, end] = nodesOf([from, to], writing) as [Node, Node];
  o.assign([local, start], [limit, end]);
  f.count({ index: local, limit, step: by }, () => writeAll(body, writing));
}

function localOf(variable: Variable, { f, locals }: Writing): Local {
  const known = locals.get(variable);
  if (known !== undefined) return known;
  const made = f.local(machineTypes[variable.type], variable.name);
  locals.set(variable, made);
  return made;
}

interface Element {
  readonly array: ArrayPlace;
  readonly index: Value;
  readonly beyond: number;
}

/** Push the address of an element without its constant part, which is an immediate of the access. */
function pushPlace({ array, index, beyond }: Element, writing: Writing): number {
  const { f, places, addressOf } = writing;
  const bytes = elementBytes[array.element];
  const place = places.get(array);
  if (place !== undefined) f.get(place);
  push([index], writing);
  const unit = array.counted === "bytes" ? 1 : bytes;
  if (unit > 1) f.i32(31 - Math.clz32(unit)).op("i32.shl");
  if (place === undefined) return addressOf(array) + beyond * bytes;
  f.op("i32.add");
  return beyond * bytes;
}

/** The nodes of values; shared parts are one node. */
function nodesOf(values: readonly Value[], writing: Writing): readonly Node[] {
  const { o } = writing;
  const [only] = values;
  if (values.length === 1 && only !== undefined && only.kind !== "operator") {
    return [leaf(only, writing)];
  }
  const scopes: Map<Value, Node>[] = [new Map()];
  const nodeOf = (value: Value): Node => {
    for (const scope of scopes) {
      const known = scope.get(value);
      if (known !== undefined) return known;
    }
    const node = value.kind === "operator" ? applied(value) : leaf(value, writing);
    scopes.at(-1)?.set(value, node);
    return node;
  };
  const applied = ({ operator, inputs, type }: Value & { readonly kind: "operator" }): Node => {
    if (operator !== "rarely") {
      const of = inputs[0]?.type ?? type;
      const write = operators[operator][of];
      if (write === undefined) throw NO_OPERATOR({ operator, type: of });
      return write(o, ...inputs.map(nodeOf));
    }
    const [mask, usual, slow] = inputs as readonly [Value, Value, Value];
    return o.rarely(nodeOf(mask), nodeOf(usual), () => {
      scopes.push(new Map());
      const node = nodeOf(slow);
      scopes.pop();
      return node;
    });
  };
  return values.map(nodeOf);
}

function leaf(value: Exclude<Value, { readonly kind: "operator" }>, writing: Writing): Node {
  const { o } = writing;
  if (value.kind === "variable") return o.value(localOf(value.variable, writing));
  const { type, value: constant } = value;
  if (type === "bool") return o.integer("i32", constant === true ? 1 : 0);
  return o.integer(type, constant as number | bigint);
}
