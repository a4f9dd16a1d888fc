import { type Expression, freeNames, simplify, substitute } from "@spikeloom/equations";
import type { ConventionRecord, IntegratorRecord, NeuronRecord, Phase } from "@spikeloom/kernel";
import { hostFunctions } from "../functions/host.ts";
import type { Kernel, Slot, SlotRole, StepProgram } from "../program.ts";
import { integrate } from "./integrate.ts";
import { type ModelReader, modelReader } from "./parse-model.ts";
import { arrived, type LinearReceptor, linearReceptor } from "./receptors.ts";
import { refractoriness } from "./refractory.ts";
import { type DrawCollector, drawCollector } from "./replace-draws.ts";
import { reset } from "./reset.ts";
import { spikeCondition } from "./spike.ts";
import { both, name, number, select } from "./tree.ts";

/** What a population's step is lowered from. */
export interface LowerOptions {
  readonly model: NeuronRecord;
  /** Parameters in internal units: one number, or one per neuron. */
  readonly parameters: ReadonlyMap<string, number | Float64Array>;
  /** Step in milliseconds. */
  readonly dt: number;
  readonly convention: ConventionRecord;
  /** The chosen integrator; `undefined` for models without dynamics or with a step of their own. */
  readonly integrator: IntegratorRecord | undefined;
  readonly subSteps: number;
  /** Inputs that something feeds; the others are zero. */
  readonly inputs: ReadonlySet<string>;
  /** Receptors that something feeds; the others never see a spike. */
  readonly receptors: ReadonlySet<string>;
  /** Sub-expressions whose values are recorded. */
  readonly observed: readonly string[];
  /** Spikes can arrive in the step in which they are sent. */
  readonly zeroDelay: boolean;
}

/** The mutable state of one lowering; variables have the value that `now` gives. */
export interface Lowering {
  readonly options: LowerOptions;
  readonly reader: ModelReader;
  readonly draws: DrawCollector;
  readonly slots: Map<string, Slot>;
  readonly arrays: Map<string, Float64Array>;
  /** Counters with the values they start from. */
  readonly counters: Map<string, number>;
  readonly held: ReadonlySet<string>;
  now: Map<string, Expression>;
  lets: [string, Expression][];
  free: Expression | undefined;
  spiked: Expression | undefined;
  let(hint: string, value: Expression): Expression;
  slot(text: string, role: SlotRole): Expression;
  /** A tree of the model with the present values of its variables. */
  present(expression: Expression): Expression;
}

/** Lower a neuron model to the step program of one population. */
export function lowerNeuron(options: LowerOptions): StepProgram {
  const state = startLowering(options);
  const refractory = refractoriness(state);
  if (options.model.spike?.refractory !== undefined) {
    state.now.set("not_refractory", state.free ?? number(1));
  }
  keepOverStep(state);
  const isWithin = options.model.spike?.within === true;
  const phases: Readonly<Record<Phase, () => void>> = {
    arrive: () => arrive(state),
    integrate: () => {
      integrate(state);
      refractory.afterIntegration();
    },
    threshold: () => {
      if (!isWithin) state.spiked = spikeCondition(state);
    },
    reset: () => {
      if (!isWithin) reset(state, state.spiked);
      refractory.afterSpike();
    },
  };
  const kernels: Kernel[] = [];
  for (const phase of options.convention.order) {
    if (phase === "arrive" && options.zeroDelay && state.spiked !== undefined) {
      kernels.push(splitKernel(state));
    }
    phases[phase]();
  }
  const observed = options.observed.map((text): Store => {
    const value = state.let(text, state.present(state.reader.expression(text)));
    state.slot(`observed_${text}`, "observed");
    return [`observed_${text}`, value];
  });
  const text = kernels.length === 0 ? "step" : "after";
  kernels.push(closeKernel(state, { text, sends: kernels.length === 0, stores: observed }));
  for (const { slot } of state.draws.draws) state.slot(slot, "draw");
  return {
    slots: state.slots,
    draws: state.draws.draws,
    kernels,
    arrays: state.arrays,
    counters: state.counters,
    method: methodName(options),
  };
}

