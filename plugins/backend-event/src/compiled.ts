import {
  type ArrayPlace,
  type Builder,
  type Callable,
  type ElementType,
  type External,
  inlineRoutine,
  moduleBuilder,
  type Routine,
  routine,
  type Value,
  type Variable,
  type WasmMemory,
  wasm,
  webAssemblyRoutine,
} from "@spikeloom/code";
import {
  type Columns,
  type EventForm,
  type FutureCourse,
  futureCourse,
  type Jump,
  type LinearFlow,
  type NeuronNumbers,
  type NeuronsInTime,
  recordLength,
} from "@spikeloom/program/events";
import { neuronCode } from "./neuron-code.ts";
import { writePair } from "./pair-code.ts";
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

/** Lets synapses act at a time, and loads those of the next segment into the cache. */
type Deliver = (time: number, begin: number, end: number, next: number, nextEnd: number) => void;

/** Compiled code of a population; it computes the bits of `eventNeurons`. */
export interface CompiledNeurons {
  /** Advance a neuron to a time. */
  advance(neuron: number, time: number): void;
  /** Bound its next spike, and set when it must be inspected. */
  foresee(neuron: number): void;
  /** Let synapses act at a time, of a segment that ends at a receptor with these jumps. */
  deliver(jumps: readonly Jump[]): Deliver;
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
  const numbersOf = copies(columns);
  const writing: Writing = { form, level, state, place, numbersOf };
  const write = (written: Routine): void =>
    void webAssemblyRoutine(m, written, { ...options, exported: written.name });
  const listed = callables.get(see) as Callable;
  all.forEach((jumps, k) => {
    const pair = pairRoutine(k);
    inlineRoutine(m, pair, writePair({ form, level, numbersOf, see: listed, ...state }, jumps));
    write(deliverRoutine(`deliver${k}`, writing, { jumps, pair }));
  });
  write(
    routine(
      "foresee",
      { about: "Bounds the next spike of a neuron.", parameters: { n: "i32" } },
      (b, { n }) => {
        openNeuron(b, n, writing).foresee();
        return undefined;
      },
    ),
  );
  write(
    routine(
      "advance",
      { about: "Advances a neuron.", parameters: { n: "i32", time: "f64" } },
      (b, { n, time }) => {
        const neuron = openNeuron(b, n, writing);
        neuron.advance(time);
        neuron.store();
        return undefined;
      },
    ),
  );
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
const block = 64;

/** Weights in a cache line, and the step at which both those and targets are loaded. */
const lineStep = 8;

/** Declare code for synapses `k` and `k + 1`; it returns whether they have acted. */
function pairRoutine(which: number): Routine {
  return routine(
    `pair${which}`,
    {
      about: "Lets two synapses act on their targets.",
      parameters: { time: "f64", k: "i32" },
    },
    (b) => [b.i32(0)],
  );
}

/** Write what lets arrivals act on neurons. */
function deliverRoutine(
  name: string,
  writing: Writing,
  { jumps, pair }: { readonly jumps: readonly Jump[]; readonly pair: Routine },
): Routine {
  return routine(
    name,
    {
      about: "Lets synapses act on their targets.",
      parameters: { time: "f64", begin: "i32", end: "i32", next: "i32", nextEnd: "i32" },
    },
    (b, { time, begin, end, next: ahead, nextEnd: aheadEnd }) => {
      const { state, place } = writing;
      const { x, strides, schedule } = state.neurons;
      const o = b.floats("f64");
      const [targets, weights] = [place(b, state.targets), place(b, state.weights)];
      const [records, due] = [place(b, x), place(b, schedule.due)];
      const touched = b.variable("touched", b.f64(0));
      const first = b.variable("first", begin);
      const lesser = (one: Value, other: Value): Value =>
        b.apply("select", b.apply("lt", one, other), one, other);
      // Misses of the cache overlap here, and not in the long code of the loops below.
      b.for({ from: ahead, to: aheadEnd, by: lineStep }, (k) => {
        const target = b.apply("toF64", b.load(targets, k));
        b.set(touched, o.add(b.get(touched), o.add(target, b.load(weights, k))));
      });
      b.while(b.apply("lt", b.get(first), end), () => {
        const from = b.keep("from", b.get(first));
        const until = b.keep("until", lesser(b.apply("add", from, b.i32(block)), end));
        b.for({ from, to: until }, (k) => {
          const at = b.apply("mul", b.load(targets, k), b.i32(strides.x));
          b.set(touched, o.add(b.get(touched), b.load(records, at)));
        });
        const next = b.variable("next", from);
        b.while(b.apply("lt", b.get(next), until), () => {
          const k = b.keep("k", b.get(next));
          const beyond = b.apply("add", k, b.i32(2));
          const isDone = b.variable("isDone", b.i32(0));
          b.if(b.apply("le", beyond, until), () => {
            const [handled] = b.call(pair, [], [time, k]);
            b.set(isDone, handled as Value);
          });
          b.set(next, beyond);
          b.if(b.apply("eq", b.get(isDone), b.i32(0)), () => {
            b.set(next, b.apply("add", k, b.i32(1)));
            const n = b.load(targets, k);
            const at = b.apply("mul", n, b.i32(strides.time));
            b.if(o.le(b.load(due, at), time), () => void b.ask(resolve, n, time));
            const neuron = openNeuron(b, n, writing);
            neuron.advance(time);
            neuron.receive(jumps, b.load(weights, k));
            neuron.store();
            neuron.foresee();
          });
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
  const keep = (name: string, value: Value): Value => b.keep(name, value);
  const code = neuronCode<Value>(form, { o, number, read, keep });
  const flow = (of: LinearFlow, s: Value): void => {
    const after = code.flow(of, s);
    b.setAll(variables.map((variable, k) => [variable, after[k] ?? b.f64(0)] as const));
  };
  const lift = (): void => {
    if (test === undefined) return;
    b.if(b.apply("eq", isHeld, zero), () => {
      const value = code.test(test);
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
          const falls = o.lt(code.test(test), b.f64(0));
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
              const bounds = code.bounds(level.free);
              b.if(b.apply("not", o.lt(bounds.most, b.f64(0))), () => {
                b.set(next, o.add(b.get(present), code.earliest(bounds)));
              });
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
