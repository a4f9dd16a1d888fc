import type { ArrayPlace, webAssemblyKernel } from "@spikeloom/code";
import { type Expression, mapChildren, parseExpression } from "@spikeloom/equations";
import { builtIns } from "@spikeloom/equations/functions";
import { CODE_FUNCTION, CODE_NAME } from "../errors.ts";
import {
  type CodePlaces,
  type CodeTask,
  commonRoutine,
  conditionOf,
  operated,
  type PreparedDraw,
} from "./code-routine.ts";
import type { CodeDefinition, NameDefinition, StatementDefinition } from "./definition.ts";

/** A pass over all neurons of a population. */
export type Kernel = Parameters<typeof webAssemblyKernel>[2];

/** A code object on all elements of its group, which computes several of them at once. */
export interface VectorCode {
  readonly kernel: Kernel;
  readonly slots: ReadonlyMap<string, ArrayPlace>;
  /** Names of slots with two equal numbers for all elements, which `before` stores. */
  readonly common: ReadonlySet<string>;
  /** Statements before the loop over elements. */
  readonly before: ReturnType<typeof commonRoutine>;
  readonly draws: readonly PreparedDraw[];
  readonly size: number;
}

/**
 * Write a code object for vectors; undefined if it needs one element after another.
 *
 * All arrays of its elements must hold numbers or truth values, one for each element.
 */
export function vectorCode(
  task: CodeTask,
  size: number,
  places: CodePlaces,
): VectorCode | undefined {
  const { code, list, stepwise = false, outputs = new Map<string, ArrayPlace>(), events } = task;
  if (list !== undefined || stepwise || size < 1) return undefined;
  const used = usedNames(code);
  if (!used.every((name) => isPlain(name, task, { size, places })) || hasAliases(used, code)) {
    return undefined;
  }
  if (!Object.values(code.functions).every(({ kind }) => isVector(kind))) return undefined;
  const isCommon = (name: string): boolean =>
    code.scalar.some(({ to, op }) => to === name && op === ":=") || indexOf(code, name) === "0";
  const before = commonRoutine(task, places, used.filter(isCommon));
  const slots = new Map<string, ArrayPlace>();
  for (const [name, place] of before.commons) slots.set(slotOf(name), place);
  const common = new Set(slots.keys());
  const draws = [...before.draws];
  const statements: [string, Expression][] = [];
  // What a name stands for, after the statements so far.
  const current = new Map<string, Expression>();
  const changed = new Map<string, NameDefinition & { readonly kind: "array" }>();
  const read = (name: string): Expression => {
    const known = current.get(name);
    if (known !== undefined) return known;
    if (name === "True" || name === "False") return truth(name === "True");
    const one = definitionOf(code, name);
    if (one?.kind === "constant") return { kind: "number", value: one.value };
    const slot = slotOf(name);
    if (one?.kind === "array" && one.index === "_idx") slots.set(slot, places.array(one.array));
    else if (!common.has(slot)) throw CODE_NAME({ code: code.name, name });
    return { kind: "name", name: slot };
  };
  const written = (e: Expression, where: number | undefined): Expression => {
    if (e.kind === "name") return read(e.name);
    const all = mapChildren(e, (part) => written(part, where));
    if (all.kind !== "call") return all;
    const draw = Object.hasOwn(code.functions, all.name) ? code.functions[all.name] : undefined;
    if (draw === undefined || draw.kind === "built-in") {
      const known = draw?.name ?? all.name;
      if (!Object.hasOwn(builtIns, known)) throw CODE_FUNCTION({ code: code.name, name: all.name });
      return { ...all, name: known };
    }
    const name = `draw ${draws.length}`;
    const into = places.own(`${all.name} of ${code.name}`, "f64", size);
    draws.push({ draw, into, once: false, where });
    slots.set(name, into);
    return { kind: "name", name };
  };
  const run = (statement: StatementDefinition): void => {
    const { to, op, value } = statement;
    const one = definitionOf(code, to);
    const where = conditionOf(task, one);
    let result = written(operated(to, op, parseExpression(value, { place: code.name })), where);
    if (op !== ":=" && one?.kind === "array") {
      if (one.condition !== undefined) {
        const [condition, then, otherwise] = [read(one.condition), result, read(to)];
        result = { kind: "select", condition, then, otherwise };
      }
      if (places.isTruth(one.array)) result = flag(result);
      changed.set(to, one);
    }
    const name = `${to} ${statements.length}`;
    statements.push([name, result]);
    current.set(to, { kind: "name", name });
  };
  for (const one of code.vector) run(one);
  const stores = [...changed.keys()].map((name) => {
    const slot = slotOf(name);
    slots.set(slot, places.array((changed.get(name) as { readonly array: number }).array));
    return [slot, read(name)] as const;
  });
  for (const [name, place] of outputs) {
    const slot = `output ${name}`;
    slots.set(slot, place);
    stores.push([slot, read(name)]);
  }
  const spikes = events && read("_cond");
  const kernel: Kernel = { name: code.name, statements, stores, spikes };
  return { kernel, slots, common, before, draws, size };
}

