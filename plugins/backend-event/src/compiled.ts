import {
  type ArrayPlace,
  type Builder,
  type ElementType,
  type External,
  moduleBuilder,
  routine,
  type Value,
  type Variable,
  type WasmMemory,
  wasm,
  webAssemblyRoutine,
} from "@spikeloom/code";
import {
  type Columns,
  type Course,
  type EventForm,
  type FutureCourse,
  futureCourse,
  type Jump,
  type LinearFlow,
  type NeuronNumbers,
  type NeuronsInTime,
  recordLength,
} from "@spikeloom/program/events";
import { columnBytes } from "./storage.ts";

/** Arrays of neurons in a memory that compiled code reads and writes. */
export interface CompiledState {
  readonly neurons: Pick<
    NeuronsInTime,
    "x" | "time" | "isHeld" | "isLifted" | "isAbove" | "schedule" | "strides"
  >;
  readonly targets: Int32Array;
  readonly weights: Float64Array;
}

/** What compiled code leaves to its caller, by the number of the neuron in its population. */
export interface Callbacks {
  /** Let everything of a neuron happen up to an arrival. */
  resolve(neuron: number, time: number): void;
  /** A neuron must be inspected by a time. */
  see(neuron: number, time: number): void;
}

/** Compiled code of a population; it computes the bits of `eventNeurons`. */
export interface CompiledNeurons {
  /** Advance a neuron to a time. */
  advance(neuron: number, time: number): void;
  /** Bound its next spike, and set when it must be inspected. */
  foresee(neuron: number): void;
  /** Let synapses act at a time, of a segment that ends at a receptor with these jumps. */
  deliver(jumps: readonly Jump[]): (time: number, begin: number, end: number) => void;
}

const resolve: External = { name: "resolve", parameters: ["i32", "f64"], result: "i32" };
const see: External = { name: "see", parameters: ["i32", "f64"], result: "i32" };

/** Compile a population with a closed form. */
export function compileNeurons(
  form: EventForm,
  state: CompiledState,
  { memory, columns, callbacks }: CompileOptions,
): CompiledNeurons {
  const all = [...form.receptors.values()];
  const addresses = new Map<ArrayPlace, number>();
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536 } });
  const callables = new Map(
    [resolve, see].map((one) => {
      const signature = { params: ["i32", "f64"], results: ["i32"] } as const;
      return [one, m.importFunc(["env", one.name], signature)] as const;
    }),
  );
  const options = {
    addressOf: (array: ArrayPlace) => addresses.get(array) ?? Number.NaN,
    externalOf: (external: External) => callables.get(external) as never,
  };
  const place = placeIn(addresses, memory);
  const level = form.test && futureCourse(form, form.test.function);
  const writing: Writing = { form, level, state, place, numbersOf: copies(columns) };
  const write = (name: string, jumps: readonly Jump[] | undefined): void => {
    const written = writeRoutine(name, writing, jumps);
    webAssemblyRoutine(m, written, { ...options, exported: name });
  };
  write("foresee", undefined);
  all.forEach((jumps, k) => void write(`deliver${k}`, jumps));
  const advance = routine(
    "advance",
    { about: "Advances a neuron.", parameters: { n: "i32", time: "f64" } },
    (b, { n, time }) => {
      const neuron = openNeuron(b, n, writing);
      neuron.advance(time);
      neuron.store();
      return undefined;
    },
  );
  webAssemblyRoutine(m, advance, { ...options, exported: "advance" });
  const env = { memory, resolve: callbacks.resolve, see: callbacks.see };
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env });
  const call = <Call>(name: string): Call => exports[name] as Call;
  return {
    advance: call("advance"),
    foresee: call("foresee"),
    deliver: (jumps) => call(`deliver${all.indexOf(jumps)}`),
  };
}

/** Bound the bytes of the columns of a compiled population. */
export function compiledBytes(form: EventForm): number {
  const { free, held, test, receptors, size } = form;
  const factors = [...receptors.values()].flat().filter(({ factor }) => factor.length > 1).length;
  const flows = [free, held].map(({ rates, terms }) => rates.count + 2 * terms.to.length);
  const numbers = flows.reduce((sum, one) => sum + one, 0) + 3 * (test?.function.to.length ?? 0);
  return columnBytes(size * recordLength(form), 8) + (1 + numbers + factors) * columnBytes(size, 8);
}

interface CompileOptions {
  readonly memory: WasmMemory;
  /** Allocates numbers of neurons in that memory. */
  readonly columns: Columns;
  readonly callbacks: Callbacks;
}