function startLowering(options: LowerOptions): Lowering {
  const { model, parameters } = options;
  const fixed = new Map<string, Expression>();
  const slots = new Map<string, Slot>();
  const arrays = new Map<string, Float64Array>();
  for (const [parameter, value] of parameters) {
    if (typeof value === "number") fixed.set(parameter, number(value));
    else {
      slots.set(parameter, { name: parameter, role: "parameter" });
      arrays.set(parameter, value);
    }
  }
  fixed.set("dt", number(options.dt));
  for (const input of Object.keys(model.inputs ?? {})) {
    if (options.inputs.has(input)) slots.set(input, { name: input, role: "input" });
    else fixed.set(input, number(0));
  }
  const reader = modelReader(model, fixed);
  for (const variable of reader.states) slots.set(variable, { name: variable, role: "state" });
  const hold = model.spike?.refractory?.hold ?? [];
  const state: Lowering = {
    options,
    reader,
    draws: drawCollector(),
    slots,
    arrays,
    counters: new Map(),
    held: new Set(hold),
    now: new Map(reader.states.map((variable) => [variable, name(variable)])),
    lets: [],
    free: undefined,
    spiked: undefined,
    let(hint, value) {
      const simple = simplify(state.draws.replace(value), { functions: hostFunctions });
      if (simple.kind === "name" || simple.kind === "number") return simple;
      const text = `${hint}.${state.lets.length}`;
      state.lets.push([text, simple]);
      return name(text);
    },
    slot(text, role) {
      slots.set(text, { name: text, role });
      return name(text);
    },
    present: (expression) => substitute(expression, state.now),
  };
  return state;
}

/** Expressions that are evaluated once at the start of a step and kept. */
function keepOverStep(state: Lowering): void {
  for (const [text, definition] of Object.entries(state.options.model.expressions ?? {})) {
    if (definition.constantOverStep !== true) continue;
    const value = state.present(state.reader.expression(definition.value));
    state.now.set(text, state.let(text, value));
  }
}

function arrive(state: Lowering): void {
  const { model, receptors, convention } = state.options;
  const open = both(state.free, state.spiked && isRefractory(state) ? not(state) : undefined);
  for (const [receptor, definition] of Object.entries(model.receptors ?? {})) {
    if (!receptors.has(receptor)) continue;
    const sum = `receptor_${receptor}`;
    state.slot(sum, "receptor");
    const linear: LinearReceptor = linearReceptor(
      model.name,
      receptor,
      state.reader.assignments(definition.on),
    );
    const values = [...linear.scales].map(([variable, scale]) => {
      const old = state.now.get(variable) ?? name(variable);
      const next = arrived(old, state.present(scale), sum);
      const blocked = convention.refractory.blocksWrites && state.held.has(variable);
      return [variable, state.let(variable, blocked ? select(open, next, old) : next)] as const;
    });
    for (const [variable, value] of values) state.now.set(variable, value);
  }
}

function isRefractory(state: Lowering): boolean {
  return state.options.model.spike?.refractory !== undefined;
}

function not(state: Lowering): Expression | undefined {
  return state.spiked && { kind: "not", of: state.spiked };
}

type Store = [slot: string, value: Expression];

/** End a kernel: every variable whose value changed is stored, receptors are emptied. */
function closeKernel(
  state: Lowering,
  { text, sends, stores }: { text: string; sends: boolean; stores: readonly Store[] },
): Kernel {
  const all: Store[] = [...stores];
  for (const [variable, value] of state.now) {
    const role = state.slots.get(variable)?.role;
    const isStored = role === "state" || role === "counter";
    if (isStored && !(value.kind === "name" && value.name === variable)) {
      all.push([variable, value]);
    }
  }
  const reads = new Set(state.lets.flatMap(([, value]) => [...freeNames(value)]));
  for (const [slot, { role }] of state.slots) {
    if (role === "receptor" && reads.has(slot)) all.push([slot, number(0)]);
  }
  const spikes = sends ? state.spiked : undefined;
  const graded = state.options.model.spike?.count !== undefined;
  return { name: text, lets: state.lets, stores: all, spikes, graded };
}

/** End the first of two kernels: what the second needs besides the variables goes through memory. */
function splitKernel(state: Lowering): Kernel {
  const carried: Store[] = [];
  const carry = (text: string, value: Expression | undefined): Expression | undefined => {
    if (value === undefined || value.kind === "number") return value;
    carried.push([`carried_${text}`, value]);
    return state.slot(`carried_${text}`, "counter");
  };
  const spiked = carry("spiked", state.spiked);
  const free = carry("free", state.free);
  const kept = [...state.now].flatMap(([text, value]): [string, Expression][] =>
    state.slots.has(text) ? [] : [[text, carry(text, value) ?? value]],
  );
  const kernel = closeKernel(state, { text: "before", sends: true, stores: carried });
  state.lets = [];
  state.spiked = spiked;
  state.free = free;
  const variables = [...state.now.keys()].filter((text) => state.slots.has(text));
  state.now = new Map([...variables.map((text) => [text, name(text)] as const), ...kept]);
  return kernel;
}

function methodName(options: LowerOptions): string {
  if (options.model.step !== undefined) return "the model's own step";
  if (Object.keys(options.model.dynamics ?? {}).length === 0) return "none";
  const text = options.integrator?.name ?? "none";
  return options.subSteps === 1 ? text : `${text} in ${options.subSteps} sub-steps`;
}
