import { NO_OPERATOR } from "../../errors.ts";
import type { Value, Variable } from "../../form/graph.ts";
import type { ArrayPlace, External, Routine, Statement } from "../../form/routine.ts";
import { type ElementType, elementBytes } from "../../form/types.ts";
import { type Scalar, scalarOperators } from "./scalar-operators.ts";

/** A memory, and the byte address of each array in it that is not passed. */
export interface InterpretedMemory {
  readonly memory: { readonly buffer: ArrayBufferLike };
  readonly addressOf: (array: ArrayPlace) => number;
  /** What routines call that is none. */
  readonly externalOf?: (external: External) => (...values: readonly Scalar[]) => Scalar;
}

/** Does what a routine does: addresses of what it is passed, then values. */
export type Interpreted = (
  passed: readonly number[],
  values: readonly Scalar[],
) => readonly Scalar[];

/**
 * Make a routine that is walked statement by statement.
 *
 * It is slow, and the measure of all targets.
 *
 * An access outside the memory is a fault of the routine: it throws, where other targets would trap.
 */
export function interpret(routine: Routine, where: InterpretedMemory): Interpreted {
  const slots = new Slots();
  const passed = new Map(routine.passed.map((array, k) => [array, k]));
  const parameters = routine.parameters.map((variable) => slots.of(variable));
  const context: Context = { slots, passed, where };
  const body = sequence(routine.body, context);
  const results = computed(routine.results, context);
  return (addresses, values) => {
    const frame: Frame = { slots: new Array(slots.count), addresses, views: views(where) };
    parameters.forEach((slot, k) => {
      frame.slots[slot] = values[k] as Scalar;
    });
    body(frame);
    return results(frame);
  };
}

type Views = Readonly<Record<ElementType, { [index: number]: Scalar; readonly length: number }>>;

interface Frame {
  readonly slots: Scalar[];
  readonly addresses: readonly number[];
  readonly views: Views;
}

interface Context {
  readonly slots: Slots;
  readonly passed: ReadonlyMap<ArrayPlace, number>;
  readonly where: InterpretedMemory;
}

type Act = (frame: Frame) => void;

/** Numbers the places of variables and of values in between. */
class Slots {
  readonly #known = new Map<Variable, number>();
  count = 0;

  of(variable: Variable): number {
    const known = this.#known.get(variable);
    if (known !== undefined) return known;
    this.#known.set(variable, this.count);
    return this.count++;
  }

  fresh(): number {
    return this.count++;
  }
}

const viewed = new WeakMap<ArrayBufferLike, Views>();

/** Views of a memory, which is another buffer once it has grown. */
function views({ memory: { buffer } }: InterpretedMemory): Views {
  const known = viewed.get(buffer);
  if (known !== undefined) return known;
  const made = {
    f64: new Float64Array(buffer),
    f32: new Float32Array(buffer),
    i64: new BigInt64Array(buffer),
    i32: new Int32Array(buffer),
    u16: new Uint16Array(buffer),
    u8: new Uint8Array(buffer),
  } as unknown as Views;
  viewed.set(buffer, made);
  return made;
}

function sequence(statements: readonly Statement[], context: Context): Act {
  const acts = statements.map((one) => acting(one, context));
  return (frame) => {
    for (const act of acts) act(frame);
  };
}

type Of<Kind extends Statement["kind"]> = Statement & { readonly kind: Kind };

type Makers = { readonly [Kind in Statement["kind"]]: (one: Of<Kind>, context: Context) => Act };

/** Every kind of statement, or it does not compile. */
const makers: Makers = {
  set({ pairs }, context) {
    const values = computed(
      pairs.map(([, value]) => value),
      context,
    );
    const into = pairs.map(([variable]) => context.slots.of(variable));
    const [[, only] = []] = pairs;
    if (pairs.length === 1 && only !== undefined) {
      const [slot] = into as [number];
      const value = computedOne(only, context);
      return (frame) => {
        frame.slots[slot] = value(frame);
      };
    }
    return (frame) => {
      const results = values(frame);
      into.forEach((slot, k) => {
        frame.slots[slot] = results[k] as Scalar;
      });
    };
  },
  load(statement, context) {
    const at = place(statement, context);
    const { element } = statement.array;
    const into = context.slots.of(statement.into);
    return (frame) => {
      frame.slots[into] = frame.views[element][at(frame)] as Scalar;
    };
  },
  store(statement, context) {
    const at = place(statement, context);
    const { element } = statement.array;
    const value = computedOne(statement.value, context);
    return (frame) => {
      frame.views[element][at(frame)] = value(frame);
    };
  },
  "atomic-add"(statement, context) {
    const at = place({ ...statement, beyond: 0 }, context);
    const { element } = statement.array;
    const value = computedOne(statement.value, context);
    const sum = scalarOperators.add[statement.value.type];
    return (frame) => {
      const view = frame.views[element];
      const index = at(frame);
      view[index] = sum?.(view[index] as Scalar, value(frame)) as Scalar;
    };
  },
  for: counting,
  while(statement, context) {
    const condition = computedOne(statement.condition, context);
    const body = sequence(statement.body, context);
    return (frame) => {
      while (condition(frame) === true) body(frame);
    };
  },
  if(statement, context) {
    const condition = computedOne(statement.condition, context);
    const then = sequence(statement.body, context);
    const otherwise = sequence(statement.otherwise, context);
    return (frame) => (condition(frame) === true ? then(frame) : otherwise(frame));
  },
  call: calling,
  ask({ external, values, into }, context) {
    const callee = context.where.externalOf?.(external);
    if (callee === undefined) throw NO_OPERATOR({ operator: external.name, type: "call" });
    const given = computed(values, context);
    const slot = context.slots.of(into);
    return (frame) => {
      frame.slots[slot] = callee(...given(frame));
    };
  },
};

