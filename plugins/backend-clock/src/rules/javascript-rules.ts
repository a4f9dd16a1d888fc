// size: the slow form of all that a rule does, over one view of memory
import { javascriptScalar } from "@spikeloom/code";
import type { Assignments, EventProgram } from "@spikeloom/program";
import { builtMotion } from "./built-rule.ts";
import { mover } from "./moved-values.ts";
import { type EventDraw, notesTargets, type RuleCode, type RuleJob } from "./rule-code.ts";
import { columnBytes, columnWords, type MotionKind, segmentWords } from "./rule-layout.ts";
import { namesIn } from "./wasm/scribe.ts";
import { addressesOf } from "./wasm/synapse-arrays.ts";
import { moves } from "./wasm/webassembly-rules.ts";

type Values = Map<string, number>;

/** One synapse in the course of an event. */
interface Synapse {
  readonly index: number;
  readonly target: number;
  readonly values: Values;
  last: number;
}

/** A source as its last spike left it. */
interface Row {
  readonly source: number;
  readonly column: number;
  readonly segment: number;
  readonly dendritic: number;
  readonly late: number;
  readonly last: number;
  readonly from: number;
  readonly values: Values;
}

/** How all synapses are walked. */
interface Walk {
  readonly target: boolean;
  readonly ofSource?: Assignments;
  readonly when?: "before" | "after";
  /** Whether synapses with this time of their own are walked; all where it is not given. */
  isDue?(time: number): boolean;
}

const drawKinds = { rand: 0, randn: 1, poisson: 2 } as const;

/** Do what rules do in plain JavaScript, synapse by synapse: slow, the measure of all. */
export function javascriptRules(
  jobs: readonly RuleJob[],
  memory: { readonly buffer: ArrayBufferLike },
  draw: EventDraw,
): readonly RuleCode[] {
  return jobs.map((job) => javascriptRule(job, memory, draw));
}

