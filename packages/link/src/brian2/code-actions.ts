import type { ArrayPlace } from "@spikeloom/code";
import { type CableArrays, cableStep } from "./cable.ts";
import type { CodedAction, CodeMemory } from "./code-memory.ts";
import type { ActionDefinition, FunctionDefinition } from "./definition.ts";
import type { EventQueue } from "./event-queue.ts";
import type { GrowingList } from "./growing-list.ts";
import type { NumpyRandom } from "./numpy-random.ts";

/** Columns of a record. */
export type RecordColumns = readonly GrowingList<Float64Array>[];

/** What the actions of a run act on. */
export interface ActionContext {
  readonly memory: CodeMemory;
  readonly random: NumpyRandom;
  readonly queues: readonly EventQueue[];
  readonly records: readonly RecordColumns[];
}

/** Run an action for one step. */
export type Act = () => void;

type Of<Kind extends ActionDefinition["kind"]> = ActionDefinition & { readonly kind: Kind };

type Table = {
  readonly [Kind in ActionDefinition["kind"]]: (action: Of<Kind>, context: ActionContext) => Act;
};

/** Prepare an action. */
export function preparedAction(action: ActionDefinition, context: ActionContext): Act {
  const prepare = table[action.kind] as (action: ActionDefinition, context: ActionContext) => Act;
  return prepare(action, context);
}

const table: Table = {
  update(action, context) {
    const run = codeOf(action, context);
    return () => void run(action.count);
  },
  cable(action, context) {
    const { memory } = context;
    const run = codeOf(action, context);
    const [conductance, current] = outputsOf(action, memory) as [Float64Array, Float64Array];
    const step = cableStep(cableArrays(action, memory, { conductance, current }));
    return () => {
      run(action.count);
      step();
    };
  },
  threshold(action, context) {
    const { memory } = context;
    const run = codeOf(action, context);
    const events = memory.integersOf(action.events);
    const last = events.length - 1;
    return () => {
      events[last] = run(action.count);
    };
  },
  reset(action, context) {
    const run = codeOf(action, context);
    const events = context.memory.integersOf(action.events);
    return () => {
      const count = events.at(-1) as number;
      if (count > 0) run(count);
    };
  },
  push({ queue, events }, { memory, queues }) {
    const list = memory.integersOf(events);
    const to = queues[queue] as EventQueue;
    return () => {
      const count = list.at(-1) as number;
      if (count > 0) to.push(list.subarray(0, count));
    };
  },
  synapses(action, context) {
    const { memory, queues } = context;
    const run = codeOf(action, context);
    const list = memory.integers(memory.compiled(action).task.list as ArrayPlace);
    const queue = queues[action.queue] as EventQueue;
    return () => {
      const now = queue.now();
      for (let from = 0; from < now.length; from += list.length) {
        const part = now.subarray(from, from + list.length);
        list.set(part);
        run(part.length);
      }
      queue.advance();
    };
  },
  sum(action, context) {
    const { memory } = context;
    const { count, start, stop } = action;
    const run = codeOf(action, context);
    const [value] = outputsOf(action, memory);
    const sums = new Float64Array(stop - start);
    const index = memory.integersOf(action.index);
    return () => {
      run(count);
      sums.fill(0);
      for (let k = 0; k < count; k++) {
        const place = (index[k] as number) - start;
        sums[place] = (sums[place] as number) + (value?.[k] as number);
      }
      memory.store(action.target, start, sums);
    };
  },
  generator({ events, neurons, steps, period, last, now }, { memory }) {
    const [list, from] = [memory.integersOf(events), memory.integersOf(neurons)];
    const [times, periods, done] = [steps, period, last].map(memory.integersOf);
    return () => {
      let step = memory.integerOf(now);
      let k = done?.[0] as number;
      const length = periods?.[0] as number;
      if (length > 0) {
        step %= length;
        // The period begins again.
        if (k > 0 && (times?.[k - 1] as number) >= step) k = 0;
      }
      let count = 0;
      while (k < from.length && (times?.[k] as number) <= step) {
        list[count++] = from[k++] as number;
      }
      (done as Int32Array)[0] = k;
      list[list.length - 1] = count;
    };
  },
  "record-events"(action, context) {
    const { memory, records } = context;
    const { start, stop } = action;
    const run = codeOf(action, context);
    const events = memory.integersOf(action.events);
    const list = memory.integers(memory.compiled(action).task.list as ArrayPlace);
    const counts = memory.integersOf(action.counts);
    const outputs = outputsOf(action, memory);
    const columns = records[action.record] as RecordColumns;
    return () => {
      const all = events.at(-1) as number;
      let count = 0;
      for (let k = 0; k < all; k++) {
        const event = events[k] as number;
        if (event < start || event >= stop) continue;
        list[count++] = event;
        counts[event - start] = (counts[event - start] as number) + 1;
      }
      if (count === 0) return;
      run(count);
      columns.forEach((column, k) => {
        column.pushAll((outputs[k] as Float64Array).subarray(0, count));
      });
    };
  },
  "record-state"(action, context) {
    const { memory, records } = context;
    const run = codeOf(action, context);
    const count = memory.integersOf(action.indices).length;
    const outputs = outputsOf(action, memory);
    const [times, ...columns] = records[action.record] as RecordColumns;
    const t = memory.numbersOf(action.t);
    return () => {
      times?.push(t[0] as number);
      run(count);
      columns.forEach((column, k) => {
        column.pushAll((outputs[k] as Float64Array).subarray(0, count));
      });
    };
  },
  "record-rate"({ events, start, stop, t, dt, neurons, record }, { memory, records }) {
    const list = memory.integersOf(events);
    const [now, step] = [memory.numbersOf(t), memory.numbersOf(dt)];
    const [times, rates] = records[record] as RecordColumns;
    return () => {
      const all = list.at(-1) as number;
      let count = 0;
      for (let k = 0; k < all; k++) {
        const event = list[k] as number;
        if (event >= start && event < stop) count++;
      }
      times?.push(now[0] as number);
      rates?.push(count / (step[0] as number) / neurons);
    };
  },
};