type View = Float64Array | Int32Array | Uint8Array;
type Place = (b: Builder, view: View) => ArrayPlace;

function placeIn(addresses: Map<ArrayPlace, number>, memory: WasmMemory): Place {
  return (b, view) => {
    if (view.buffer !== memory.buffer) throw new Error("A column lies outside the memory.");
    const element: ElementType =
      view instanceof Float64Array ? "f64" : view instanceof Int32Array ? "i32" : "u8";
    const array = b.array(`at ${view.byteOffset}`, element);
    addresses.set(array, view.byteOffset);
    return array;
  };
}

/** Copies of numbers of neurons in the memory, one for each column. */
function copies(columns: Columns): (values: Float64Array) => Float64Array {
  const known = new Map<Float64Array, Float64Array>();
  return (values) => {
    const found = known.get(values) ?? columns.f64(values.length);
    if (!known.has(values)) found.set(values);
    known.set(values, found);
    return found;
  };
}

interface Writing {
  readonly form: EventForm;
  readonly level: FutureCourse | undefined;
  readonly state: CompiledState;
  readonly place: Place;
  readonly numbersOf: (values: Float64Array) => Float64Array;
}

/** Synapses whose targets are loaded into the cache together. */
const block = 16;

/** Write what lets arrivals act on neurons, or, without jumps, bounds the next spike of one. */
function writeRoutine(name: string, writing: Writing, jumps: readonly Jump[] | undefined) {
  if (jumps === undefined) {
    return routine(
      name,
      { about: "Bounds the next spike of a neuron.", parameters: { n: "i32" } },
      (b, { n }) => {
        const neuron = openNeuron(b, n, writing);
        neuron.foresee();
        return undefined;
      },
    );
  }
  return routine(
    name,
    {
      about: "Lets synapses act on their targets.",
      parameters: { time: "f64", begin: "i32", end: "i32" },
    },
    (b, { time, begin, end }) => {
      const { state, place } = writing;
      const { x, strides, schedule } = state.neurons;
      const o = b.floats("f64");
      const [targets, weights] = [place(b, state.targets), place(b, state.weights)];
      const [records, due] = [place(b, x), place(b, schedule.due)];
      const touched = b.variable("touched", b.f64(0));
      const first = b.variable("first", begin);
      const lesser = (one: Value, other: Value): Value =>
        b.apply("select", b.apply("lt", one, other), one, other);
      b.while(b.apply("lt", b.get(first), end), () => {
        const from = b.keep("from", b.get(first));
        const until = b.keep("until", lesser(b.apply("add", from, b.i32(block)), end));
        // Misses of the cache overlap here, and not in the long code of the loop below.
        b.for({ from, to: until }, (k) => {
          const at = b.apply("mul", b.load(targets, k), b.i32(strides.x));
          b.set(touched, o.add(b.get(touched), b.load(records, at)));
        });
        b.for({ from, to: until }, (k) => {
          const n = b.load(targets, k);
          const at = b.apply("mul", n, b.i32(strides.time));
          b.if(o.le(b.load(due, at), time), () => void b.ask(resolve, n, time));
          const neuron = openNeuron(b, n, writing);
          neuron.advance(time);
          neuron.receive(jumps, b.load(weights, k));
          neuron.store();
          neuron.foresee();
        });
        b.set(first, until);
      });
      return [b.get(touched)];
    },
  );
}

/** Writes what happens to a neuron, whose variables are loaded once. */
interface OpenNeuron {
  advance(time: Value): void;
  receive(jumps: readonly Jump[], weight: Value): void;
  store(): void;
  foresee(): void;
}

