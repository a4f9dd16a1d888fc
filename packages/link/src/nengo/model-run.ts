import { type ArrayPlace, routine, webAssemblyRoutine } from "@spikeloom/code";
import { type Callable, compileModule, moduleBuilder, wasm } from "@spikeloom/code/encoder";
import { type MemoryPlan, memoryPlan } from "../memory-plan.ts";
import type { ListedView, ModelDefinition, SentLayout } from "./definition.ts";
import {
  type CompiledOperator,
  contiguous,
  type ModelPlaces,
  writeOperator,
} from "./operator-code.ts";
import { type SampleList, sampleList } from "./sample-list.ts";

/** A run of a model of Nengo. */
export interface ModelRun {
  /** Replace arrays before steps. */
  write(layout: SentLayout, data: Uint8Array): void;
  /**
   * Run steps until `steps` are complete, until the client must run an operator, or until the time is over.
   *
   * With `restart`, a step that was interrupted is abandoned.
   */
  advance(options: AdvanceOptions): Stop;
  /** Numbers of rows of each probe since they were cleared, and the rows. */
  rows(): { readonly counts: readonly number[]; readonly data: readonly Float64Array[] };
  clearRows(): void;
  /** Inputs of an operator that the client computes. */
  readsOf(operator: number): readonly Float64Array[];
  /** Number of steps completed since the start. */
  readonly steps: number;
  /** All arrays. */
  readonly bases: readonly ArrayBufferView[];
}

/** How far to run. */
export interface AdvanceOptions {
  readonly steps: number;
  readonly milliseconds: number;
  readonly restart: boolean;
}

/** Why a run stopped: after `steps` complete ones, and before which operator of the client. */
export interface Stop {
  readonly steps: number;
  readonly operator?: number | undefined;
}

/** A part of a step: compiled code, or the number of an operator of the client. */
type Part = (() => void) | number;

/** Compile a model; `data` holds its arrays in order. */
export function modelRun(definition: ModelDefinition, data: Uint8Array): ModelRun {
  const { memory, parts, places, plan } = compiled(definition);
  const bases = definition.bases.map(({ type, length }, k): Float64Array | BigInt64Array => {
    const at = plan.addressOf(places.base(k));
    const { buffer } = memory;
    return type === "int64"
      ? new BigInt64Array(buffer, at, length)
      : new Float64Array(buffer, at, length);
  });
  const bytes = bases.map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
  const tapes = definition.tapes.map((length, k) => {
    const at = plan.addressOf(places.tape(k));
    return new Float64Array(memory.buffer, at, length * definition.most);
  });
  const row = new Int32Array(memory.buffer, plan.addressOf(places.row), definition.tapes.length);
  let rest = data;
  const take = (into: Uint8Array): void => {
    into.set(rest.subarray(0, into.length));
    rest = rest.subarray(into.length);
  };
  for (const one of bytes) take(one);
  const probes = definition.probes.map((view) => prober(view, bases));
  const step = stepOf(definition, bases);
  // Part of the step that runs next, and the row of tapes.
  let next = 0;
  let now = 0;
  let total = 0;
  const clientOf = (number: number): OperatorOfClient =>
    definition.operators[number] as OperatorOfClient;
  return {
    bases,
    get steps() {
      return total;
    },
    write(layout, sent) {
      rest = sent;
      for (const base of layout.bases) take(bytes[base] as Uint8Array);
      if (layout.tapes) {
        for (const tape of tapes) {
          const length = Math.min(tape.byteLength, rest.length);
          take(new Uint8Array(tape.buffer, tape.byteOffset, length));
        }
        now = 0;
      }
      const operator = parts[next];
      if (!layout.results || typeof operator !== "number") return;
      for (const view of clientOf(operator).writes) {
        const size = view.shape.reduce((all, one) => all * one, 1);
        const values = new Float64Array(size);
        take(new Uint8Array(values.buffer));
        scatter(view, bases, values);
      }
      next++;
    },
    advance({ steps, milliseconds, restart }) {
      const until = performance.now() + milliseconds;
      if (restart) next = 0;
      for (let done = 0; ; ) {
        if (next === 0) {
          if (done === steps || (done > 0 && done % 16 === 0 && performance.now() > until)) {
            return { steps: done };
          }
          for (let k = 0; k < row.length; k++) {
            row[k] = now * (definition.tapes[k] as number);
          }
        }
        while (next < parts.length) {
          const part = parts[next] as Part;
          if (typeof part === "number") return { steps: done, operator: part };
          part();
          next++;
        }
        next = 0;
        now++;
        done++;
        total++;
        const reached = step();
        for (const probe of probes) probe.sample(reached);
      }
    },
    rows() {
      const counts = probes.map(({ list }) => list.rows);
      return { counts, data: probes.map(({ list }) => list.view()) };
    },
    clearRows() {
      for (const { list } of probes) list.clear();
    },
    readsOf: (operator) => clientOf(operator).reads.map((view) => gathered(view, bases)),
  };
}

