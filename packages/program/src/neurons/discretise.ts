import type { Expression } from "@spikeloom/equations";
import type { Phase } from "@spikeloom/kernel";
import { name, number } from "../tree.ts";
import { type Draft, emptyDraft, written } from "./draft.ts";
import { fuse } from "./fuse.ts";
import { integrate } from "./integrate.ts";
import { keepOverStep, keptStores, type Store } from "./keep-over-step.ts";
import type { NeuronForm } from "./neuron-form.ts";
import { observedSlots, observeKernel } from "./observe.ts";
import { arrive } from "./receptors.ts";
import { beginRefractoriness, countRefractoriness, restartRefractoriness } from "./refractory.ts";
import { resetSpiking, testThreshold } from "./spike.ts";
import { namesReadBy, valuesIn } from "./statements.ts";
import { type Discretisation, type StepInput, startDraft, stepInput } from "./step-input.ts";
import {
  type Kernel,
  type PhaseEnd,
  type Slot,
  type StepProgram,
  slotName,
} from "./step-program.ts";

/** A phase of a step: extends the draft of a step and returns the result. */
type PhaseWriter = (draft: Draft, input: StepInput) => Draft;

/** Statements that precede the phases of the convention. */
const begin: readonly PhaseWriter[] = [beginRefractoriness, keepOverStep];

const phases: Readonly<Record<Phase, readonly PhaseWriter[]>> = {
  arrive: [arrive],
  integrate: [integrate, countRefractoriness],
  threshold: [testThreshold],
  reset: [resetSpiking, restartRefractoriness],
};

/**
 * Derive the step of a clock-driven simulator from a continuous neuron.
 *
 * Each phase of the convention is a function from a draft to the next; values that two kernels share are passed through
 * memory.
 */
export function discretise(form: NeuronForm, discretisation: Discretisation): StepProgram {
  const input = stepInput(form, discretisation);
  const writeAll = (draft: Draft, writers: readonly PhaseWriter[]): Draft =>
    writers.reduce((step, write) => write(step, input), draft);
  let draft = writeAll(startDraft(input), begin);
  let ends: PhaseEnd[] = [{ phase: "input", until: draft.statements.length }];
  let before: Kernel | undefined;
  for (const phase of input.convention.order) {
    // Every population is split, spiking or not, so that all receive what arrives in the same step.
    if (phase === "arrive" && input.zeroDelay) {
      const split = splitKernel(draft);
      before = { ...split.kernel, phases: ends };
      draft = split.rest;
      ends = [];
    }
    draft = writeAll(draft, phases[phase]);
    ends.push({ phase, until: draft.statements.length });
  }
  return finished(draft, input, { before, ends });
}

interface Ending {
  /** The first kernel of two. */
  readonly before: Kernel | undefined;
  readonly ends: readonly PhaseEnd[];
}

/** Close the last kernel, and remove what it does not read. */
function finished(draft: Draft, input: StepInput, { before, ends }: Ending): StepProgram {
  const observe = observeKernel(input);
  const whole = observedSlots(draft, input);
  const last: Kernel = {
    ...closedKernel(whole, {
      text: before === undefined ? "step" : "after",
      sends: before === undefined,
      stores: observe === undefined ? [] : keptStores(whole, input),
    }),
    phases: ends,
  };
  const [kernels, slots] = dropUnread(before, last, whole.slots);
  const { arrays, draws, exact } = whole;
  for (const [k] of draws.entries()) {
    const made = slotName("draw", String(k));
    slots.set(made, { name: made, role: "draw", of: String(k), type: { kind: "float" } });
  }
  return {
    slots,
    draws,
    kernels,
    fused: fuse(kernels, slots),
    observe,
    arrays,
    ...(exact.length > 0 && { exact }),
    method: methodName(input),
  };
}

interface Closing {
  readonly text: string;
  /** Whether its spikes are those of the step. */
  readonly sends: boolean;
  readonly stores: readonly Store[];
}

/** End a kernel: store every variable whose value has changed, and empty the receptors. */
function closedKernel(
  { values, slots, statements, spiked }: Draft,
  { text, sends, stores }: Closing,
): Kernel {
  const all: Store[] = [...stores];
  for (const [variable, value] of values) {
    const role = slots.get(variable)?.role;
    const isStored = role === "state" || role === "refractory" || role === "edge";
    if (isStored && !(value.kind === "name" && value.name === variable)) {
      all.push([variable, value]);
    }
  }
  const reads = namesReadBy(valuesIn(statements));
  for (const [slot, { role }] of slots) {
    if (role === "receptor" && reads.has(slot)) all.push([slot, number(0)]);
  }
  return { name: text, statements, stores: all, spikes: sends ? spiked : undefined };
}

/** End the first of two kernels: values other than variables are passed to the second through memory. */
function splitKernel(draft: Draft): { readonly kernel: Kernel; readonly rest: Draft } {
  const stores: Store[] = [];
  const rest = written(draft, ({ slot }) => {
    const carry = (text: string, value: Expression | undefined): Expression | undefined => {
      if (value === undefined || value.kind === "number") return value;
      stores.push([slotName("carried", text), value]);
      return slot("carried", text);
    };
    const spiked = carry("spiked", draft.spiked);
    const free = carry("free", draft.free);
    const isSlot = ([text]: readonly [string, Expression]): boolean => draft.slots.has(text);
    const all = [...draft.values];
    const kept = all
      .filter((one) => !isSlot(one))
      .map(([text, value]) => [text, carry(text, value) ?? value] as const);
    const variables = all.filter(isSlot).map(([text]) => [text, name(text)] as const);
    return { spiked, free, values: new Map([...variables, ...kept]) };
  });
  const kernel = closedKernel(
    { ...draft, slots: rest.slots },
    { text: "before", sends: true, stores },
  );
  const { statements, names, calls } = emptyDraft;
  return { kernel, rest: { ...rest, statements, names, calls } };
}

/** Remove values that the first of two kernels passes on and the second does not read. */
function dropUnread(
  first: Kernel | undefined,
  last: Kernel,
  slots: ReadonlyMap<string, Slot>,
): readonly [readonly Kernel[], Map<string, Slot>] {
  if (first === undefined) return [[last], new Map(slots)];
  const read = namesReadBy([
    ...valuesIn(last.statements),
    ...last.stores.map(([, value]) => value),
  ]);
  const isRead = (slot: string): boolean => slots.get(slot)?.role !== "carried" || read.has(slot);
  const stores = first.stores.filter(([slot]) => isRead(slot));
  return [[{ ...first, stores }, last], new Map([...slots].filter(([slot]) => isRead(slot)))];
}

function methodName({ form: { flow }, scheme }: StepInput): string {
  if (flow.kind === "update") return "the model's own step";
  if (flow.sides.size === 0 || scheme === undefined) return "none";
  const { name: text, subSteps, guard } = scheme;
  if (subSteps === 1) return text;
  const parts = `in ${subSteps} sub-steps`;
  return guard === undefined
    ? `${text} ${parts}`
    : `${text} in one step, ${parts} where its guard holds`;
}
