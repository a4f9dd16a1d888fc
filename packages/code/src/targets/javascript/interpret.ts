import { NO_OPERATOR } from "../../errors.ts";
import type { Value } from "../../form/graph.ts";
import type { ArrayPlace, External, Routine, Statement } from "../../form/routine.ts";
import { type ElementType, elementBytes } from "../../form/types.ts";
import { type Scalar, scalarOperators } from "./scalar-operators.ts";
import { type Act, compute, copying, inOrder, Slots, slotsOf } from "./slots.ts";

/** A memory, and the byte address of each array in it that is not passed by callers. */
export interface InterpretedMemory {
  readonly memory: { readonly buffer: ArrayBufferLike };
  readonly addressOf: (array: ArrayPlace) => number;
  /** Implementations of external functions that routines call. */
  readonly externalOf?: (external: External) => (...values: readonly Scalar[]) => Scalar;
}

/** Executes a routine: addresses of the arrays passed to it, then values. */
export type Interpreted = (
  passed: readonly number[],
  values: readonly Scalar[],
) => readonly Scalar[];

/**
 * Create the interpreter of a routine: the reference to compare targets with.
 *
 * It executes statement by statement and is slow. Access outside the memory is an error of the routine: it throws,
 * whereas other targets would trap.
 */
export function interpret(routine: Routine, where: InterpretedMemory): Interpreted {
  const whole = { view: new DataView(where.memory.buffer) };
  const { slots, given, body, results } = walked(routine, { where, whole, routines: new Map() });
  return (addresses, values) => {
    const { buffer } = where.memory;
    // Growing a memory replaces its buffer.
    if (whole.view.buffer !== buffer) whole.view = new DataView(buffer);
    const held = slots.before();
    given.forEach((slot, k) => {
      held[slot] = (k < addresses.length ? addresses[k] : values[k - addresses.length]) as Scalar;
    });
    body(held);
    return results.map((slot) => held[slot] as Scalar);
  };
}

/** Reads and writes an element at a byte address. */
interface Access {
  read(view: DataView, at: number): Scalar;
  write(view: DataView, at: number, value: Scalar): void;
}

const accesses: Readonly<Record<ElementType, Access>> = {
  f64: {
    read: (view, at) => view.getFloat64(at, true),
    write: (view, at, value) => view.setFloat64(at, value as number, true),
  },
  f32: {
    read: (view, at) => view.getFloat32(at, true),
    write: (view, at, value) => view.setFloat32(at, value as number, true),
  },
  i64: {
    read: (view, at) => view.getBigInt64(at, true),
    write: (view, at, value) => view.setBigInt64(at, value as bigint, true),
  },
  i32: {
    read: (view, at) => view.getInt32(at, true),
    write: (view, at, value) => view.setInt32(at, value as number, true),
  },
  u16: {
    read: (view, at) => view.getUint16(at, true),
    write: (view, at, value) => view.setUint16(at, value as number, true),
  },
  u8: {
    read: (view, at) => view.getUint8(at),
    write: (view, at, value) => view.setUint8(at, value as number),
  },
};

/** A routine as operations on a frame of slots. */
interface Walked {
  readonly slots: Slots;
  /** Slots for the caller's arguments: locations of arrays, then values. */
  readonly given: readonly number[];
  readonly body: Act;
  readonly results: readonly number[];
}

interface Walking {
  readonly where: InterpretedMemory;
  /** A view of the whole memory. */
  readonly whole: { readonly view: DataView };
  /** Routines compiled so far. */
  readonly routines: Map<Routine, Walked>;
}

function walked(routine: Routine, walking: Walking): Walked {
  const known = walking.routines.get(routine);
  if (known !== undefined) return known;
  const slots = new Slots();
  const passed = new Map(routine.passed.map((array) => [array, slots.fresh()]));
  const parameters = routine.parameters.map((variable) => slots.of(variable));
  const context: Context = { ...walking, slots, passed, acts: [] };
  makeAll(routine.body, context);
  const results = slotsOf(routine.results, slots, context.acts);
  const given = [...passed.values(), ...parameters];
  const made = { slots, given, body: inOrder(context.acts), results };
  walking.routines.set(routine, made);
  return made;
}

interface Context extends Walking {
  readonly slots: Slots;
  readonly passed: ReadonlyMap<ArrayPlace, number>;
  /** Collects the actions of statements. */
  readonly acts: Act[];
}

type Of<Kind extends Statement["kind"]> = Statement & { readonly kind: Kind };

type Makers = { readonly [Kind in Statement["kind"]]: (one: Of<Kind>, context: Context) => void };

function makeAll(statements: readonly Statement[], context: Context): void {
  for (const one of statements) {
    (makers[one.kind] as (statement: Statement, to: Context) => void)(one, context);
  }
}

/** Compile the actions of statements that run conditionally or repeatedly. */
function block(statements: readonly Statement[], context: Context): Act {
  const inner: Context = { ...context, acts: [] };
  makeAll(statements, inner);
  return inOrder(inner.acts);
}