function cableArrays(
  { arrays }: Of<"cable">,
  { numbersOf, integersOf }: CodeMemory,
  computed: Pick<CableArrays, "conductance" | "current">,
): CableArrays {
  const { conductance, current } = computed;
  return {
    conductance,
    current,
    v: numbersOf(arrays.v),
    before: numbersOf(arrays.before),
    capacitance: numbersOf(arrays.capacitance),
    capacitiveCurrent: numbersOf(arrays.capacitiveCurrent),
    dt: numbersOf(arrays.dt),
    above: numbersOf(arrays.above),
    diagonal: numbersOf(arrays.diagonal),
    below: numbersOf(arrays.below),
    endSide: numbersOf(arrays.endSide),
    startSide: numbersOf(arrays.startSide),
    particular: numbersOf(arrays.particular),
    endSolution: numbersOf(arrays.endSolution),
    startSolution: numbersOf(arrays.startSolution),
    starts: integersOf(arrays.starts),
    ends: integersOf(arrays.ends),
    startConductance: numbersOf(arrays.startConductance),
    endConductance: numbersOf(arrays.endConductance),
    parents: integersOf(arrays.parents),
    childPositions: integersOf(arrays.childPositions),
    childCounts: integersOf(arrays.childCounts),
    children: integersOf(arrays.children),
    nodeDiagonal: numbersOf(arrays.nodeDiagonal),
    nodeParents: numbersOf(arrays.nodeParents),
    nodeChildren: numbersOf(arrays.nodeChildren),
    nodeSide: numbersOf(arrays.nodeSide),
  };
}

function outputsOf(action: CodedAction, memory: CodeMemory): readonly Float64Array[] {
  return [...(memory.compiled(action).task.outputs ?? new Map<string, ArrayPlace>()).values()].map(
    memory.floats,
  );
}

/** Prepare the code of an action: its random numbers and copies, then the code itself. */
function codeOf(action: CodedAction, { memory, random }: ActionContext): (count: number) => number {
  const { made, run, task } = memory.compiled(action);
  const { draws, copies } = made;
  if (draws.length === 0 && copies.length === 0) return run;
  const list = task.list && memory.integers(task.list);
  const fills = draws.map(({ draw, into, once, where }) => {
    const [numbers, next] = [memory.floats(into), drawOf(draw, random)];
    const truths = where === undefined ? undefined : memory.numbersOf(where);
    if (truths !== undefined) {
      return (count: number): void => {
        for (let k = 0; k < count; k++) {
          if (truths[list === undefined ? k : (list[k] as number)] !== 0) numbers[k] = next();
        }
      };
    }
    if (draw.kind === "uniform") {
      return (count: number): void => random.uniforms(numbers, once ? 1 : count);
    }
    return (count: number): void => {
      const length = once ? 1 : count;
      for (let k = 0; k < length; k++) numbers[k] = next();
    };
  });
  return (count) => {
    for (const fill of fills) fill(count);
    for (const [from, to] of copies) memory.copy(from, to);
    return run(count);
  };
}

function drawOf(draw: FunctionDefinition, random: NumpyRandom): () => number {
  if (draw.kind === "normal") return random.normal;
  if (draw.kind === "binomial") return random.binomial(draw.count, draw.probability);
  if (draw.kind === "scaled-normal") return () => draw.mean + draw.deviation * random.normal();
  return random.uniform;
}
