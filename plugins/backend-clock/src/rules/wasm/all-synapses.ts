import type { Local } from "@spikeloom/code";
import type { Expression } from "@spikeloom/equations";
import type { Assignments, EventProgram, NamedEvent } from "@spikeloom/program";
import { columnBytes, type LaidRule } from "../rule-layout.ts";
import { drawPlace, usedVariables, writeNumber, writeTargetNow } from "./arrivals.ts";
import { writeFind, writeNewest, writeSynapseMotion } from "./catch-up.ts";
import {
  type RowLocals,
  rowLocals,
  writeColumn,
  writeEnds,
  writeRow,
  writeSourceLast,
  writeSourceNow,
  writeTimeIfRead,
  writeWhole,
  writeWholeSlot,
} from "./rows.ts";
import {
  namesIn,
  type RuleModule,
  type Scribe,
  scribe,
  writeEvent,
  writeMotion,
} from "./scribe.ts";
import { synapseArrays } from "./synapse-arrays.ts";

/**
 * Write `(step: i32)`, which lets a named event come to all synapses where it is due in a step.
 *
 * It comes as late as its synapses live behind, by their dendritic delay.
 */
export function writeNamedEvent(
  module: RuleModule,
  name: string,
  { rule, event, number }: { readonly rule: LaidRule; event: NamedEvent; readonly number: number },
): void {
  const f = module.m.func(name, { params: [["step", "i32"]] });
  const s = scribe(module, f, rule);
  const step = f.param("step");
  const read = namesIn(event);
  const { whole } = rule.address;
  const counts = [...whole.events.values()][number] ?? 0;
  const { variables, changed } = usedVariables(s, [event]);
  const own = s.integer("number");
  const arrays = synapseArrays(s);
  const times = (time: Local): void => {
    f.get(time)
      .i32(whole.length - 1)
      .op("i32.and");
    f.i32(2).op("i32.shl").op("i32.load", { offset: counts });
  };
  eachSynapse(s, { step, read, when: "before", times }, (row, time) => {
    const place = rule.kept.numbers === undefined ? undefined : drawPlace(s, row.source, own);
    arrays.load(row.from, variables);
    writeNumber(s, row.from, own);
    writeSynapseMotion(s, time);
    writeEvent(s, event, {
      naming: s.number,
      place: place && { ...place, step: time, event: 2 + number },
    });
    arrays.store(row.from, changed, s.integer("last event"));
  });
}

/** Write `(step: i32)`, which begins a step for what is kept once: it moves on by a step. */
export function writeWholeStep(module: RuleModule, name: string, rule: LaidRule): void {
  const f = module.m.func(name, { params: [["step", "i32"]] });
  const s = scribe(module, f, rule);
  const { whole } = rule.address;
  const [last, slot] = [s.integer("last step"), s.integer("slot")];
  f.get(f.param("step")).i32(1).op("i32.sub").set(last);
  writeWhole(s, new Set(whole.after.keys()), { step: last });
  writeMotion(s, "whole", { steps: f.constant("i32", 1) });
  writeWholeSlot(s, f.param("step"));
  f.set(slot);
  for (const [own, before] of whole.before) {
    f.get(slot).get(s.number(own));
    s.store(before);
    f.get(slot).get(s.number(own));
    s.store(whole.after.get(own) ?? 0);
  }
}

/** Write `(step: i32)`, which lets a named event change what is kept once. */
export function writeWholeEvent(
  module: RuleModule,
  name: string,
  { rule, changes }: { readonly rule: LaidRule; readonly changes: Assignments },
): void {
  const f = module.m.func(name, { params: [["step", "i32"]] });
  const s = scribe(module, f, rule);
  const { whole } = rule.address;
  const step = f.param("step");
  const read = namesIn(changes);
  writeTimeIfRead(s, read, step);
  writeWhole(s, new Set([...read, ...whole.after.keys()]), { step });
  s.scalars.assign(
    changes.map(([own, value]) => [s.number(own), value] as const),
    s.number,
  );
  const slot = s.integer("slot");
  writeWholeSlot(s, step);
  f.set(slot);
  for (const [own, after] of whole.after) {
    f.get(slot).get(s.number(own));
    s.store(after);
  }
}