/** The slot of a name, which differs from the names of kernels themselves, such as `t`. */
function slotOf(name: string): string {
  return `${name} of the group`;
}

/** Names in the statements of the loop that are defined outside of it. */
function usedNames({ vector, names, scalar, functions }: CodeDefinition): readonly string[] {
  const isKnown = (name: string): boolean =>
    Object.hasOwn(names, name) || scalar.some(({ to, op }) => to === name && op === ":=");
  const words = vector.flatMap(({ to, value }) => [to, ...(value.match(/[A-Za-z_]\w*/g) ?? [])]);
  const conditions = words.flatMap((word) => {
    const one = Object.hasOwn(names, word) ? names[word] : undefined;
    return one?.kind === "array" && one.condition !== undefined ? [one.condition] : [];
  });
  return [...new Set([...words, ...conditions])].filter(
    (word) => isKnown(word) && !Object.hasOwn(functions, word),
  );
}

function definitionOf({ names }: CodeDefinition, name: string): NameDefinition | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

function indexOf(code: CodeDefinition, name: string): string | undefined {
  const one = definitionOf(code, name);
  return one?.kind === "array" ? one.index : undefined;
}

function isAssigned({ vector }: CodeDefinition, name: string): boolean {
  return vector.some(({ to, op }) => to === name && op !== ":=");
}

interface Bounds {
  readonly size: number;
  readonly places: CodePlaces;
}

/** Test whether a name is a number, or has one number or truth value for each element. */
function isPlain(name: string, { code }: CodeTask, { size, places }: Bounds): boolean {
  const one = definitionOf(code, name);
  if (one?.kind !== "array") return true;
  if (one.index === "0") return !isAssigned(code, name);
  const { array, index } = one;
  return (
    index === "_idx" && places.array(array).element === "f64" && places.lengthOf(array) === size
  );
}

/** Test whether an array that changes has a second name. */
function hasAliases(used: readonly string[], code: CodeDefinition): boolean {
  const arrayOf = (name: string): number | undefined => {
    const one = definitionOf(code, name);
    return one?.kind === "array" ? one.array : undefined;
  };
  const arrays = used.map(arrayOf).filter((one) => one !== undefined);
  return used.some((name) => {
    const array = arrayOf(name);
    if (array === undefined || !isAssigned(code, name)) return false;
    return arrays.filter((one) => one === array).length > 1;
  });
}

function isVector(kind: CodeDefinition["functions"][string]["kind"]): boolean {
  return kind !== "poisson" && kind !== "timed";
}

function truth(value: boolean): Expression {
  const zero = { kind: "number", value: 0 } as const;
  return { kind: value ? "equal" : "not_equal", left: zero, right: zero };
}

function flag(condition: Expression): Expression {
  const [then, otherwise] = [1, 0].map((value) => ({ kind: "number", value }) as const);
  return { kind: "select", condition, then, otherwise } as Expression;
}
