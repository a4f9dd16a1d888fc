import {
  affineIn,
  calledFunctions,
  type Expression,
  evaluate,
  freeNames,
  linearBlocks,
  numericSystem,
  type ParsedAssignments,
  type ParsedPlasticity,
  propagator,
  simplify,
  substitute,
} from "@spikeloom/equations";
import type { ConventionRecord, PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { NOT_COMPILED } from "../errors.ts";
import { hostFunctions } from "../functions/host.ts";
import { binary, mapTree, name, number, select } from "../passes/tree.ts";
import { checkProgram } from "./check-program.ts";
import { motionOf } from "./motion.ts";
import {
  type NamedModel,
  nameModels,
  type ProjectionNames,
  type RuleModel,
} from "./names-of-models.ts";
import type {
  Assignments,
  DrawKind,
  EventProgram,
  FilterProgram,
  Let,
  Motion,
  NamedEvent,
  StructureProgram,
  SynapseProgram,
} from "./synapse-program.ts";

/** What the synapses of a projection are lowered from. */
export interface SynapseLowering {
  readonly synapse: RuleModel<SynapseRecord> | undefined;
  readonly plasticity: RuleModel<PlasticityRecord> | undefined;
  /** Step in milliseconds. */
  readonly dt: number;
  readonly convention: ConventionRecord;
}

/** Lower the synapse model and the plasticity rule of a projection to one program. */
export function lowerSynapse(options: SynapseLowering): SynapseProgram {
  const { dt } = options;
  const models = nameModels(options.synapse, options.plasticity, dt);
  const carriesNew = options.convention.plasticity?.carries === "new";
  const kinds = kindsOf(models, options);
  const pre = preEvent(models, { kinds, carriesNew });
  const post = eventOf(models, "post", kinds.targetSet);
  const named = namedEvents(models, kinds);
  const step = stepOf(models, kinds, dt);
  const coupling = (models.synapse?.parsed.coupling ?? []).map(({ into, value }) => ({
    into,
    value: (models.synapse as NamedModel<unknown>).put(value),
  }));
  const program = {
    synapse: kinds.synapse,
    origins: kinds.origins,
    source: kinds.source,
    target: kinds.target,
    whole: kinds.whole,
    modulators: modulatorsOf(models),
    reads: readsOf(models),
    filters: filtersOf(models, dt),
    motion: motionsOf(models, kinds),
    ...pre,
    post: post.sets.length === 0 ? undefined : post,
    raise: raisesOf(models, kinds),
    named,
    step,
    coupling,
    structure: structureOf(models),
  };
  const lowered = { ...program, lazy: laziness(program) };
  const names = [models.synapse, models.plasticity].flatMap((model) =>
    model === undefined ? [] : [`${model.parsed.record.kind} "${model.parsed.record.name}"`],
  );
  checkProgram(lowered, names.join(" with "));
  return lowered;
}

/** Where variables are kept. */
interface Kinds {
  readonly origins: SynapseProgram["origins"];
  readonly synapse: readonly string[];
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly whole: readonly string[];
  readonly sourceSet: ReadonlySet<string>;
  readonly targetSet: ReadonlySet<string>;
  readonly wholeSet: ReadonlySet<string>;
}

function kindsOf(models: ProjectionNames, { synapse, plasticity }: SynapseLowering): Kinds {
  const own = models.synapse;
  const rule = models.plasticity;
  const states = (model: NamedModel<{ state: ReadonlyMap<string, unknown> }> | undefined) =>
    [...(model?.parsed.state.keys() ?? [])].map((text) => model?.nameOf(text) ?? text);
  const drawn = [...differing(own, synapse?.constants), ...differing(rule, plasticity?.constants)];
  const traces = (of: string): string[] =>
    [...(rule?.parsed.traces.values() ?? [])].flatMap((trace) =>
      trace.of === of && trace.input === undefined ? [rule?.nameOf(trace.name) ?? ""] : [],
    );
  const shared = own?.parsed.per === "source" ? states(own) : [];
  const [lonely] = differing(own, synapse?.constants);
  if (shared.length > 0 && lonely !== undefined) {
    throw NOT_COMPILED({
      place: `synapse "${own?.parsed.record.name}" parameters.${lonely}`,
      message: "Synapses of one source share a state, so each cannot have a parameter of its own.",
      next: "Give the parameter one value for the whole projection.",
    });
  }
  const each = own?.parsed.per === "source" ? [] : states(own);
  const source = [...traces("pre"), ...shared];
  const [target, whole] = [traces("post"), traces("global")];
  return {
    origins: originsOf(models),
    synapse: ["weight", ...each, ...states(rule), ...drawn],
    ...{ source, target, whole },
    sourceSet: new Set(source),
    targetSet: new Set(target),
    wholeSet: new Set(whole),
  };
}

/** Which states and parameters of which model the names of a projection are. */
function originsOf({ synapse, plasticity }: ProjectionNames): SynapseProgram["origins"] {
  const of = (
    kind: "synapse" | "plasticity",
    model: NamedModel<{
      readonly state: ReadonlyMap<string, unknown>;
      readonly parameters: ReadonlyMap<string, unknown>;
    }>,
  ) =>
    [...model.parsed.state.keys(), ...model.parsed.parameters.keys()].map(
      (own) => [model.nameOf(own), { kind, own }] as const,
    );
  return new Map([
    ...(synapse === undefined ? [] : of("synapse", synapse)),
    ...(plasticity === undefined ? [] : of("plasticity", plasticity)),
  ]);
}

/** Parameters that are kept for each synapse. */
function differing(
  model: NamedModel<{ parameters: ReadonlyMap<string, unknown> }> | undefined,
  constants: ReadonlyMap<string, number> | undefined,
): readonly string[] {
  if (model === undefined) return [];
  return [...model.parsed.parameters.keys()].flatMap((text) =>
    constants?.has(text) === true ? [] : [model.nameOf(text)],
  );
}

function modulatorsOf({ plasticity }: ProjectionNames): readonly string[] {
  return [...(plasticity?.parsed.modulators.keys() ?? [])].map(
    (text) => plasticity?.nameOf(text) ?? text,
  );
}

function readsOf({ synapse, plasticity }: ProjectionNames): SynapseProgram["reads"] {
  return [synapse, plasticity].flatMap((model) =>
    [...(model?.parsed.reads.values() ?? [])].map((read) => ({
      name: model?.nameOf(read.name) ?? read.name,
      of: read.of,
      variable: read.variable,
    })),
  );
}

/** A value that parameters alone decide. */
function constantOf(model: NamedModel<unknown>, value: Expression, place: string): number {
  const put = model.put(value);
  if (freeNames(put).size > 0) {
    throw NOT_COMPILED({
      place,
      message: "This has to be one number for the whole projection.",
      next: "Give the parameters that it reads one value instead of one for each synapse.",
    });
  }
  return evaluate(put, { scope: () => undefined, functions: hostFunctions });
}

/** The time constant of a trace. */
function decayOf(
  rule: NamedModel<ParsedPlasticity>,
  { name: own, decay }: { readonly name: string; readonly decay: Expression },
): number {
  const place = `plasticity "${rule.parsed.record.name}" traces.${own}.decay`;
  const tau = constantOf(rule, decay, place);
  if (tau > 0 && tau < Number.POSITIVE_INFINITY) return tau;
  throw NOT_COMPILED({
    place,
    message: `The trace "${own}" has a time constant of ${tau} ms.`,
    next: "Give it a time above 0.",
  });
}

function filtersOf({ plasticity }: ProjectionNames, dt: number): readonly FilterProgram[] {
  if (plasticity === undefined) return [];
  const { parsed } = plasticity;
  return [...parsed.traces.values()].flatMap(({ name: own, of, input, decay, initial }) => {
    if (input === undefined) return [];
    const place = `plasticity "${parsed.record.name}" traces.${own}`;
    if (of === "global") {
      throw NOT_COMPILED({ place, message: "A global trace cannot follow an input of neurons." });
    }
    const tau = decayOf(plasticity, { name: own, decay });
    return {
      name: plasticity.nameOf(own),
      of,
      initial: constantOf(plasticity, initial, `${place}.initial`),
      input: plasticity.put(input),
      share: -(hostFunctions["expm1"] as (x: number) => number)(-dt / tau),
    };
  });
}

function motionsOf(models: ProjectionNames, kinds: Kinds): SynapseProgram["motion"] {
  const odes = new Map<string, Expression>();
  let place = "";
  for (const model of [models.synapse, models.plasticity]) {
    if (model === undefined) continue;
    place = `${model.parsed.record.kind} "${model.parsed.record.name}" dynamics`;
    for (const [own, { derivative, when }] of model.parsed.dynamics) {
      if (when === "event") odes.set(nameOf(model, own), model.put(derivative));
    }
  }
  const rule = models.plasticity;
  for (const trace of rule?.parsed.traces.values() ?? []) {
    if (rule === undefined || trace.input !== undefined) continue;
    const own = rule.nameOf(trace.name);
    const decay = number(decayOf(rule, trace));
    odes.set(own, { kind: "negate", of: binary("divide", name(own), decay) });
  }
  const of = (names: readonly string[]): Motion => {
    const set = new Set(names);
    return motionOf(new Map([...odes].filter(([variable]) => set.has(variable))), place);
  };
  return {
    synapse: of(kinds.synapse),
    source: of(kinds.source),
    target: of(kinds.target),
    whole: of(kinds.whole),
  };
}

function nameOf(model: NamedModel<unknown>, own: string): string {
  return own === "weight" ? own : model.nameOf(own);
}

/** What both models do at an event; what traces of the ends do is left out. */
function eventOf(
  models: ProjectionNames,
  event: string,
  without: ReadonlySet<string>,
): EventProgram {
  const drawing = drawCollector(event);
  const lets: Let[] = [];
  const sets: [string, Expression][] = [];
  for (const model of [models.synapse, models.plasticity]) {
    const assignments = model?.parsed.on.get(event);
    if (model === undefined || assignments === undefined) continue;
    for (const [own, value] of model.kept) {
      if (!isRead(own, { model, assignments })) continue;
      const drawn = drawing.replace(value, lets);
      lets.push({ name: own, value: drawn });
    }
    for (const [own, value] of assignments) {
      const variable = nameOf(model, own);
      if (without.has(variable)) continue;
      sets.push([variable, bounded(models, variable, drawing.replace(model.put(value), lets))]);
    }
  }
  return { lets, sets: merged(models, sets) };
}

/** Whether assignments, or what is kept for them, read a kept expression. */
function isRead(
  own: string,
  { model, assignments }: { readonly model: NamedModel<unknown>; assignments: ParsedAssignments },
): boolean {
  const wanted = new Set(
    [...assignments.values()].flatMap((value) => [...freeNames(model.put(value))]),
  );
  for (const [kept, value] of [...model.kept].reverse()) {
    if (wanted.has(kept)) for (const read of freeNames(value)) wanted.add(read);
  }
  return wanted.has(own);
}

/** Where both models set the weight in one event the rule's change comes after the synapse model's. */
function merged(models: ProjectionNames, sets: readonly [string, Expression][]): Assignments {
  const weights = sets.filter(([variable]) => variable === "weight");
  if (weights.length < 2) return sets;
  const rule = models.plasticity?.parsed.record.name ?? "";
  throw NOT_COMPILED({
    place: `plasticity "${rule}" on`,
    message: "Both the synapse model and the plasticity rule set the weight at one event.",
  });
}

/** Keep a new weight within the bounds of the rule. */
function bounded({ plasticity }: ProjectionNames, variable: string, value: Expression): Expression {
  if (variable !== "weight" || plasticity === undefined) return value;
  const { min, max } = plasticity.parsed.bounds;
  let kept = value;
  // A comparison and a choice, which costs less than the minimum of IEEE 754 and its cases.
  if (min !== undefined) kept = outside("less", kept, plasticity.put(min));
  if (max !== undefined) kept = outside("greater", kept, plasticity.put(max));
  return simplify(kept, { functions: hostFunctions });
}

/** The bound where a value is beyond it. */
function outside(kind: "less" | "greater", value: Expression, bound: Expression): Expression {
  return select({ kind, left: value, right: bound }, bound, value);
}

function call(text: string, ...args: readonly Expression[]): Expression {
  return { kind: "call", name: text, args };
}

interface PreOptions {
  readonly kinds: Kinds;
  readonly carriesNew: boolean;
}

/** The spike of a source: what it does, and what it delivers. */
function preEvent(
  models: ProjectionNames,
  { kinds, carriesNew }: PreOptions,
): { readonly pre: EventProgram; readonly deliver: Expression | undefined } {
  const { synapse } = models;
  const { lets, sets } = eventOf(models, "pre", kinds.sourceSet);
  const given = deliverOf(models);
  if (given === undefined) return { pre: { lets, sets }, deliver: undefined };
  const all = [...lets];
  const known = new Set(all.map((one) => one.name));
  const needed = neededBy(given, synapse);
  const drawing = drawCollector("pre.deliver");
  for (const [own, value] of synapse?.kept ?? []) {
    if (known.has(own) || !needed.has(own)) continue;
    all.push({ name: own, value: drawing.replace(value, all) });
  }
  const changed = sets.find(([variable]) => variable === "weight");
  if (!carriesNew || changed === undefined || models.plasticity === undefined) {
    return { pre: { lets: all, sets }, deliver: drawing.replace(given, all) };
  }
  all.push({ name: "weight.new", value: changed[1] });
  const renewed = sets.map(([variable, value]): [string, Expression] => [
    variable,
    variable === "weight" ? name("weight.new") : value,
  ]);
  const delivered = substitute(given, new Map([["weight", name("weight.new")]]));
  return { pre: { lets: all, sets: renewed }, deliver: drawing.replace(delivered, all) };
}

function deliverOf({ synapse }: ProjectionNames): Expression | undefined {
  if (synapse === undefined) return name("weight");
  const { deliver, coupling } = synapse.parsed;
  if (deliver !== undefined) return synapse.put(deliver);
  return coupling.length > 0 ? undefined : name("weight");
}

function neededBy(
  given: Expression,
  synapse: NamedModel<unknown> | undefined,
): ReadonlySet<string> {
  const wanted = new Set(freeNames(given));
  for (const [kept, value] of [...(synapse?.kept ?? [])].reverse()) {
    if (wanted.has(kept)) for (const read of freeNames(value)) wanted.add(read);
  }
  return wanted;
}

function raisesOf(models: ProjectionNames, kinds: Kinds): SynapseProgram["raise"] {
  const { source, target } = kinds;
  const known = [
    ...["t", ...source, ...kinds.whole],
    ...modulatorsOf(models),
    ...endsOf(models, "pre"),
  ];
  return {
    source: changesOf(models, "pre", { own: kinds.sourceSet, known: new Set(known) }),
    target: changesOf(models, "post", { own: kinds.targetSet, known: new Set(target) }),
  };
}

/** Names of what is read of the neurons at one end, variables and what follows them. */
function endsOf(models: ProjectionNames, end: "pre" | "post"): readonly string[] {
  const rule = models.plasticity;
  const filters = [...(rule?.parsed.traces.values() ?? [])].flatMap(({ name: own, of, input }) =>
    input === undefined || rule === undefined ? [] : [{ name: rule.nameOf(own), of }],
  );
  return [...readsOf(models), ...filters].flatMap((one) => (one.of === end ? [one.name] : []));
}

/** What an event does to variables that more than one synapse has in common. */
function changesOf(
  models: ProjectionNames,
  event: string,
  { own, known }: { readonly own: ReadonlySet<string>; readonly known: ReadonlySet<string> },
): Assignments {
  return [models.synapse, models.plasticity].flatMap((model) =>
    [...(model?.parsed.on.get(event) ?? [])].flatMap(([text, value]): [string, Expression][] => {
      if (model === undefined || !own.has(nameOf(model, text))) return [];
      const { kind, name: modelName } = model.parsed.record;
      const place = `${kind} "${modelName}" on.${event}.${text}`;
      return [[nameOf(model, text), commonValue(model, value, { place, known })]];
    }),
  );
}

/** A value that is the same for all synapses which share a variable: nothing of one of them, no draw. */
function commonValue(
  model: NamedModel<unknown>,
  value: Expression,
  { place, known }: { readonly place: string; readonly known: ReadonlySet<string> },
): Expression {
  const kept = [...model.kept].reverse();
  const whole = kept.reduce((inner, one) => substitute(inner, new Map([one])), model.put(value));
  if ([...calledFunctions(whole)].some(isDraw)) {
    throw NOT_COMPILED({
      place,
      message: "This is drawn for each synapse, but one neuron or all synapses have it once.",
      next: "Keep a state of each synapse instead.",
    });
  }
  const other = [...freeNames(whole)].find((read) => !known.has(read));
  if (other === undefined) return whole;
  throw NOT_COMPILED({
    place,
    message: `This reads "${other}", which differs from synapse to synapse or is not known there.`,
    next: "Keep a state of each synapse instead.",
  });
}

function namedEvents(models: ProjectionNames, kinds: Kinds): ReadonlyMap<string, NamedEvent> {
  const names = [models.synapse, models.plasticity].flatMap((model) => [
    ...(model?.parsed.on.keys() ?? []),
  ]);
  const found = new Map<string, NamedEvent>();
  for (const event of new Set(names)) {
    if (event === "pre" || event === "post") continue;
    const known = new Set([...kinds.whole, ...modulatorsOf(models)]);
    found.set(event, {
      ...eventOf(models, event, kinds.wholeSet),
      whole: changesOf(models, event, { own: kinds.wholeSet, known }),
    });
  }
  return found;
}

/**
 * Variables that are integrated at each step.
 *
 * Linear systems with constant coefficients move exactly. Each of the others goes one step of exponential Euler, or
 * of Euler where it is not linear in itself, with those before it in the middle of their way.
 */
function stepOf(models: ProjectionNames, kinds: Kinds, dt: number): SynapseProgram["step"] {
  const odes = new Map<string, Expression>();
  for (const model of [models.synapse, models.plasticity]) {
    for (const [own, { derivative, when }] of model?.parsed.dynamics ?? []) {
      if (when !== "step" || model === undefined) continue;
      odes.set(nameOf(model, own), model.put(derivative));
    }
  }
  if (odes.size === 0) return undefined;
  const next = new Map(exactSteps(odes, dt));
  const middle = new Map<string, Expression>();
  const enter = (variable: string, value: Expression): void => {
    const sum = binary("add", name(variable), value);
    next.set(variable, value);
    middle.set(variable, binary("multiply", number(0.5), sum));
  };
  for (const [variable, value] of next) enter(variable, value);
  for (const variable of readFirst(odes)) {
    if (next.has(variable)) continue;
    const derivative = substitute(odes.get(variable) as Expression, middle);
    enter(variable, stepped(variable, derivative, dt));
  }
  const sets = [...odes.keys()].map((variable): [string, Expression] => [
    variable,
    bounded(models, variable, next.get(variable) as Expression),
  ]);
  const isOfSource = ([variable]: readonly [string, Expression]): boolean =>
    kinds.sourceSet.has(variable);
  return {
    synapse: sets.filter((one) => !isOfSource(one)),
    source: sets.filter(isOfSource),
  };
}

/** Variables in an order in which each comes after those that it reads, as far as that can be. */
function readFirst(odes: ReadonlyMap<string, Expression>): readonly string[] {
  const ordered = new Set<string>();
  const visit = (variable: string, above: ReadonlySet<string>): void => {
    const value = odes.get(variable);
    if (value === undefined || ordered.has(variable) || above.has(variable)) return;
    const within = new Set([...above, variable]);
    for (const read of freeNames(value)) visit(read, within);
    ordered.add(variable);
  };
  for (const variable of odes.keys()) visit(variable, new Set());
  return [...ordered];
}

/** The next values of variables that form linear systems with constant coefficients. */
function exactSteps(
  odes: ReadonlyMap<string, Expression>,
  dt: number,
): ReadonlyMap<string, Expression> {
  const next = new Map<string, Expression>();
  for (const system of linearBlocks(odes, []).blocks) {
    const { states, matrix, constant } = system;
    if ([...matrix.flat(), ...constant].some((entry) => freeNames(entry).size > 0)) continue;
    const scope = (): undefined => undefined;
    const { p, q } = propagator(numericSystem(system, { scope, functions: hostFunctions }), dt);
    states.forEach((state, i) => {
      let sum: Expression = number(q[i] ?? 0);
      states.forEach((from, j) => {
        const coefficient = number(p[i * states.length + j] ?? 0);
        sum = binary("add", sum, binary("multiply", coefficient, name(from)));
      });
      next.set(state, simplify(sum, { functions: hostFunctions }));
    });
  }
  return next;
}

/** x + x' dt, or the exact step of what is linear in itself while all else is held. */
function stepped(variable: string, derivative: Expression, dt: number): Expression {
  const slope = affineIn(derivative, new Set([variable]))?.coefficients.get(variable);
  const way = binary("multiply", derivative, number(dt));
  if (slope === undefined) return binary("add", name(variable), way);
  const growth = call("exprel", binary("multiply", slope, number(dt)));
  const value = binary("add", name(variable), binary("multiply", way, growth));
  return simplify(value, { functions: hostFunctions });
}

function structureOf({ plasticity }: ProjectionNames): StructureProgram | undefined {
  const structure = plasticity?.parsed.structure;
  if (structure === undefined || plasticity === undefined) return undefined;
  const { every, remove, add, initial } = structure;
  const place = `plasticity "${plasticity.parsed.record.name}" structure`;
  return {
    every: constantOf(plasticity, every, `${place}.every`),
    remove: remove && plasticity.put(remove),
    add: add === undefined || add === "replace" ? add : plasticity.put(add),
    initial: [...initial].map(([own, value]) => [nameOf(plasticity, own), plasticity.put(value)]),
  };
}

/** Whether spikes of the target may wait until the synapse is needed. */
function laziness(program: Omit<SynapseProgram, "lazy">): SynapseProgram["lazy"] {
  const { post, step, coupling, target, raise } = program;
  if (post === undefined)
    return { possible: true, reason: "spikes of the target do nothing to it" };
  if (step !== undefined) return { possible: false, reason: "it moves at each step" };
  if (coupling.length > 0) return { possible: false, reason: "its target reads it at each step" };
  const known = new Set(["t", ...program.synapse, ...program.source, ...target]);
  for (const one of post.lets) known.add(one.name);
  const values = [
    ...post.lets.flatMap((one) => ("value" in one ? [one.value] : one.args)),
    ...post.sets.map(([, value]) => value),
    ...raise.target.map(([, value]) => value),
  ];
  const other = values.flatMap((value) => [...freeNames(value)]).find((read) => !known.has(read));
  if (other === undefined) {
    return { possible: true, reason: "spikes of the target read nothing that time changes" };
  }
  return { possible: false, reason: `spikes of the target read "${other}" as it is then` };
}

/** Puts what is drawn in an event into lets of its own. */
function drawCollector(event: string): {
  replace(value: Expression, lets: Let[]): Expression;
} {
  let count = 0;
  return {
    replace: (value, lets) =>
      mapTree(value, (node) => {
        if (node.kind !== "call" || !isDraw(node.name)) return node;
        const text = `draw:${event}:${count++}`;
        lets.push({ name: text, draw: node.name, args: node.args });
        return name(text);
      }),
  };
}

function isDraw(text: string): text is DrawKind {
  return text === "rand" || text === "randn" || text === "poisson";
}
