import { type Expression, freeNames } from "@spikeloom/equations";
import { isLong } from "@spikeloom/equations/functions";
import { type GuardedLoop, isLoop, type Kernel, type Statement } from "@spikeloom/program";
import { UNBOUND_NAME } from "../errors.ts";
import { type Builder, routine } from "../form/build.ts";
import type { Value, Variable } from "../form/graph.ts";
import type { ArrayPlace, Routine } from "../form/routine.ts";
import type { FloatType, ValueType } from "../form/types.ts";
import { asMask, asTerm, asValue, type Scope, type Term } from "../nodes.ts";
import { builtInRoutine } from "../routines/built-in.ts";
import type { KernelRows } from "../targets/layout.ts";

/** Values of the names in a kernel. */
export interface KernelNames {
  /** Slots, each an array of the routine with the same name. */
  readonly slots: { has(slot: string): boolean };
  readonly type: FloatType;
  readonly rows?: KernelRows | undefined;
  /** Slots that all neurons share. */
  readonly common?: ReadonlySet<string> | undefined;
  /** Array of a slot; by default one that is named like it. */
  readonly arrayOf?: ((slot: string) => ArrayPlace<FloatType>) | undefined;
}

/**
 * Write a kernel for one neuron as a routine.
 *
 * Its parameters are the neuron's index, the time at the start of the step, and the starts of rows in bytes. It returns
 * whether the neuron spikes and whether it ran a loop.
 */
export function kernelRoutine(
  kernel: Kernel,
  { slots, type, rows, common, arrayOf: ownArrayOf }: KernelNames,
): Routine {
  const about = `Kernel "${kernel.name}" for one neuron.`;
  const parameters: Record<string, ValueType> = { neuron: "i32", t: type, ...rowParameters(rows) };
  return routine("step", { about, parameters }, (b, given) => {
    const { neuron, t } = given as { readonly neuron: Value; readonly t: Value };
    const place = (slot: string, of: "reads" | "writes"): Value => {
      if (common?.has(slot) === true) return b.i32(0);
      const row = given[rows?.[of].get(slot) ?? ""];
      if (row === undefined) return neuron;
      const elements = b.apply("shiftRightUnsigned", row, b.i32(type === "f64" ? 3 : 2));
      return b.apply("add", neuron, elements);
    };
    const names: Names = new Map([["t", { value: t }]]);
    const arrayOf = (slot: string) => {
      if (!slots.has(slot)) throw UNBOUND_NAME({ kernel: kernel.name, name: slot });
      return ownArrayOf?.(slot) ?? b.array(slot, type);
    };
    for (const slot of readBy(kernel)) {
      if (slots.has(slot)) names.set(slot, { value: b.load(arrayOf(slot), place(slot, "reads")) });
    }
    const writing: Writing = { b, kernel, type };
    const loops = kernel.statements.map((one) => write(one, names, writing));
    const scope = scopeOf(names, writing);
    const spikes = kernel.spikes === undefined ? b.bool(false) : asMask(kernel.spikes, scope);
    const stores = kernel.stores.map(([slot, value]) => [slot, asValue(value, scope)] as const);
    // Slots were read at the start, so a store does not affect the input of another one.
    for (const [slot, value] of stores) b.store(arrayOf(slot), place(slot, "writes"), value);
    const looped = loops.find((one) => one !== undefined) ?? b.bool(false);
    return [spikes, looped];
  });
}

/** Starts of rows, as parameters of a routine. */
export function rowParameters(rows: KernelRows | undefined): Readonly<Record<string, "i32">> {
  return Object.fromEntries((rows?.names ?? []).map((name) => [name, "i32"]));
}

type Names = Map<string, Term<Value, Value>>;

interface Writing {
  readonly b: Builder;
  readonly kernel: Kernel;
  readonly type: FloatType;
}

function readBy({ statements, stores, spikes }: Kernel): ReadonlySet<string> {
  const values = [...statements.flatMap(valuesOf), ...stores.map(([, value]) => value)];
  if (spikes !== undefined) values.push(spikes);
  return new Set(values.flatMap((value) => [...freeNames(value)]));
}

function valuesOf(statement: Statement): readonly Expression[] {
  if (!isLoop(statement)) return [statement[1]];
  const { where, carried, lets } = statement;
  const changed = carried.flatMap(({ start, next, otherwise }) => [start, next, otherwise]);
  return [where, ...changed, ...lets.map(([, value]) => value)];
}

function scopeOf(names: Names, { b, kernel, type }: Writing): Scope<Value, Value> {
  return {
    operations: b.floats(type),
    name(text) {
      const known = names.get(text);
      if (known === undefined) throw UNBOUND_NAME({ kernel: kernel.name, name: text });
      return known;
    },
    // Written once: the lowering has ensured that equal calls are a single one.
    call: (name, args) =>
      isLong(name) ? b.call(builtInRoutine(name, type), [], args)[0] : undefined,
  };
}

/** Write a statement; returns whether a loop was run. */
function write(statement: Statement, names: Names, writing: Writing): Value | undefined {
  if (isLoop(statement)) return writeLoop(statement, names, writing);
  const [name, expression] = statement;
  const term = asTerm(expression, scopeOf(names, writing));
  const { b } = writing;
  names.set(
    name,
    "value" in term ? { value: b.keep(name, term.value) } : { mask: b.keep(name, term.mask) },
  );
  return undefined;
}

function writeLoop(loop: GuardedLoop, names: Names, writing: Writing): Value {
  const { where, turns, carried, lets } = loop;
  const { b, type } = writing;
  const takes = b.keep("takes turns", asMask(where, scopeOf(names, writing)));
  const variables = carried.map(({ name }): Variable => ({ name, type }));
  const set = (part: "start" | "next" | "otherwise", known: Names): void => {
    const scope = scopeOf(known, writing);
    b.setAll(
      variables.map((one, k) => [one, asValue((carried[k] as (typeof carried)[0])[part], scope)]),
    );
  };
  const changing = variables.map((one): [string, Term<Value, Value>] => {
    return [one.name, { value: b.get(one) }];
  });
  b.if(
    takes,
    () => {
      set("start", names);
      b.for({ name: "turn", from: b.i32(0), to: b.i32(turns) }, () => {
        const inner: Names = new Map([...names, ...changing]);
        for (const one of lets) write(one, inner, writing);
        set("next", inner);
      });
    },
    () => set("otherwise", names),
  );
  for (const [name, term] of changing) names.set(name, term);
  return takes;
}