/** Handlers of all kinds of statements; a missing kind does not compile. */
const makers: Makers = {
  set({ pairs }, { slots, acts }) {
    const [[variable, value] = []] = pairs;
    if (pairs.length === 1 && variable !== undefined && value !== undefined) {
      compute(value, slots.of(variable), slots, acts);
      return;
    }
    const from = slotsOf(
      pairs.map((pair) => pair[1]),
      slots,
      acts,
    );
    // All variables are read before any of them changes.
    const kept = from.map(() => slots.fresh());
    kept.forEach((slot, k) => void acts.push(copying(from[k] as number, slot)));
    pairs.forEach(([one], k) => void acts.push(copying(kept[k] as number, slots.of(one))));
  },
  load(statement, context) {
    const place = placeOf(statement, context);
    const into = context.slots.of(statement.into);
    const { read } = accesses[statement.array.element];
    context.acts.push((slots) => {
      slots[into] = read(place.whole.view, addressIn(place, slots));
    });
  },
  store(statement, context) {
    const place = placeOf(statement, context);
    const from = slotOf(statement.value, context);
    const { write } = accesses[statement.array.element];
    context.acts.push((slots) => {
      write(place.whole.view, addressIn(place, slots), slots[from] as Scalar);
    });
  },
  "atomic-add"(statement, context) {
    const place = placeOf({ ...statement, beyond: 0 }, context);
    const more = slotOf(statement.value, context);
    const into = statement.into && context.slots.of(statement.into);
    const sum = scalarOperators.add[statement.value.type];
    const { read, write } = accesses[statement.array.element];
    context.acts.push((slots) => {
      const { view } = place.whole;
      const at = addressIn(place, slots);
      const before = read(view, at);
      write(view, at, sum?.(before, slots[more] as Scalar) as Scalar);
      if (into !== undefined) slots[into] = before;
    });
  },
  for({ index, from, to, by, body }, context) {
    const { slots, acts } = context;
    const [first = 0, last = 0] = slotsOf([from, to], slots, acts);
    const counter = slots.of(index);
    const run = block(body, context);
    acts.push((held) => {
      const end = (held[last] as number) >>> 0;
      for (let k = (held[first] as number) >>> 0; k < end; k += by) {
        held[counter] = k | 0;
        run(held);
      }
    });
  },
  while({ condition, body }, context) {
    const inner: Context = { ...context, acts: [] };
    const holds = slotOf(condition, inner);
    const [test, run] = [inOrder(inner.acts), block(body, context)];
    context.acts.push((slots) => {
      for (test(slots); slots[holds] === true; test(slots)) run(slots);
    });
  },
  if({ condition, body, otherwise }, context) {
    const holds = slotOf(condition, context);
    const [yes, no] = [block(body, context), block(otherwise, context)];
    context.acts.push((slots) => (slots[holds] === true ? yes(slots) : no(slots)));
  },
  call({ routine, arrays: passed, values, into }, context) {
    const callee = walked(routine, context);
    const { slots, acts } = context;
    const from = [
      ...passed.map((array) => addressOf(array, context)),
      ...slotsOf(values, slots, acts),
    ];
    const to = into.map((variable) => slots.of(variable));
    acts.push((outer) => {
      const held = callee.slots.before();
      for (let k = 0; k < from.length; k++) {
        held[callee.given[k] as number] = outer[from[k] as number] as Scalar;
      }
      callee.body(held);
      for (let k = 0; k < to.length; k++) {
        outer[to[k] as number] = held[callee.results[k] as number] as Scalar;
      }
    });
  },
  ask({ external, values, into }, { where, slots, acts }) {
    const callee = where.externalOf?.(external);
    if (callee === undefined) throw NO_OPERATOR({ operator: external.name, type: "call" });
    const given = slotsOf(values, slots, acts);
    const slot = slots.of(into);
    acts.push((held) => {
      held[slot] = callee(...given.map((one) => held[one] as Scalar));
    });
  },
};

function slotOf(value: Value, { slots, acts }: Context): number {
  return slotsOf([value], slots, acts)[0] as number;
}

/** Slot that holds the address of an array. */
function addressOf(array: ArrayPlace, { slots, passed, where }: Context): number {
  return passed.get(array) ?? slots.fresh(where.addressOf(array));
}

/** Location of an element. */
interface Place {
  readonly name: string;
  readonly whole: Walking["whole"];
  /** Slots that hold the address of the array and the index. */
  readonly array: number;
  readonly index: number;
  /** Bytes per unit of the index, bytes of an element, and byte offset. */
  readonly unit: number;
  readonly bytes: number;
  readonly beyond: number;
}

function placeOf(
  { array, index, beyond }: Pick<Of<"load">, "array" | "index" | "beyond">,
  context: Context,
): Place {
  const bytes = elementBytes[array.element];
  return {
    name: array.name,
    whole: context.whole,
    array: addressOf(array, context),
    index: slotOf(index, context),
    unit: array.counted === "bytes" ? 1 : bytes,
    bytes,
    beyond: beyond * bytes,
  };
}

function addressIn(place: Place, slots: readonly Scalar[]): number {
  const { whole, array, index, unit, bytes, beyond } = place;
  const at = (slots[array] as number) + ((slots[index] as number) >>> 0) * unit + beyond;
  // An address between two elements is invalid.
  const isThere = at % bytes === 0 && at + bytes <= whole.view.byteLength;
  if (!isThere) throw new RangeError(`${place.name} has no element at byte ${at}`);
  return at;
}
