import {
  type FunctionBuilder,
  type Local,
  type ModuleBuilder,
  type ScalarWriter,
  webAssemblyScalars,
} from "@spikeloom/code";
import { type Expression, freeNames } from "@spikeloom/equations";
import type { Assignments, EventProgram } from "@spikeloom/program";
import { levelAddress, levelBits } from "../motion-table.ts";
import type { LaidRule, MotionKind } from "../rule-layout.ts";

type Callable = Parameters<FunctionBuilder["call"]>[0];

/** What code of rules is written into. */
export interface RuleModule {
  readonly m: ModuleBuilder;
  /** Draws a number; imported where anything is drawn. */
  readonly draw: Callable | undefined;
}

/** Writes the parts of one function about a rule. */
export interface Scribe {
  readonly f: FunctionBuilder;
  readonly rule: LaidRule;
  readonly draw: Callable | undefined;
  readonly scalars: ScalarWriter;
  /** Bytes of a number, and the logarithm of that. */
  readonly bytes: number;
  readonly shift: number;
  /** The local of a name, made where there is none yet. */
  number(name: string): Local;
  integer(name: string): Local;
  /** Push the number at an address on the stack plus an offset. */
  load(offset: number): void;
  store(offset: number): void;
}

/** Start to write a function about a rule. */
export function scribe({ draw }: RuleModule, f: FunctionBuilder, rule: LaidRule): Scribe {
  const { precision } = rule;
  const locals = new Map<string, Local>();
  const local = (type: "i32" | "f64" | "f32", name: string): Local => {
    const key = `${type} ${name}`;
    const known = locals.get(key) ?? f.local(type, name);
    locals.set(key, known);
    return known;
  };
  const bytes = precision === "f64" ? 8 : 4;
  return {
    ...{ f, rule, draw, bytes, shift: precision === "f64" ? 3 : 2 },
    scalars: webAssemblyScalars(f, precision),
    number: (name) => local(precision, name),
    integer: (name) => local("i32", name),
    load: (offset) => void f.op(`${precision}.load`, { offset }),
    store: (offset) => void f.op(`${precision}.store`, { offset }),
  };
}

/** How names of expressions become locals. */
export type Naming = (name: string) => Local;

/** How far variables move. */
export interface MotionSteps {
  readonly steps: Local;
  /** Says which locals hold the variables; other names of the motion have their own locals. */
  readonly naming?: Naming;
}

/** Move the variables of a kind over as many steps as a local says. */
export function writeMotion(
  s: Scribe,
  kind: MotionKind,
  { steps, naming = s.number }: MotionSteps,
): void {
  const { f, rule } = s;
  const { systems, own } = rule.ruled.program.motion[kind];
  if (rule.tables[kind].entries.length > 0) {
    const [index, rest] = [s.integer("index"), s.integer("rest")];
    const part = (from: Local, level: number): void => {
      f.get(from)
        .i32(2 ** (levelBits[level] as number) - 1)
        .op("i32.and");
      f.i32(s.shift).op("i32.shl").set(index);
    };
    const states = systems.map(({ states: names }) => names.map(naming));
    const write = (from: Local, level: number): void => {
      part(from, level);
      writeLevel(s, kind, { level, index, states });
      if (level === levelBits.length - 1) return;
      f.get(from)
        .i32(levelBits[level] as number)
        .op("i32.shr_u")
        .tee(rest);
      f.if(() => write(rest, level + 1));
    };
    write(steps, 0);
  }
  if (own.length === 0) return;
  const elapsed = s.number("elapsed");
  f.get(steps).op(`${rule.precision}.convert_i32_s`).get(f.constant(rule.precision, rule.dt));
  f.op(`${rule.precision}.mul`).set(elapsed);
  const moving = new Set(own.map(({ state }) => state));
  s.scalars.assign(
    own.map(({ state, next }) => [naming(state), next] as const),
    (name) => (moving.has(name) ? naming(name) : s.number(name)),
  );
}