function openNeuron(b: Builder, n: Value, writing: Writing): OpenNeuron {
  const { form, level, state, place, numbersOf } = writing;
  const { neurons } = state;
  const { own, isOwned, due, isExact } = neurons.schedule;
  const { test } = form;
  const o = b.floats("f64");
  const width = form.variables.length + 1;
  const [zero, one, endless] = [b.i32(0), b.i32(1), b.f64(Number.POSITIVE_INFINITY)];
  const x = place(b, neurons.x);
  // Variables and times have one stride.
  const at = b.keep("at", b.apply("mul", n, b.i32(neurons.strides.x)));
  const flag = b.keep("flag", b.apply("mul", n, b.i32(neurons.strides.flag)));
  const variables = form.variables.map((name, k) => b.variable(name, b.load(x, at, k)));
  const [times, held, lifted, above] = [
    place(b, neurons.time),
    place(b, neurons.isHeld),
    place(b, neurons.isLifted),
    place(b, neurons.isAbove),
  ];
  const isHeld = b.keep("isHeld", b.load(held, flag));
  const present = b.variable("present", b.load(times, at));
  const read = (k: number): Value => b.get(variables[k] as Variable);
  const holds = (flag: Value): Value => b.apply("eq", flag, one);
  /** A number of the neuron: its column `k` of as many as the stride. */
  const number = ({ values, stride }: NeuronNumbers, k: number): Value => {
    if (stride === 0) return b.f64(values[k] as number);
    const column = place(b, numbersOf(values));
    return b.load(column, b.apply("mul", n, b.i32(stride)), k);
  };
  /** A factor times a variable; the constant is 1. */
  const timesOf = (factor: Value, k: number): Value =>
    k === width - 1 ? factor : o.mul(factor, read(k));
  const product = (): Value => {
    const { from, values, stride } = (test as NonNullable<typeof test>).function;
    let sum: Value = b.f64(0);
    from.forEach((k, i) => {
      sum = o.add(sum, timesOf(number({ values, stride }, i), k));
    });
    return b.keep("product", sum);
  };
  const flow = ({ rates, terms }: LinearFlow, s: Value): void => {
    const { to, from, mode, power } = terms;
    const factors = new Map<number, Value>();
    const decayed = (m: number): Value => {
      const known = factors.get(m) ?? b.keep("left", decaying(b, o.mul(number(rates, m), s)));
      factors.set(m, known);
      return known;
    };
    // The order of terms decides the rounding of their sum.
    const sums = new Map<number, Value>();
    to.forEach((row, k) => {
      let value = timesOf(number(terms, k), from[k] as number);
      if (mode[k] !== 0) value = o.mul(value, decayed(mode[k] as number));
      for (let p = power[k] as number; p > 0; p--) value = o.mul(value, s);
      sums.set(row, o.add(sums.get(row) ?? b.f64(0), value));
    });
    b.setAll(variables.map((variable, k) => [variable, sums.get(k) ?? b.f64(0)] as const));
  };
  const lift = (): void => {
    if (test === undefined) return;
    b.if(b.apply("eq", isHeld, zero), () => {
      const value = product();
      const fulfilled = test.isStrict ? o.gt(value, b.f64(0)) : o.ge(value, b.f64(0));
      if (!test.isRising) {
        b.store(lifted, flag, b.apply("flag", fulfilled));
        return;
      }
      const isFulfilled = b.keep("isFulfilled", fulfilled);
      b.if(b.apply("not", isFulfilled), () => b.store(above, flag, zero));
      const isNew = b.apply("eq", b.load(above, flag), zero);
      b.store(lifted, flag, b.apply("flag", b.apply("and", isFulfilled, isNew)));
    });
  };
  return {
    advance(time) {
      const s = b.keep("s", o.sub(time, b.get(present)));
      b.set(present, time);
      b.store(times, at, time);
      b.if(o.ne(s, b.f64(0)), () => {
        b.if(
          holds(isHeld),
          () => flow(form.held, s),
          () => flow(form.free, s),
        );
        if (test?.isRising !== true) return;
        b.if(holds(b.load(above, flag)), () => {
          const falls = o.lt(product(), b.f64(0));
          b.store(above, flag, b.apply("flag", b.apply("not", falls)));
        });
      });
    },
    receive(jumps, weight) {
      let jolts = false;
      for (const { variable, factor, isBlocked } of jumps) {
        const scale = number({ values: factor, stride: factor.length === 1 ? 0 : 1 }, 0);
        const more = (): void =>
          b.set(variables[variable] as Variable, o.add(read(variable), o.mul(scale, weight)));
        if (isBlocked) b.if(b.apply("eq", isHeld, zero), more);
        else more();
        jolts ||= level?.reads[variable] === 1;
      }
      if (jolts) lift();
    },
    store() {
      variables.forEach((variable, k) => void b.store(x, at, b.get(variable), k));
    },
    foresee() {
      const next = b.variable("next", endless);
      if (level !== undefined) {
        b.if(b.apply("eq", isHeld, zero), () => {
          b.if(
            holds(b.load(lifted, flag)),
            () => b.set(next, b.get(present)),
            () => {
              const earliest = earliestIn(b, level.free, { number, times: timesOf });
              b.set(next, o.add(b.get(present), earliest));
            },
          );
        });
      }
      b.store(place(b, isExact), flag, zero);
      b.if(holds(b.load(place(b, isOwned), flag)), () => {
        b.set(next, o.lesser(b.load(place(b, own), n), b.get(next)));
      });
      const soonest = b.get(next);
      b.store(place(b, due), at, soonest);
      b.if(o.lt(soonest, endless), () => void b.ask(see, n, soonest));
    },
  };
}