/** Write `(step: i32)`, which moves all synapses by one step and adds up what they couple. */
export function writeStep(
  module: RuleModule,
  name: string,
  { rule, inputs }: { readonly rule: LaidRule; readonly inputs: ReadonlyMap<string, number> },
): void {
  const f = module.m.func(name, { params: [["step", "i32"]] });
  const s = scribe(module, f, rule);
  const step = f.param("step");
  const { program } = rule.ruled;
  const { coupling } = program;
  const moved = program.step ?? { synapse: [], source: [] };
  const couplings = coupling.map(({ value }, k) => [`coupled ${k}`, value] as const);
  const event: EventProgram = { lets: [], sets: moved.synapse };
  const read = namesIn(event, moved.source, couplings);
  const { variables } = usedVariables(s, [event], namesIn(couplings));
  const changed = moved.synapse.map(([variable]) => variable);
  const arrays = synapseArrays(s);
  eachSynapse(s, { step, read, ofSource: moved.source }, (row, time) => {
    arrays.load(row.from, variables);
    // What moves from event to event stays as its last event left it; only a copy moves.
    writeSynapseMotion(s, time);
    const also = couplings.map(([own, value]) => [s.number(own), value] as const);
    writeEvent(s, event, { naming: s.number, place: undefined, also });
    arrays.store(row.from, changed, undefined);
    coupling.forEach(({ into }, k) => {
      const at = s.integer("input");
      f.get(s.integer("target")).i32(s.shift).op("i32.shl").tee(at).get(at);
      s.load(inputs.get(into) ?? 0);
      f.get(s.number(`coupled ${k}`)).op(`${rule.precision}.add`);
      s.store(inputs.get(into) ?? 0);
    });
  });
}

interface Visit {
  readonly step: Local;
  readonly read: ReadonlySet<string>;
  /** What each source sets, beside its synapses. */
  readonly ofSource?: Assignments;
  /** Whether what is kept once is read as before or after the named events of the step. */
  readonly when?: "before" | "after";
  /** Pushes how often the synapses of a delay are walked, given their own time; once where not given. */
  times?(time: Local): void;
}

/** Walk all synapses, delay after delay, with all that they read in locals. */
function eachSynapse(
  s: Scribe,
  { step, read, ofSource = [], when, times }: Visit,
  visit: (row: RowLocals, time: Local) => void,
): void {
  const { f, rule } = s;
  const { columns, table } = rule;
  const { program } = rule.ruled;
  const row = rowLocals(s);
  const [time, until, turns] = [s.integer("time"), s.integer("until"), s.integer("turns")];
  const arrays = synapseArrays(s);
  const limit = f.constant("i32", columns.length * columnBytes);
  const needsTrace = program.target.some((name) => read.has(name));
  const walk = (): void => {
    f.i32(0).set(row.source);
    f.count({ index: row.source, limit: f.constant("i32", table.sources), step: 1 }, () => {
      writeRow(s, row);
      writeSourceLast(s, row.segment);
      writeSourceNow(s, time);
      writeEnds(s, { of: "pre", place: row.source, read });
      f.count({ index: row.from, limit: row.until, step: 1 }, () => {
        arrays.loadTarget(row.from);
        writeEnds(s, { of: "post", place: s.integer("target"), read });
        if (needsTrace) {
          const entry = s.integer("entry");
          writeNewest(s, s.integer("target"), entry);
          writeTargetNow(s, entry, until);
        }
        visit(row, time);
      });
      if (ofSource.length > 0) writeSourceStep(s, row, ofSource);
    });
  };
  f.count({ index: row.column, limit, step: columnBytes }, () => {
    writeColumn(s, row);
    // Before a spike can have come to the synapse, its own time stands still.
    f.get(step).get(row.dendritic).op("i32.sub").tee(time).i32(0);
    f.get(time).i32(0).op("i32.gt_s").select().tee(time);
    f.get(row.dendritic).op("i32.sub").set(until);
    writeTimeIfRead(s, read, time);
    writeWhole(s, read, { step: time, ...(when !== undefined && { when }) });
    if (times === undefined) {
      walk();
      return;
    }
    f.get(step).get(row.dendritic).op("i32.ge_s");
    f.if(() => {
      times(time);
      f.set(turns);
      f.loop((again) => {
        f.get(turns).if(() => {
          walk();
          f.get(turns).i32(1).op("i32.sub").set(turns).br(again);
        });
      });
    });
  });
}