function javascriptRule(
  { rule, inputs }: RuleJob,
  memory: { readonly buffer: ArrayBufferLike },
  draw: EventDraw,
): RuleCode {
  const { precision, ruled, table, address, history, columns, part, dt } = rule;
  const { program } = ruled;
  const isDouble = precision === "f64";
  const bytes = isDouble ? 8 : 4;
  const round = isDouble ? (x: number): number => x : Math.fround;
  const view = new DataView(memory.buffer);
  const get = (at: number): number =>
    isDouble ? view.getFloat64(at, true) : view.getFloat32(at, true);
  const set = (at: number, value: number): void =>
    isDouble ? view.setFloat64(at, value, true) : view.setFloat32(at, value, true);
  const int = (at: number): number => view.getInt32(at, true);
  const places = addressesOf(rule);

  const motions = new Map(
    (["synapse", "source", "target", "whole"] as const).map(
      (kind) => [kind, mover(builtMotion(rule, kind), memory.buffer)] as const,
    ),
  );
  const move = (kind: MotionKind, steps: number, values: Values): void =>
    motions.get(kind)?.(values, steps);
  const assign = (sets: Assignments, values: Values): void => {
    const next = sets.map(
      ([name, value]) =>
        [name, javascriptScalar(value, precision, (text) => values.get(text))] as const,
    );
    for (const [name, value] of next) values.set(name, value);
  };
  const timeOf = (step: number): number => round(round(step) * round(dt));

  const ownOf = (synapse: Synapse, row: Row): number =>
    ruled.projection.plan.by === "target" ? part.start + synapse.target * part.every : row.source;
  const apply = (
    { lets, sets }: EventProgram,
    values: Values,
    at: { readonly synapse: Synapse; readonly row: Row; step: number; event: number },
  ): void => {
    lets.forEach((one, k) => {
      if ("value" in one) {
        assign([[one.name, one.value]], values);
        return;
      }
      const [argument] = one.args;
      const value =
        argument === undefined
          ? 0
          : javascriptScalar(argument, precision, (text) => values.get(text));
      const number =
        rule.kept.numbers === undefined ? 0 : int(rule.kept.numbers + 4 * at.synapse.index);
      values.set(
        one.name,
        round(
          draw(
            rule.number,
            drawKinds[one.draw],
            at.event * 64 + k,
            ownOf(at.synapse, at.row),
            number,
            at.step,
            value,
          ),
        ),
      );
    });
    assign(sets, values);
  };

  const rowAt = (source: number, column: number): Row => {
    const segment = address.segments + (source * columns.length + column) * rule.segment.bytes;
    const at = address.columns + column * columnBytes;
    const dendritic = int(at + columnWords.dendritic);
    const values = new Map(
      [...rule.segment.variables].map(([name, offset]) => [name, get(segment + offset)] as const),
    );
    return {
      ...{ source, column, segment, dendritic, values },
      late: int(at + columnWords.late),
      last: int(segment + segmentWords.last),
      from: Math.max(int(segment + segmentWords.from) - dendritic, int(at + columnWords.applied)),
    };
  };
  const targetOf = (index: number): number =>
    table.layout.index === 2
      ? view.getUint16(table.address.targets + 2 * index, true)
      : view.getUint32(table.address.targets + 4 * index, true);
  const loadSynapse = (index: number): Synapse => ({
    index,
    target: targetOf(index),
    values: new Map([...places].map(([name, at]) => [name, get(at + index * bytes)] as const)),
    last: address.last === 0 ? 0 : int(address.last + 4 * index),
  });
  const storeSynapse = (synapse: Synapse, names: Iterable<string>, withStep = true): void => {
    for (const name of names) {
      const at = places.get(name);
      if (at !== undefined) set(at + synapse.index * bytes, synapse.values.get(name) ?? 0);
    }
    if (withStep && address.last !== 0)
      view.setInt32(address.last + 4 * synapse.index, synapse.last, true);
  };
  const moveSynapse = (synapse: Synapse, time: number): void => {
    if (address.last === 0) return;
    move("synapse", time - synapse.last, synapse.values);
    synapse.last = time;
  };

  const neighbour = (entry: number, side: -1 | 1): number =>
    ((entry + side * history.entry) & (history.ring - 1)) | (entry & -history.ring);
  const newest = (target: number): number => int(address.newest + 4 * target);
  const find = (from: number, until: number): number => {
    let entry = from;
    while (int(entry) >= until) entry = neighbour(entry, -1);
    return entry;
  };
  const loadNames = (entry: number, names: ReadonlyMap<string, number>): Values =>
    new Map([...names].map(([name, offset]) => [name, get(entry + offset)] as const));

  const slotOf = (step: number): number => (step & (address.whole.length - 1)) * bytes;
  const wholeAt = (step: number, when: "before" | "after" = "after"): Values =>
    new Map(
      [...address.whole[when], ...address.whole.modulators].map(
        ([name, at]) => [name, get(at + slotOf(step))] as const,
      ),
    );
  const endsAt = (of: "pre" | "post", place: number): Values =>
    new Map(
      [...program.reads, ...program.filters]
        .filter((one) => one.of === of)
        .map(({ name }) => [name, get((address.ends.get(name) ?? 0) + place * bytes)] as const),
    );

  const spikeOf = (synapse: Synapse, row: Row, entry: number, whole: Values): void => {
    const { post } = program;
    if (post === undefined) return;
    const time = int(entry) + row.dendritic;
    const source: Values = new Map(row.values);
    move("source", time - row.last, source);
    moveSynapse(synapse, time);
    const values: Values = new Map([
      ...whole,
      ...endsAt("pre", row.source),
      ...endsAt("post", synapse.target),
      ...source,
      ...loadNames(entry, history.before),
      ...synapse.values,
      ["t", timeOf(time)],
    ]);
    apply(post, values, { synapse, row, step: time, event: 1 });
    for (const name of places.keys()) synapse.values.set(name, values.get(name) ?? 0);
  };
  const catchUp = (synapse: Synapse, row: Row, until: number): boolean => {
    const last = find(newest(synapse.target), until);
    let entry = find(last, row.from);
    const any = entry !== last;
    while (entry !== last) {
      entry = neighbour(entry, 1);
      spikeOf(synapse, row, entry, new Map());
    }
    return any;
  };
  const synapsesOf = (row: Row): readonly [from: number, until: number] => {
    const at = table.address.offsets + 4 * (row.source * columns.length + row.column);
    return [view.getUint32(at, true), view.getUint32(at + 4, true)];
  };
  const targetNow = (target: number, until: number): Values => {
    const entry = find(newest(target), until);
    const values = loadNames(entry, history.after);
    move("target", until - int(entry), values);
    return values;
  };
  const add = (at: number, value: number): void => set(at, round(get(at) + value));

  const arrive = (step: number): void => {
    const { spikes } = rule;
    columns.forEach((_, column) => {
      const delay = int(table.address.delays + 4 * column);
      const slot = (step - delay) & (spikes.length - 1);
      const count = int(spikes.counts + 4 * slot);
      for (let k = 0; k < count; k++) {
        const source = int(spikes.lists + 4 * (slot * spikes.capacity + k));
        const row = rowAt(source, column);
        const [from, until] = synapsesOf(row);
        if (from === until && program.structure === undefined) continue;
        const time = step - row.dendritic;
        const whole = wholeAt(time);
        const now: Values = new Map(row.values);
        move("source", time - row.last, now);
        for (let index = from; index < until; index++) {
          const synapse = loadSynapse(index);
          if (ruled.lazy) catchUp(synapse, row, time - row.dendritic + row.late);
          moveSynapse(synapse, time);
          const values: Values = new Map([
            ...whole,
            ...endsAt("pre", source),
            ...endsAt("post", synapse.target),
            ...now,
            ...(program.target.length > 0 ? targetNow(synapse.target, time - row.dendritic) : []),
            ...synapse.values,
            ["t", timeOf(time)],
          ]);
          const { deliver, pre } = program;
          const withDelivery: EventProgram =
            deliver === undefined ? pre : { ...pre, sets: [...pre.sets, ["delivered", deliver]] };
          apply(withDelivery, values, { synapse, row, step: time, event: 0 });
          for (const name of places.keys()) synapse.values.set(name, values.get(name) ?? 0);
          storeSynapse(synapse, places.keys());
          if (deliver !== undefined) {
            add(table.layout.base + synapse.target * bytes, values.get("delivered") ?? 0);
          }
        }
        now.set("t", timeOf(time));
        for (const [name, value] of whole) now.set(name, value);
        assign(program.raise.source, now);
        for (const [name, offset] of rule.segment.variables)
          set(row.segment + offset, now.get(name) ?? 0);
        view.setInt32(row.segment + segmentWords.last, time, true);
        view.setInt32(row.segment + segmentWords.from, time + row.late, true);
      }
    });
  };
  const longest = Math.max(0, ...columns.map(({ dendritic }) => dendritic));
  const note = (list: number, count: number, step: number): number => {
    const safe = ruled.lazy ? int(address.safe) : step - 2 * longest;
    for (let k = 0; k < count; k++) {
      const target = int(list + 4 * k);
      const entry = newest(target);
      const next = neighbour(entry, 1);
      if (int(neighbour(next, 1)) >= safe) return k;
      const values = loadNames(entry, history.after);
      move("target", step - int(entry), values);
      for (const [name, offset] of history.before) set(next + offset, values.get(name) ?? 0);
      assign(program.raise.target, values);
      for (const [name, offset] of history.after) set(next + offset, values.get(name) ?? 0);
      view.setInt32(next, step, true);
      view.setInt32(address.newest + 4 * target, next, true);
    }
    return count;
  };
  const eachRow = (visit: (row: Row) => void): void => {
    columns.forEach((_, column) => {
      for (let source = 0; source < table.sources; source++) visit(rowAt(source, column));
    });
  };
  const settle = (step: number): void => {
    eachRow((row) => {
      const [from, until] = synapsesOf(row);
      for (let index = from; index < until; index++) {
        const synapse = loadSynapse(index);
        if (catchUp(synapse, row, step - 2 * row.dendritic)) storeSynapse(synapse, places.keys());
      }
    });
    columns.forEach(({ dendritic }, column) => {
      const at = address.columns + column * columnBytes + columnWords.applied;
      view.setInt32(at, step - 2 * dendritic, true);
    });
    view.setInt32(address.safe, step - 2 * longest, true);
  };
  const spikes = (step: number, late: number): void => {
    const { eager } = rule;
    if (eager === undefined) return;
    columns.forEach(({ dendritic }, column) => {
      const sent = step - 2 * dendritic;
      const isLate = int(address.columns + column * columnBytes + columnWords.late);
      if (isLate !== late || sent < 0) return;
      const whole = wholeAt(sent + dendritic);
      const slot = sent & (eager.length - 1);
      const count = int(eager.counts + 4 * slot);
      for (let k = 0; k < count; k++) {
        const target = int(eager.lists + 4 * (slot * eager.capacity + k));
        const entry = find(newest(target), sent + 1);
        const at = eager.offsets + 4 * (target * columns.length + column);
        for (let n = view.getUint32(at, true); n < view.getUint32(at + 4, true); n++) {
          const synapse = loadSynapse(int(eager.synapses + 4 * n));
          const segment = int(eager.segments + 4 * n);
          const row = Math.floor((segment - address.segments) / rule.segment.bytes);
          spikeOf(synapse, rowAt(Math.floor(row / columns.length), column), entry, whole);
          storeSynapse(synapse, places.keys());
        }
      }
    });
  };
  const eachSynapse = (
    step: number,
    { target, ofSource = [], when = "after", isDue }: Walk,
    visit: (synapse: Synapse, row: Row, time: number, values: () => Values) => void,
  ): void => {
    eachRow((row) => {
      if (isDue !== undefined && (step < row.dendritic || !isDue(step - row.dendritic))) return;
      const time = Math.max(0, step - row.dendritic);
      const whole = wholeAt(time, when);
      const now: Values = new Map(row.values);
      move("source", time - row.last, now);
      const [from, until] = synapsesOf(row);
      for (let index = from; index < until; index++) {
        const synapse = loadSynapse(index);
        const values = (): Values =>
          new Map([
            ...whole,
            ...endsAt("pre", row.source),
            ...endsAt("post", synapse.target),
            ...now,
            ...(target ? targetNow(synapse.target, time - row.dendritic) : []),
            ...synapse.values,
            ["t", timeOf(time)],
          ]);
        visit(synapse, row, time, values);
      }
      if (ofSource.length === 0) return;
      const own: Values = new Map([
        ...whole,
        ...endsAt("pre", row.source),
        ...now,
        ["t", timeOf(time)],
      ]);
      assign(ofSource, own);
      for (const [name] of ofSource)
        set(row.segment + (rule.segment.variables.get(name) ?? 0), own.get(name) ?? 0);
    });
  };
  const named = [...program.named].map(([name, event], number) => {
    const counts = address.whole.events.get(name) ?? 0;
    const timesAt = (time: number): number => int(counts + 4 * (time & (address.whole.length - 1)));
    const act = (step: number): void => {
      const read = namesIn(event);
      const target = program.target.some((text) => read.has(text));
      const most = Math.max(...columns.map(({ dendritic }) => timesAt(step - dendritic)));
      for (let turn = 0; turn < most; turn++) {
        const isDue = (time: number): boolean => timesAt(time) > turn;
        eachSynapse(step, { target, when: "before", isDue }, (synapse, row, time, values) => {
          moveSynapse(synapse, time);
          const all = values();
          apply(event, all, { synapse, row, step: time, event: 2 + number });
          for (const text of places.keys()) synapse.values.set(text, all.get(text) ?? 0);
          storeSynapse(synapse, places.keys());
        });
      }
    };
    return [name, act] as const;
  });
  const beginWhole = (step: number): void => {
    const values = wholeAt(step - 1);
    move("whole", 1, values);
    for (const [text, at] of address.whole.before) set(at + slotOf(step), values.get(text) ?? 0);
    for (const [text, at] of address.whole.after) set(at + slotOf(step), values.get(text) ?? 0);
  };
  const changeWhole = (step: number, changes: Assignments): void => {
    const values = wholeAt(step);
    values.set("t", timeOf(step));
    assign(changes, values);
    for (const [text, at] of address.whole.after) set(at + slotOf(step), values.get(text) ?? 0);
  };
  const moveAll = (step: number): void => {
    const { coupling } = program;
    const moved = program.step ?? { synapse: [], source: [] };
    const couplings = coupling.map(({ value }, k) => [`coupled ${k}`, value] as const);
    const read = namesIn(moved.synapse, moved.source, couplings);
    const target = program.target.some((text) => read.has(text));
    eachSynapse(step, { target, ofSource: moved.source }, (synapse, _row, time, values) => {
      moveSynapse(synapse, time);
      const all = values();
      assign([...moved.synapse, ...couplings], all);
      for (const [name] of moved.synapse) synapse.values.set(name, all.get(name) ?? 0);
      storeSynapse(
        synapse,
        moved.synapse.map(([name]) => name),
        false,
      );
      coupling.forEach(({ into }, k) => {
        add((inputs.get(into) ?? 0) + synapse.target * bytes, all.get(`coupled ${k}`) ?? 0);
      });
    });
  };
  const filter = (step: number): void => {
    for (const end of ["pre", "post"] as const) {
      const own = program.filters.filter((one) => one.of === end);
      const size = end === "pre" ? table.sources : part.size;
      for (let place = 0; place < size; place++) {
        const values: Values = new Map([...endsAt(end, place), ["t", timeOf(step)]]);
        const next = own.map(({ name, input, share }) => {
          const old = values.get(name) ?? 0;
          const value = javascriptScalar(input, precision, (text) => values.get(text));
          return round(old + round(round(value - old) * round(share)));
        });
        own.forEach(({ name }, k) => {
          set((address.ends.get(name) ?? 0) + place * bytes, next[k] as number);
        });
      }
    }
  };
  const { remove, add: growth } = program.structure ?? {};
  const removals = (step: number): void => {
    if (remove === undefined) return;
    const target = program.target.some((text) => namesIn(remove).has(text));
    eachSynapse(step, { target }, (synapse, _row, time, values) => {
      moveSynapse(synapse, time);
      const all = values();
      const isRemoved = javascriptScalar(remove, precision, (text) => all.get(text)) !== 0;
      view.setUint8(address.marks + synapse.index, isRemoved ? 1 : 0);
    });
  };
  const additions = (step: number): void => {
    if (typeof growth !== "object") return;
    const [{ dendritic } = { dendritic: 0 }] = columns;
    for (let place = 0; place < part.size; place++) {
      const values: Values = new Map([
        ...wholeAt(step),
        ...endsAt("post", place),
        ...targetNow(place, step - 2 * dendritic),
        ["t", timeOf(step)],
      ]);
      const number = javascriptScalar(growth, precision, (text) => values.get(text));
      set(address.additions + place * bytes, number);
    }
  };
  return {
    remove: remove === undefined ? undefined : removals,
    add: typeof growth === "object" ? additions : undefined,
    arrive,
    note: notesTargets(rule) ? note : undefined,
    settle: ruled.lazy ? settle : undefined,
    spikes: rule.eager === undefined ? undefined : spikes,
    named: new Map(named),
    begin: program.whole.length > 0 ? beginWhole : undefined,
    whole: new Map(
      [...program.named].flatMap(([name, { whole: changes }]) =>
        changes.length === 0 ? [] : [[name, (step: number) => changeWhole(step, changes)] as const],
      ),
    ),
    move: moves({ rule }) ? moveAll : undefined,
    filter: program.filters.length > 0 ? filter : undefined,
  };
}
