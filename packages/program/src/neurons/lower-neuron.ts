import type { Expression } from "@spikeloom/equations";
import type { Phase } from "@spikeloom/kernel";
import { both, name, number, select } from "../tree.ts";
import { fuse } from "./fuse.ts";
import { arrivingAt, withinWidth } from "./integers.ts";
import { integrate } from "./integrate.ts";
import { keepOverStep, keptStores, type Store } from "./keep-over-step.ts";
import { type Lowering, type LowerOptions, startLowering } from "./lowering.ts";
import { observeKernel } from "./observe.ts";
import {
  arrived,
  arrivedInIncrement,
  incrementOf,
  type LinearReceptor,
  linearReceptor,
} from "./receptors.ts";
import { refractoriness } from "./refractory.ts";
import { reset } from "./reset.ts";
import { spikeCondition } from "./spike.ts";
import { letOf, namesReadBy, valuesIn } from "./statements.ts";
import { type Kernel, type PhaseEnd, type StepProgram, slotName } from "./step-program.ts";

/** Lower a neuron model to the step program of one population. */
export function lowerNeuron(options: LowerOptions): StepProgram {
  const state = startLowering(options);
  const refractory = refractoriness(state);
  if (options.model.spike?.refractory !== undefined) {
    state.now.set("not_refractory", state.free ?? number(1));
  }
  keepOverStep(state);
  const isWithin = testsWithin(options);
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
  let ends: PhaseEnd[] = [{ phase: "input", until: state.statements.length }];
  for (const phase of options.convention.order) {
    // Every population is split, spiking or not, so that all get what arrives in the same step.
    if (phase === "arrive" && options.zeroDelay) {
      kernels.push({ ...splitKernel(state), phases: ends });
      ends = [];
    }
    phases[phase]();
    ends.push({ phase, until: state.statements.length });
  }
  const text = kernels.length === 0 ? "step" : "after";
  const observe = observeKernel(state);
  const kept = observe === undefined ? [] : keptStores(state);
  const last = closeKernel(state, { text, sends: kernels.length === 0, stores: kept });
  kernels.push({ ...last, phases: ends });
  dropUnread(state, kernels);
  state.draws.draws.forEach((_, k) => void state.slot("draw", String(k)));
  return {
    slots: state.slots,
    draws: state.draws.draws,
    kernels,
    fused: fuse(kernels, state.slots),
    observe,
    arrays: state.arrays,
    ...(state.exact.length > 0 && { exact: state.exact }),
    method: methodName(options),
  };
}

function arrive(state: Lowering): void {
  const { model, receptors, convention } = state.options;
  const open = both(state.free, state.spiked && isRefractory(state) ? not(state) : undefined);
  for (const [receptor, { on }] of state.reader.model.receptors) {
    if (!receptors.has(receptor)) continue;
    const sum = state.slot("receptor", receptor);
    const linear: LinearReceptor = linearReceptor(
      model.name,
      receptor,
      state.reader.assignments(on),
    );
    const values = [...linear.scales].map(([variable, scale]) => {
      const old = state.now.get(variable) ?? name(variable);
      const sums = withArrivals(state, {
        variable,
        old,
        scale: state.present(scale),
        sum: arrivingAt(state, variable, sum),
      });
      const next = withinWidth(state, variable, sums);
      const blocked = convention.refractory.blocksWrites && state.held.has(variable);
      return [variable, state.let(variable, blocked ? select(open, next, old) : next)] as const;
    });
    for (const [variable, value] of values) state.now.set(variable, value);
  }
}

interface Arrival {
  readonly variable: string;
  /** Its value before. */
  readonly old: Expression;
  readonly scale: Expression;
  /** The summed weights. */
  readonly sum: Expression;
}

