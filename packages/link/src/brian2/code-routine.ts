import {
  type ArrayPlace,
  type Builder,
  type ElementType,
  type External,
  type Routine,
  routine,
  type Value,
} from "@spikeloom/code";
import {
  asTerm,
  type Expression,
  parseExpression,
  type Scope,
  type Term,
} from "@spikeloom/equations";
import { applyBuiltIn, builtIns, type FunctionName } from "@spikeloom/equations/functions";
import { CODE_FUNCTION, CODE_NAME } from "../errors.ts";
import type {
  ActionDefinition,
  CodeDefinition,
  FunctionDefinition,
  NameDefinition,
  StatementDefinition,
} from "./definition.ts";

/** Arrays that the code of a run uses. */
export interface CodePlaces {
  /** An array of the run. */
  array(number: number): ArrayPlace;
  lengthOf(number: number): number;
  isTruth(number: number): boolean;
  /** Create an array of the code's own. */
  own(name: string, element: ElementType, length: number): ArrayPlace;
}

/** What a code object computes, and on which elements. */
export interface CodeTask {
  readonly code: CodeDefinition;
  /** List of elements; undefined for all from 0. */
  readonly list?: ArrayPlace | undefined;
  /** Maximum number of elements in a call. */
  readonly most: number;
  /**
   * Whether statements act one by one, as for synapses that share targets.
   *
   * Otherwise all elements are read before any is written.
   */
  readonly stepwise?: boolean | undefined;
  /** Local variables that are stored, one number per element. */
  readonly outputs?: ReadonlyMap<string, ArrayPlace> | undefined;
  /** Lists elements for which `_cond` is true. */
  readonly events?: ArrayPlace | undefined;
  readonly refractory?: (ActionDefinition & { readonly kind: "threshold" })["refractory"];
}

/** Random numbers that must be drawn before a call, in this order. */
export interface PreparedDraw {
  readonly draw: FunctionDefinition;
  readonly into: ArrayPlace;
  /** One number for the statements before the loop. */
  readonly once: boolean;
  /** Array of truth values: only elements with a true one draw. */
  readonly where?: number | undefined;
}

/** A code object as a routine, with the number of elements as its parameter and the number of events as its result. */
export interface CodeRoutine {
  readonly routine: Routine;
  readonly draws: readonly PreparedDraw[];
  /** Arrays that are copied before a call, because it reads elements that it may have changed. */
  readonly copies: readonly (readonly [from: number, to: ArrayPlace])[];
}

/** Draws a Poisson number. */
const poissonDraw: External = { name: "poisson", parameters: ["f64"], result: "f64" };

/** Write a code object. */
export function codeRoutine(task: CodeTask, places: CodePlaces): CodeRoutine {
  const { code, list, events, refractory, outputs = new Map() } = task;
  const draws: PreparedDraw[] = [];
  const copies = new Map<number, ArrayPlace>();
  const about = `Code object ${code.name}.`;
  const parameters = { count: "i32" } as const;
  const made: Routine = routine(code.name, { about, parameters }, (b, { count }) => {
    const zero = b.i32(0);
    const sent = b.variable("events", zero);
    const writing: Writing = { b, task, places, draws, copies };
    const before = blockOf(writing, { index: zero, place: zero, isScalar: true, known: new Map() });
    for (const one of code.scalar) before.run(one);
    before.store();
    b.for({ name: "element", from: zero, to: count }, (place) => {
      const index = list === undefined ? place : b.load(list, place);
      const block = blockOf(writing, { index, place, isScalar: false, known: before.locals });
      for (const one of code.vector) block.run(one);
      for (const [name, array] of outputs) {
        b.store(array, place, numberOf(b, block.read(name)));
      }
      block.store();
      if (events === undefined) return;
      b.if(truthOf(b, block.read("_cond")), () => {
        b.store(events, b.get(sent), index);
        b.set(sent, b.apply("add", b.get(sent), b.i32(1)));
        if (refractory === undefined) return;
        b.store(places.array(refractory.ready), index, b.f64(0));
        const now = b.load(places.array(refractory.t), zero);
        b.store(places.array(refractory.last), index, now);
      });
    });
    return [b.get(sent)];
  });
  return { routine: made, draws, copies: [...copies] };
}

/** Statements before a loop as a routine, which stores their results for code that computes elements in vectors. */
export interface CommonRoutine {
  readonly routine: Routine;
  readonly draws: readonly PreparedDraw[];
  /** Places with two equal numbers, by name; a truth value is 1 or 0. */
  readonly commons: ReadonlyMap<string, ArrayPlace>;
}