function acting(statement: Statement, context: Context): Act {
  return (makers[statement.kind] as (one: Statement, context: Context) => Act)(statement, context);
}

function counting({ index, from, to, by, body }: Of<"for">, context: Context): Act {
  const ends = computed([from, to], context);
  const slot = context.slots.of(index);
  const turn = sequence(body, context);
  return (frame) => {
    const [start, end] = ends(frame) as readonly [number, number];
    for (let k = start >>> 0; k < end >>> 0; k += by) {
      frame.slots[slot] = k | 0;
      turn(frame);
    }
  };
}

function calling({ routine, arrays, values, into }: Of<"call">, context: Context): Act {
  const callee = interpret(routine, context.where);
  const given = computed(values, context);
  const places = arrays.map((array) => address(array, context));
  const slots = into.map((variable) => context.slots.of(variable));
  return (frame) => {
    const results = callee(
      places.map((at) => at(frame)),
      given(frame),
    );
    slots.forEach((slot, k) => {
      frame.slots[slot] = results[k] as Scalar;
    });
  };
}

function address(array: ArrayPlace, { passed, where }: Context): (frame: Frame) => number {
  const k = passed.get(array);
  if (k !== undefined) return ({ addresses }) => addresses[k] as number;
  const at = where.addressOf(array);
  return () => at;
}

function place(
  {
    array,
    index,
    beyond,
  }: { readonly array: ArrayPlace; readonly index: Value; readonly beyond: number },
  context: Context,
): (frame: Frame) => number {
  const { element, counted } = array;
  const bytes = elementBytes[element];
  const unit = counted === "bytes" ? 1 : bytes;
  const from = address(array, context);
  const places = computedOne(index, context);
  return (frame) => {
    const at = (from(frame) + ((places(frame) as number) >>> 0) * unit) / bytes + beyond;
    // An address between two elements is none of them.
    if (frame.views[element][at] === undefined) {
      throw new RangeError(`${array.name} has no element ${at}`);
    }
    return at;
  };
}

type Read = (frame: Frame) => Scalar;

/** Values that are computed together; what they share is computed once. */
function computed(values: readonly Value[], context: Context): (frame: Frame) => readonly Scalar[] {
  const shared = sharedBy(values);
  const steps: Act[] = [];
  const known = new Map<Value, Read>();
  const reads = values.map((value) => reading(value, { known, shared, steps, context }));
  return (frame) => {
    for (const step of steps) step(frame);
    return reads.map((read) => read(frame));
  };
}

function computedOne(value: Value, context: Context): Read {
  const steps: Act[] = [];
  const read = reading(value, { known: new Map(), shared: sharedBy([value]), steps, context });
  if (steps.length === 0) return read;
  return (frame) => {
    for (const step of steps) step(frame);
    return read(frame);
  };
}

/** The values that others need more than once. */
function sharedBy(values: readonly Value[]): ReadonlySet<Value> {
  const seen = new Set<Value>();
  const shared = new Set<Value>();
  const visit = (value: Value): void => {
    if (value.kind !== "operator") return;
    if (seen.has(value)) {
      shared.add(value);
      return;
    }
    seen.add(value);
    value.inputs.forEach(visit);
  };
  values.forEach(visit);
  return shared;
}

interface Computing {
  readonly known: Map<Value, Read>;
  readonly shared: ReadonlySet<Value>;
  readonly steps: Act[];
  readonly context: Context;
}

function reading(value: Value, computing: Computing): Read {
  const { known, shared, steps, context } = computing;
  if (value.kind === "constant") return () => value.value;
  if (value.kind === "variable") {
    const slot = context.slots.of(value.variable);
    return ({ slots }) => slots[slot] as Scalar;
  }
  const found = known.get(value);
  if (found !== undefined) return found;
  const compute = value.operator === "rarely" ? rare(value, computing) : applied(value, computing);
  if (!shared.has(value)) return compute;
  const slot = context.slots.fresh();
  const read = ({ slots }: Frame): Scalar => slots[slot] as Scalar;
  steps.push((frame) => {
    frame.slots[slot] = compute(frame);
  });
  known.set(value, read);
  return read;
}

type Operation = Value & { readonly kind: "operator" };

function rare({ inputs }: Operation, computing: Computing): Read {
  const [first, second, third] = inputs as readonly [Value, Value, Value];
  const mask = reading(first, computing);
  const usual = reading(second, computing);
  // What only the rare case needs is computed in it alone.
  const inner: Computing = { ...computing, known: new Map(computing.known), steps: [] };
  const slow = reading(third, inner);
  return (frame) => {
    if (mask(frame) !== true) return usual(frame);
    for (const step of inner.steps) step(frame);
    return slow(frame);
  };
}

function applied({ operator, inputs }: Operation, computing: Computing): Read {
  const type = inputs[0]?.type;
  const compute = type && scalarOperators[operator][type];
  if (compute === undefined) throw new TypeError(`${operator} of ${type}`);
  const [a, b, c] = inputs.map((input) => reading(input, computing));
  if (a === undefined) return () => compute();
  if (b === undefined) return (frame) => compute(a(frame));
  if (c === undefined) return (frame) => compute(a(frame), b(frame));
  return (frame) => compute(a(frame), b(frame), c(frame));
}