interface Level {
  readonly level: number;
  /** Bytes of the coefficient within its level. */
  readonly index: Local;
  /** Locals of the states, system by system. */
  readonly states: readonly (readonly Local[])[];
}

function writeLevel(s: Scribe, kind: MotionKind, { level, index, states }: Level): void {
  const { f, rule } = s;
  const { entries } = rule.tables[kind];
  states.forEach((locals, system) => {
    const results = locals.map((local, to) => {
      let terms = 0;
      entries.forEach((entry) => {
        if (entry.system !== system || entry.to !== to) return;
        f.get(index);
        s.load(levelAddress(entry, level, rule.precision));
        if (entry.from !== undefined) {
          f.get(locals[entry.from] as Local).op(`${rule.precision}.mul`);
        }
        if (terms > 0) f.op(`${rule.precision}.add`);
        terms++;
      });
      const result = locals.length === 1 ? local : s.number(`moved ${to}`);
      if (terms === 0) f.get(f.constant(rule.precision, 0));
      f.set(result);
      return result;
    });
    if (locals.length === 1) return;
    locals.forEach((local, to) => void f.get(results[to] as Local).set(local));
  });
}

/** Numbers that tell the draws of an event from all others. */
export interface DrawPlace {
  /** The neuron that the synapse's row belongs to, its place there, and the step. */
  readonly own: Local;
  readonly number: Local;
  readonly step: Local;
  /** Tells the events of a program from each other. */
  readonly event: number;
}

const drawKinds = { rand: 0, randn: 1, poisson: 2 } as const;

/** Compute what an event sets: into the locals of its variables, all from the values before. */
export function writeEvent(
  s: Scribe,
  { lets, sets }: EventProgram,
  { naming, place, also = [] }: EventNames,
): void {
  writeLets(s, lets, { naming, place });
  const pairs = [...sets.map(([variable, value]) => [naming(variable), value] as const), ...also];
  s.scalars.assign(pairs, naming);
}

/** What an event is written with. */
export interface EventNames {
  readonly naming: Naming;
  /** Undefined where nothing is drawn. */
  readonly place: DrawPlace | undefined;
  /** Further locals, set from the values before as well. */
  readonly also?: readonly (readonly [Local, Expression])[];
}

/** Compute or draw the lets of an event. */
function writeLets(
  s: Scribe,
  lets: EventProgram["lets"],
  { naming, place }: Pick<EventNames, "naming" | "place">,
): void {
  const { f, rule } = s;
  lets.forEach((one, k) => {
    const target = naming(one.name);
    if ("value" in one) {
      s.scalars.assign([[target, one.value]], naming);
      return;
    }
    if (place === undefined || s.draw === undefined) return;
    const argument = s.number("argument");
    const [value] = one.args;
    if (value !== undefined) s.scalars.assign([[argument, value]], naming);
    f.i32(rule.number)
      .i32(drawKinds[one.draw])
      .i32(place.event * 64 + k);
    f.get(place.own).get(place.number).get(place.step).get(argument);
    if (rule.precision === "f32") f.op("f64.promote_f32");
    f.call(s.draw);
    if (rule.precision === "f32") f.op("f32.demote_f64");
    f.set(target);
  });
}

/** The names that expressions read. */
export function namesIn(
  ...parts: readonly (EventProgram | Assignments | Expression | undefined)[]
): Set<string> {
  const names = new Set<string>();
  const add = (value: Expression): void => {
    for (const name of freeNames(value)) names.add(name);
  };
  for (const part of parts) {
    if (part === undefined) continue;
    if ("kind" in part) add(part);
    else if ("sets" in part) {
      for (const one of part.lets) {
        if ("value" in one) add(one.value);
        else one.args.forEach(add);
      }
      for (const [, value] of part.sets) add(value);
    } else for (const [, value] of part) add(value);
  }
  return names;
}