/** Write the statements before a loop, and the names among their results that the loop reads. */
export function commonRoutine(
  task: CodeTask,
  places: CodePlaces,
  names: readonly string[],
): CommonRoutine {
  const { code } = task;
  const draws: PreparedDraw[] = [];
  const commons = new Map(
    names.map((name) => [name, places.own(`${name} of ${code.name}`, "f64", 2)] as const),
  );
  const about = `Statements before the loop of ${code.name}.`;
  const made: Routine = routine(`before ${code.name}`, { about, parameters: {} }, (b) => {
    const zero = b.i32(0);
    const writing: Writing = { b, task, places, draws, copies: new Map() };
    const start = { index: zero, place: zero, isScalar: true, known: new Map() };
    const before = blockOf(writing, start);
    for (const one of code.scalar) before.run(one);
    before.store();
    for (const [name, place] of commons) {
      const value = b.keep(name, numberOf(b, before.read(name)));
      b.store(place, zero, value);
      b.store(place, b.i32(1), value);
    }
    return [];
  });
  return { routine: made, draws, commons };
}

type AnyTerm = Term<Value, Value>;

interface Writing {
  readonly b: Builder;
  readonly task: CodeTask;
  readonly places: CodePlaces;
  readonly draws: PreparedDraw[];
  readonly copies: Map<number, ArrayPlace>;
}

interface BlockStart {
  readonly index: Value;
  readonly place: Value;
  readonly isScalar: boolean;
  readonly known: ReadonlyMap<string, AnyTerm>;
}

/** Statements on one element, or before the loop. */
interface Block {
  run(statement: StatementDefinition): void;
  read(name: string): AnyTerm;
  /** Store what has not been stored yet. */
  store(): void;
  readonly locals: ReadonlyMap<string, AnyTerm>;
}

type ArrayName = NameDefinition & { readonly kind: "array" };

function blockOf(writing: Writing, start: BlockStart): Block {
  const { b, task, places } = writing;
  const { code, stepwise = false } = task;
  const locals = new Map(start.known);
  const loaded = new Map<string, AnyTerm>();
  const changed = new Map<string, ArrayName>();
  const zero = b.i32(0);
  const indexOf = ({ index }: ArrayName): Value => {
    if (index === "_idx") return start.index;
    return index === "0" ? zero : integerOf(b, read(index));
  };
  const load = (name: string, one: ArrayName): AnyTerm => {
    const { array } = one;
    const isAside =
      !stepwise &&
      !start.isScalar &&
      one.index !== "_idx" &&
      one.index !== "0" &&
      isChanged(task, array);
    const from = isAside ? asideOf(writing, array) : places.array(array);
    const value = b.load(from, indexOf(one));
    const term = places.isTruth(array)
      ? { mask: b.keep(name, b.apply("ne", value, b.f64(0))) }
      : { value: floatOf(b, value) };
    loaded.set(name, term);
    return term;
  };
  const read = (name: string): AnyTerm => {
    const known = locals.get(name) ?? loaded.get(name);
    if (known !== undefined) return known;
    if (name === "True" || name === "False") return { mask: b.bool(name === "True") };
    const one = Object.hasOwn(code.names, name) ? code.names[name] : undefined;
    if (one?.kind === "constant") return { value: b.f64(one.value) };
    if (one?.kind === "array") return load(name, one);
    throw CODE_NAME({ code: code.name, name });
  };
  const save = (name: string, one: ArrayName): void => {
    const { element } = places.array(one.array);
    const term = read(name);
    const value = places.isTruth(one.array)
      ? b.apply("select", truthOf(b, term), b.f64(1), b.f64(0))
      : elementOf(b, numberOf(b, term), element);
    b.store(places.array(one.array), indexOf(one), value);
  };
  const scope: Scope<Value, Value> = {
    operations: b.floats("f64"),
    name: ({ name }) => read(name),
    call: (name, args) => calledValue(writing, { start, where }, { name, args }),
  };
  let where: number | undefined;
  return {
    run({ to, op, value }) {
      const one = Object.hasOwn(code.names, to) ? code.names[to] : undefined;
      where = conditionOf(task, one);
      let term = asTerm(operated(to, op, parseExpression(value, { place: code.name })), scope);
      if (op === ":=" || one?.kind !== "array") {
        locals.set(to, keep(b, to, term));
        return;
      }
      if (one.condition !== undefined) {
        const mask = truthOf(b, read(one.condition));
        term = { value: b.apply("select", mask, numberOf(b, term), numberOf(b, read(to))) };
      }
      loaded.set(to, keep(b, to, rounded(b, term, places, one.array)));
      changed.set(to, one);
      if (!stepwise) return;
      save(to, one);
      // Another name may stand for the same element.
      loaded.clear();
      changed.clear();
    },
    read,
    store() {
      for (const [name, one] of changed) save(name, one);
    },
    locals,
  };
}

