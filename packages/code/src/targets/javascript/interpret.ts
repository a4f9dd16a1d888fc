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
    return (frame) => {
      const results = values(frame);
      into.forEach((slot, k) => {
        frame.slots[slot] = results[k] as Scalar;
      });
    };
  },
  load(statement, context) {
    const at = place(statement, context);
    const into = context.slots.of(statement.into);
    return (frame) => {
      const [view, index] = at(frame);
      frame.slots[into] = view[index] as Scalar;
    };
  },
  store(statement, context) {
    const at = place(statement, context);
    const value = computed([statement.value], context);
    return (frame) => {
      const [stored] = value(frame);
      const [view, index] = at(frame);
      view[index] = stored as Scalar;
    };
  },
  "atomic-add"(statement, context) {
    const at = place({ ...statement, beyond: 0 }, context);
    const value = computed([statement.value], context);
    const sum = scalarOperators.add[statement.value.type];
    return (frame) => {
      const [more] = value(frame);
      const [view, index] = at(frame);
      view[index] = sum?.(view[index] as Scalar, more as Scalar) as Scalar;
    };
  },
  for: counting,
  while(statement, context) {
    const condition = computed([statement.condition], context);
    const body = sequence(statement.body, context);
    return (frame) => {
      while (condition(frame)[0] === true) body(frame);
    };
  },
  if(statement, context) {
    const condition = computed([statement.condition], context);
    const then = sequence(statement.body, context);
    const otherwise = sequence(statement.otherwise, context);
    return (frame) => (condition(frame)[0] === true ? then(frame) : otherwise(frame));
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
): (frame: Frame) => readonly [view: Views[ElementType], index: number] {
  const { element, counted } = array;
  const bytes = elementBytes[element];
  const unit = counted === "bytes" ? 1 : bytes;
  const from = address(array, context);
  const places = computed([index], context);
  return (frame) => {
    const view = frame.views[element];
    const at = (from(frame) + ((places(frame)[0] as number) >>> 0) * unit) / bytes + beyond;
    if (view[at] === undefined) throw new RangeError(`${array.name} has no element ${at}`);
    return [view, at];
  };
}

/** Values that are computed together; what they share is computed once. */
function computed(values: readonly Value[], context: Context): (frame: Frame) => readonly Scalar[] {
  const known = new Map<Value, (frame: Frame) => Scalar>();
  const steps: Act[] = [];
  const reads = values.map((value) => reading(value, { known, steps, context }));
  return (frame) => {
    for (const step of steps) step(frame);
    return reads.map((read) => read(frame));
  };
}

interface Computing {
  readonly known: Map<Value, (frame: Frame) => Scalar>;
  readonly steps: Act[];
  readonly context: Context;
}

function reading(value: Value, computing: Computing): (frame: Frame) => Scalar {
  const { known, steps, context } = computing;
  if (value.kind === "constant") return () => value.value;
  if (value.kind === "variable") {
    const slot = context.slots.of(value.variable);
    return ({ slots }) => slots[slot] as Scalar;
  }
  const found = known.get(value);
  if (found !== undefined) return found;
  const slot = context.slots.fresh();
  const read = ({ slots }: Frame): Scalar => slots[slot] as Scalar;
  const [first, second, third] = value.inputs as readonly [Value, Value, Value];
  if (value.operator === "rarely") {
    const mask = reading(first, computing);
    const usual = reading(second, computing);
    // What only the rare case needs is computed in it alone.
    const inner: Computing = { known: new Map(known), steps: [], context };
    const slow = reading(third, inner);
    steps.push((frame) => {
      if (mask(frame) !== true) frame.slots[slot] = usual(frame);
      else {
        for (const step of inner.steps) step(frame);
        frame.slots[slot] = slow(frame);
      }
    });
  } else {
    const inputs = value.inputs.map((input) => reading(input, computing));
    const compute = scalarOperators[value.operator][first.type];
    if (compute === undefined) throw new TypeError(`${value.operator} of ${first.type}`);
    steps.push(applying(compute, inputs, slot));
  }
  known.set(value, read);
  return read;
}

/** Set a slot to what an operator gives; without a list of its inputs, as this runs more than all else. */
function applying(
  compute: (...inputs: readonly Scalar[]) => Scalar,
  inputs: readonly ((frame: Frame) => Scalar)[],
  slot: number,
): Act {
  const [a, b, c] = inputs as readonly [Read, Read, Read];
  if (inputs.length === 1) {
    return (frame) => {
      frame.slots[slot] = compute(a(frame));
    };
  }
  if (inputs.length === 2) {
    return (frame) => {
      frame.slots[slot] = compute(a(frame), b(frame));
    };
  }
  return (frame) => {
    frame.slots[slot] = compute(a(frame), b(frame), c(frame));
  };
}

type Read = (frame: Frame) => Scalar;