/** Set variables of a source that move step by step. */
function writeSourceStep(s: Scribe, { segment }: RowLocals, sets: Assignments): void {
  const { f, rule } = s;
  s.scalars.assign(
    sets.map(([name, value]) => [s.number(`${name} next`), value] as const),
    s.number,
  );
  for (const [name] of sets) {
    f.get(segment).get(s.number(`${name} next`));
    s.store(rule.segment.variables.get(name) ?? 0);
  }
}

/** Write `(step: i32)`, which moves the traces that follow variables of the neurons. */
export function writeFilters(module: RuleModule, name: string, rule: LaidRule): void {
  const f = module.m.func(name, { params: [["step", "i32"]] });
  const s = scribe(module, f, rule);
  const { filters } = rule.ruled.program;
  for (const end of ["pre", "post"] as const) {
    const own = filters.filter((filter) => filter.of === end);
    if (own.length === 0) continue;
    const read = namesIn(own.map(({ name: text, input }) => [text, input] as const));
    for (const { name: text } of own) read.add(text);
    const [place, at] = [s.integer("place"), s.integer("at")];
    const size = end === "pre" ? rule.table.sources : rule.part.size;
    writeTimeIfRead(s, read, f.param("step"));
    f.i32(0).set(place);
    f.count({ index: place, limit: f.constant("i32", size), step: 1 }, () => {
      writeEnds(s, { of: end, place, read });
      f.get(place).i32(s.shift).op("i32.shl").set(at);
      const next = own.map(({ name: text, input, share }) => {
        const way = { kind: "subtract", left: input, right: { kind: "name", name: text } } as const;
        const part = {
          kind: "multiply",
          left: way,
          right: { kind: "number", value: share },
        } as const;
        const value = { kind: "add", left: { kind: "name", name: text }, right: part } as const;
        return [s.number(`${text} next`), value] as const;
      });
      s.scalars.assign(next, s.number);
      for (const { name: text } of own) {
        f.get(at).get(s.number(`${text} next`));
        s.store(rule.address.ends.get(text) ?? 0);
      }
    });
  }
}

/** Write `(step: i32)`, which marks the synapses that are to be removed: a byte for each. */
export function writeRemovals(
  module: RuleModule,
  name: string,
  { rule, remove, marks }: { readonly rule: LaidRule; remove: Expression; readonly marks: number },
): void {
  const f = module.m.func(name, { params: [["step", "i32"]] });
  const s = scribe(module, f, rule);
  const step = f.param("step");
  const event: EventProgram = { lets: [], sets: [["removed", remove]] };
  const read = namesIn(event);
  const { variables } = usedVariables(s, [event]);
  const arrays = synapseArrays(s);
  eachSynapse(s, { step, read }, (row, time) => {
    arrays.load(row.from, variables);
    writeSynapseMotion(s, time);
    writeEvent(s, event, { naming: s.number, place: undefined });
    f.get(row.from).get(s.number("removed")).get(f.constant(rule.precision, 0));
    f.op(`${rule.precision}.ne`).op("i32.store8", { offset: marks });
  });
}

/** Write `(step: i32)`, which computes how many synapses each target gets: a number for each. */
export function writeAdditions(
  module: RuleModule,
  name: string,
  { rule, add, numbers }: { readonly rule: LaidRule; add: Expression; readonly numbers: number },
): void {
  const f = module.m.func(name, { params: [["step", "i32"]] });
  const s = scribe(module, f, rule);
  const step = f.param("step");
  const read = namesIn([["added", add]]);
  const [target, until, entry] = [s.integer("target"), s.integer("until"), s.integer("entry")];
  const [{ dendritic } = { dendritic: 0 }] = rule.columns;
  writeWhole(s, read, { step });
  writeTimeIfRead(s, read, step);
  f.get(step)
    .i32(2 * dendritic)
    .op("i32.sub")
    .set(until);
  f.count({ index: target, limit: f.constant("i32", rule.part.size), step: 1 }, () => {
    writeEnds(s, { of: "post", place: target, read });
    if (rule.ruled.program.target.some((own) => read.has(own))) {
      writeNewest(s, target, entry);
      writeFind(s, entry, until);
      writeTargetNow(s, entry, until);
    }
    s.scalars.assign([[s.number("added"), add]], s.number);
    f.get(target).i32(s.shift).op("i32.shl").get(s.number("added"));
    s.store(numbers);
  });
}