/** The array of truth values by which a statement selects elements: NumPy evaluates it only for these. */
export function conditionOf(task: CodeTask, one: NameDefinition | undefined): number | undefined {
  const { names } = task.code;
  const name = one?.kind === "array" ? one.condition : undefined;
  const condition = name === undefined ? undefined : names[name];
  if (condition?.kind !== "array" || condition.index !== "_idx") return undefined;
  return isChanged(task, condition.array) ? undefined : condition.array;
}

/** The new value of a variable, as an expression. */
export function operated(to: string, op: StatementDefinition["op"], value: Expression): Expression {
  if (op === ":=" || op === "=") return value;
  const left: Expression = { kind: "name", name: to, at: 0 };
  return { kind: kinds[op], left, right: value, at: 0 };
}

const kinds = {
  "+=": "add",
  "-=": "subtract",
  "*=": "multiply",
  "/=": "divide",
  "//=": "floor_divide",
  "%=": "modulo",
  "**=": "power",
} as const;

function isChanged({ code, outputs }: CodeTask, array: number): boolean {
  if (outputs !== undefined) return false;
  return code.vector.some(({ to }) => {
    const one = Object.hasOwn(code.names, to) ? code.names[to] : undefined;
    return one?.kind === "array" && one.array === array;
  });
}

function asideOf({ places, copies }: Writing, array: number): ArrayPlace {
  const known = copies.get(array);
  if (known !== undefined) return known;
  const { element, name } = places.array(array);
  const made = places.own(`${name} before`, element, places.lengthOf(array));
  copies.set(array, made);
  return made;
}

function keep(b: Builder, name: string, term: AnyTerm): AnyTerm {
  return "value" in term ? { value: b.keep(name, term.value) } : { mask: b.keep(name, term.mask) };
}

/** The content of an element after a store. */
function rounded(b: Builder, term: AnyTerm, places: CodePlaces, array: number): AnyTerm {
  if (places.isTruth(array)) return { mask: truthOf(b, term) };
  const { element } = places.array(array);
  const value = numberOf(b, term);
  if (element === "f32") return { value: b.apply("toF64", b.apply("toF32", value)) };
  return { value: element === "f64" ? value : b.apply("trunc", value) };
}

function numberOf(b: Builder, term: AnyTerm): Value {
  return "value" in term ? term.value : b.apply("select", term.mask, b.f64(1), b.f64(0));
}

function truthOf(b: Builder, term: AnyTerm): Value {
  return "mask" in term ? term.mask : b.apply("ne", term.value, b.f64(0));
}

function integerOf(b: Builder, term: AnyTerm): Value {
  return b.apply("toI32", numberOf(b, term));
}

function floatOf(b: Builder, value: Value): Value {
  return value.type === "f64" ? value : b.apply("toF64", value);
}

function elementOf(b: Builder, value: Value, element: ArrayPlace["element"]): Value {
  if (element === "f64") return value;
  if (element === "f32") return b.apply("toF32", value);
  return b.apply(element === "i64" ? "toI64" : "toI32", value);
}

interface Call {
  readonly name: string;
  readonly args: readonly Value[];
}

interface CallPlace {
  readonly start: BlockStart;
  readonly where: number | undefined;
}

function calledValue(writing: Writing, { start, where }: CallPlace, { name, args }: Call): Value {
  const { b, task, places, draws } = writing;
  const { code, most } = task;
  const used: FunctionDefinition = Object.hasOwn(code.functions, name)
    ? (code.functions[name] as FunctionDefinition)
    : { kind: "built-in", name };
  if (used.kind === "built-in") {
    if (!Object.hasOwn(builtIns, used.name)) throw CODE_FUNCTION({ code: code.name, name });
    return applyBuiltIn(b.floats("f64"), used.name as FunctionName, args);
  }
  if (used.kind === "poisson") return b.ask(poissonDraw, args[0] as Value);
  if (used.kind === "timed") return timedValue(writing, used, args);
  const once = start.isScalar;
  const into = places.own(`${name} of ${code.name}`, "f64", once ? 1 : most);
  draws.push({ draw: used, into, once, where });
  return b.load(into, start.place);
}

/** A value of a table of times; the step is rounded as NumPy does, to the nearest even part. */
function timedValue(
  { b, places }: Writing,
  used: FunctionDefinition & { readonly kind: "timed" },
  [time, column]: readonly Value[],
): Value {
  const { array, part, parts, rows, columns } = used;
  const whole = b.apply("nearest", b.apply("div", time as Value, b.f64(part)));
  const row = b.apply("trunc", b.apply("div", whole, b.f64(parts)));
  const inside = b.apply("lesser", b.apply("greater", row, b.f64(0)), b.f64(rows - 1));
  const at =
    columns === undefined || column === undefined
      ? inside
      : b.apply("add", b.apply("mul", inside, b.f64(columns)), column);
  return floatOf(b, b.load(places.array(array), b.apply("toI32", at)));
}
