import {
  type ArrayPlace,
  type Builder,
  type ElementType,
  type External,
  type Routine,
  routine,
  type Value,
  type Variable,
  webAssemblyRoutine,
} from "@spikeloom/code";
import { type Callable, moduleBuilder, type WasmMemory, wasm } from "@spikeloom/code/encoder";
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
import { type Block, blockBytes, createBlock } from "./block-code.ts";
import { createList, listBytes, listSize, writeDelivery } from "./delivery-code.ts";
import { neuronCode } from "./neuron-code.ts";
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

/** Synapses that end at a receptor, through which a spike arrives. */
export interface ArrivingSegment {
  /** Index of the receptor. */
  readonly receptor: number;
  readonly begin: number;
  readonly end: number;
  /** Weight of all of them; NaN if each has its own. */
  readonly weight: number;
}

/** Compiled code of a population; it computes the bits of `eventNeurons`. */
export interface CompiledNeurons {
  /** Advance a neuron to a time. */
  advance(neuron: number, time: number): void;
  /** Bound its next spike, and set when it must be inspected. */
  foresee(neuron: number): void;
  /** Enter synapses that act at a time; at the latest `finish` lets them do so. */
  deliver(time: number, segment: ArrivingSegment): void;
  /** Let all synapses act that have been entered. */
  finish(): void;
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
  const block = createBlock(form, columns);
  const single = webAssemblyRoutine(m, singleRoutine(block, writing, all), options);
  const task = { form, block, level, numbersOf, see: listed, single, neurons: state.neurons };
  const list = createList(columns);
  const { targets, weights } = state;
  writeDelivery(m, { ...task, list, targets, weights });
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
  const deliver = call<(count: number) => void>("deliver");
  const act = call<() => void>("finish");
  let length = 0;
  const deliverAll = (): void => {
    const count = length;
    length = 0;
    deliver(count);
  };
  return {
    advance: call("advance"),
    foresee: call("foresee"),
    finish() {
      if (length > 0) deliverAll();
      act();
    },
    deliver(time, { receptor, begin, end, weight }) {
      const k = length++;
      list.times[k] = time;
      list.weights[k] = weight;
      list.receptors[k] = receptor;
      list.begins[k] = begin;
      list.ends[k] = end;
      if (length === listSize) deliverAll();
    },
  };
}

/** Bound the bytes of the columns of a compiled population. */
export function compiledBytes(form: EventForm): number {
  const { free, held, test, receptors, size } = form;
  const factors = [...receptors.values()].flat().filter(({ factor }) => factor.length > 1).length;
  const flows = [free, held].map(({ rates, terms }) => rates.count + 2 * terms.to.length);
  const numbers = flows.reduce((sum, one) => sum + one, 0) + 3 * (test?.function.to.length ?? 0);
  const records = columnBytes(size * recordLength(form), 8);
  return records + (1 + numbers + factors) * columnBytes(size, 8) + blockBytes(form) + listBytes;
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

/** Write what lets one arrival of a block act. */
function singleRoutine(
  block: Block,
  writing: Writing,
  receptors: readonly (readonly Jump[])[],
): Routine {
  const { state, place } = writing;
  return routine(
    "single",
    { about: "Lets one arrival act.", parameters: { k: "i32" } },
    (b, { k }) => {
      const { time: reached, schedule, strides } = state.neurons;
      const o = b.floats("f64");
      const time = b.load(place(b, block.times), k);
      const n = b.load(place(b, block.targets), k);
      const at = b.keep("at", b.apply("mul", n, b.i32(strides.time)));
      const times = place(b, reached);
      const last = b.keep("last", b.load(times, at));
      b.store(times, at, b.load(place(b, block.starts), k));
      b.if(o.le(b.load(place(b, schedule.due), at), time), () => void b.ask(resolve, n, time));
      const neuron = openNeuron(b, n, writing);
      neuron.advance(time);
      const [weight, receptor] = [
        b.load(place(b, block.weights), k),
        b.load(place(b, block.receptors), k),
      ];
      receptors.forEach((jumps, own) => {
        const act = (): void => neuron.receive(jumps, weight);
        if (receptors.length === 1) act();
        else b.if(o.eq(receptor, b.f64(own)), act);
      });
      neuron.store();
      neuron.foresee();
      b.store(times, at, last);
      return undefined;
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