interface Reader {
  readonly number: (of: NeuronNumbers, k: number) => Value;
  readonly times: (factor: Value, variable: number) => Value;
}

/** Write `earliestCrossing` of a course, without a limit. */
function earliestIn(b: Builder, course: Course, { number, times }: Reader): Value {
  const { rates, from, ends, sum } = course;
  const { width } = sum;
  const o = b.floats("f64");
  const nothing = b.f64(0);
  let constant: Value = nothing;
  let [value, most, steepest]: Value[] = [nothing, nothing, nothing];
  let k = 0;
  for (let m = 0, place = 0; m < rates.count; m++) {
    const weights: Value[] = [];
    for (let p = 0; p < width; p++, place++) {
      let part: Value | undefined;
      for (const end = ends[place] as number; k < end; k++) {
        part = o.add(part ?? nothing, times(number(course, k), from[k] as number));
      }
      weights.push(part === undefined ? nothing : b.keep("weight", part));
    }
    if (m === 0) {
      constant = weights[0] as Value;
      [value, most] = [constant, constant];
      weights[0] = nothing;
    }
    const rate = number(rates, m);
    const own = weights[0] as Value;
    if (own !== nothing) {
      value = o.add(value as Value, own);
      most = o.add(most as Value, o.greater(own, nothing));
    }
    if (width === 1) {
      if (own !== nothing) {
        steepest = o.add(steepest as Value, o.mul(rate, o.lesser(own, nothing)));
      }
      continue;
    }
    for (let p = 0; p < width; p++) {
      const weight = weights[p] as Value;
      const next = weights[p + 1] ?? nothing;
      if (weight === nothing && next === nothing) continue;
      const slope = b.keep("slope", o.add(o.mul(rate, weight), o.mul(b.f64(p + 1), next)));
      const each = p === 0 ? undefined : o.div(b.f64(0.368 * p), o.abs(rate));
      let peak: Value = b.f64(1);
      for (let i = 0; i < p; i++) peak = o.mul(peak, each as Value);
      const part = (of: Value): Value =>
        o.select(o.gt(of, nothing), p === 0 ? of : o.mul(of, peak), nothing);
      if (p > 0) most = o.add(most as Value, part(weight));
      steepest = o.add(steepest as Value, part(slope));
    }
  }
  const [now, top] = [b.keep("value", value as Value), b.keep("most", most as Value)];
  const earliest = o.div(o.mul(b.f64(-0.999), now), steepest as Value);
  const later = o.select(o.lt(now, nothing), earliest, nothing);
  return o.select(o.lt(top, nothing), b.f64(Number.POSITIVE_INFINITY), later);
}

// The constants and the order of operations are those of `decaying`.
const [high, low, shifter] = [0.6931471805592082, 7.371002565167799e-13, 1.5 * 2 ** 52];

/** Write e^x for x up to 0. */
function decaying(b: Builder, exponent: Value): Value {
  const o = b.floats("f64");
  const c = b.f64;
  const x = b.keep("x", exponent);
  const shifted = b.keep("shifted", o.add(o.mul(x, c(Math.LOG2E)), c(shifter)));
  const k = o.sub(shifted, c(shifter));
  const r = b.keep("r", o.add(o.sub(x, o.mul(k, c(high))), o.mul(k, c(-low))));
  const square = b.keep("square", o.mul(r, r));
  const fourth = b.keep("fourth", o.mul(square, square));
  const even = o.add(
    c(0.1666666666666666),
    o.mul(fourth, o.add(c(6.61375647153774e-5), o.mul(fourth, c(4.1437599948305925e-8)))),
  );
  const odd = o.add(c(-0.002777777777756423), o.mul(fourth, c(-1.653405990166089e-6)));
  const rest = b.keep("rest", o.sub(r, o.mul(square, o.add(even, o.mul(square, odd)))));
  const mantissa = o.add(c(1), o.add(r, o.div(o.mul(r, rest), o.sub(c(2), rest))));
  const scale = o.intoExponent(o.add(shifted, c(1023)));
  return o.select(o.lt(x, c(-708)), c(0), o.mul(mantissa, scale));
}