function withArrivals(state: Lowering, { variable, old, scale, sum }: Arrival): Expression {
  const { convention, model } = state.options;
  const joins = convention.arrivals === "in-increment" && model.step !== undefined;
  if (joins && old.kind === "name") {
    const step = letOf(state.statements, old.name);
    const increment = step && incrementOf(variable, step);
    if (increment !== undefined) return arrivedInIncrement(increment, scale, sum);
  }
  return arrived(old, scale, sum);
}

function isRefractory(state: Lowering): boolean {
  return state.options.model.spike?.refractory !== undefined;
}

function not(state: Lowering): Expression | undefined {
  return state.spiked && { kind: "not", of: state.spiked };
}

/** Whether the integrator tests the threshold in its sub-steps; otherwise it is tested at the end. */
function testsWithin({ model, integrator }: LowerOptions): boolean {
  const hasSubSteps = integrator !== undefined && integrator.handles !== "linear";
  return model.spike?.within === true && hasSubSteps && model.step === undefined;
}

/** End a kernel: every variable whose value changed is stored, receptors are emptied. */
function closeKernel(
  state: Lowering,
  { text, sends, stores }: { text: string; sends: boolean; stores: readonly Store[] },
): Kernel {
  const all: Store[] = [...stores];
  for (const [variable, value] of state.now) {
    const role = state.slots.get(variable)?.role;
    const isStored = role === "state" || role === "refractory" || role === "edge";
    if (isStored && !(value.kind === "name" && value.name === variable)) {
      all.push([variable, value]);
    }
  }
  const reads = namesReadBy(valuesIn(state.statements));
  for (const [slot, { role }] of state.slots) {
    if (role === "receptor" && reads.has(slot)) all.push([slot, number(0)]);
  }
  const spikes = sends ? state.spiked : undefined;
  return { name: text, statements: state.statements, stores: all, spikes };
}

/** End the first of two kernels: values other than variables are passed to the second through memory. */
function splitKernel(state: Lowering): Kernel {
  const carried: Store[] = [];
  const carry = (text: string, value: Expression | undefined): Expression | undefined => {
    if (value === undefined || value.kind === "number") return value;
    carried.push([slotName("carried", text), value]);
    return state.slot("carried", text);
  };
  const spiked = carry("spiked", state.spiked);
  const free = carry("free", state.free);
  const kept = [...state.now].flatMap(([text, value]): [string, Expression][] =>
    state.slots.has(text) ? [] : [[text, carry(text, value) ?? value]],
  );
  const kernel = closeKernel(state, { text: "before", sends: true, stores: carried });
  state.statements = [];
  state.names = 0;
  state.calls.clear();
  state.spiked = spiked;
  state.free = free;
  const variables = [...state.now.keys()].filter((text) => state.slots.has(text));
  state.now = new Map([...variables.map((text) => [text, name(text)] as const), ...kept]);
  return kernel;
}

/** Leave out what the first of two kernels carries over and the second does not read. */
function dropUnread(state: Lowering, kernels: Kernel[]): void {
  const [first, second] = kernels;
  if (first === undefined || second === undefined) return;
  const stored = second.stores.map(([, value]) => value);
  const read = namesReadBy([...valuesIn(second.statements), ...stored]);
  const isRead = (slot: string): boolean =>
    state.slots.get(slot)?.role !== "carried" || read.has(slot);
  kernels[0] = { ...first, stores: first.stores.filter(([slot]) => isRead(slot)) };
  for (const slot of state.slots.keys()) if (!isRead(slot)) state.slots.delete(slot);
}

function methodName(options: LowerOptions): string {
  if (options.model.step !== undefined) return "the model's own step";
  if (Object.keys(options.model.dynamics ?? {}).length === 0) return "none";
  const text = options.integrator?.name ?? "none";
  if (options.subSteps === 1) return text;
  const subSteps = `in ${options.subSteps} sub-steps`;
  if (options.integrator?.guard === undefined) return `${text} ${subSteps}`;
  return `${text} in one step, ${subSteps} where its guard holds`;
}