type OperatorOfClient = ModelDefinition["operators"][number] & { readonly kind: "client" };

interface Compiled {
  readonly memory: InstanceType<typeof wasm.Memory>;
  readonly parts: readonly Part[];
  readonly places: ModelPlaces;
  readonly plan: MemoryPlan;
}

/** Compile the operators between those of the client, each as a function, and one that calls them. */
function compiled(definition: ModelDefinition): Compiled {
  const plan = memoryPlan();
  const contents: (readonly [ArrayPlace, readonly number[]])[] = [];
  const basePlaces = definition.bases.map(({ name, type, length }) =>
    plan.reserve(name, type === "int64" ? "i64" : "f64", length),
  );
  const tapePlaces = definition.tapes.map((length, k) =>
    plan.reserve(`tape ${k}`, "f64", length * definition.most),
  );
  const places: ModelPlaces = {
    dt: definition.dt,
    base: (number) => basePlaces[number] as ArrayPlace,
    tape: (number) => tapePlaces[number] as ArrayPlace,
    row: plan.reserve("rows of tapes", "i32", definition.tapes.length),
    own(name, element, content) {
      const place = plan.reserve(name, element, content.length);
      contents.push([place, content]);
      return place;
    },
  };
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536 } });
  const parts: (string | number)[] = [];
  let called: Callable[] = [];
  const finish = (): void => {
    if (called.length === 0) return;
    const f = m.func(`part${parts.length}`);
    for (const one of called) f.call(one);
    parts.push(`part${parts.length}`);
    called = [];
  };
  definition.operators.forEach((operator, k) => {
    if (operator.kind === "client") {
      finish();
      parts.push(k);
      return;
    }
    called.push(operatorFunction(m, operator, { k, places, plan }));
  });
  finish();
  const memory = new wasm.Memory({ initial: plan.pages, maximum: plan.pages });
  for (const [place, content] of contents) {
    new Int32Array(memory.buffer, plan.addressOf(place), content.length).set(content);
  }
  const { exports } = new wasm.Instance(compileModule(m.build()), { env: { memory } });
  const run = parts.map((part) =>
    typeof part === "number" ? part : (exports[part] as () => void),
  );
  return { memory, parts: run, places, plan };
}

interface OperatorPlace {
  readonly k: number;
  readonly places: ModelPlaces;
  readonly plan: MemoryPlan;
}

function operatorFunction(
  m: ReturnType<typeof moduleBuilder>,
  operator: CompiledOperator,
  { k, places, plan }: OperatorPlace,
): Callable {
  const name = `${operator.kind}${k}`;
  const made = routine(name, { about: `Operator ${k}.` }, (b) => {
    writeOperator(b, operator, places);
    return undefined;
  });
  return webAssemblyRoutine(m, made, { addressOf: plan.addressOf });
}

/** Return the function that reads how many steps are complete. */
function stepOf(
  { operators }: ModelDefinition,
  bases: readonly (Float64Array | BigInt64Array)[],
): () => number {
  for (const operator of operators) {
    if (operator.kind !== "time") continue;
    const { base, offset } = operator.step;
    const steps = bases[base] as BigInt64Array;
    return () => Number(steps[offset]);
  }
  return () => 0;
}

interface Prober {
  readonly list: SampleList;
  sample(step: number): void;
}

function prober(
  view: ListedView & { readonly period: number },
  bases: readonly (Float64Array | BigInt64Array)[],
): Prober {
  const list = sampleList(elementsOf(view).length);
  const from = bases[view.base] as Float64Array;
  const elements = elementsOf(view);
  const isContiguous = elements.every((element, k) => element === view.offset + k);
  const part = from.subarray(view.offset, view.offset + elements.length);
  return {
    list,
    sample(step) {
      if (step % view.period >= 1) return;
      if (isContiguous) list.push(part);
      else list.push(gathered(view, bases));
    },
  };
}

function gathered(
  view: ListedView,
  bases: readonly (Float64Array | BigInt64Array)[],
): Float64Array {
  const from = bases[view.base] as Float64Array | BigInt64Array;
  return Float64Array.from(elementsOf(view), (element) => Number(from[element]));
}

function scatter(
  view: ListedView,
  bases: readonly (Float64Array | BigInt64Array)[],
  values: Float64Array,
): void {
  const into = bases[view.base];
  elementsOf(view).forEach((element, k) => {
    const value = values[k] as number;
    if (into instanceof BigInt64Array) into[element] = BigInt(value);
    else (into as Float64Array)[element] = value;
  });
}

/** Elements of a view within its base, in order. */
function elementsOf({ offset, shape, strides }: ListedView): readonly number[] {
  const own = contiguous(shape);
  const size = shape.reduce((all, one) => all * one, 1);
  return Array.from({ length: size }, (_, k) =>
    shape.reduce((at, length, axis) => {
      const index = Math.floor(k / (own[axis] as number)) % length;
      return at + index * (strides[axis] as number);
    }, offset),
  );
}
