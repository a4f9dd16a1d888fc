import type { Expression } from "@spikeloom/equations";
import { checkOptionNames, type OptionNames, type Surrogate } from "@spikeloom/kernel";
import { NOT_DERIVED } from "../errors.ts";
import {
  isLoop,
  type Kernel,
  type Let,
  type Slot,
  type SlotRole,
  type StepProgram,
  slotName,
} from "../neurons/step-program.ts";
import { name, number } from "../tree.ts";
import { chained, partialsOf, plus, type SlopeOfTruth, type Truths } from "./partials.ts";

/** Resets that are differentiated: none, all, or those of named variables. */
export type Resets = Exclude<NonNullable<Surrogate["reset"]>, "by-variable">;

/** Options for differentiating a step. */
export interface DifferentiateOptions {
  /** Surrogate derivative of a spike with respect to the distance from threshold; by default spikes do not change. */
  readonly surrogate?: SlopeOfTruth | undefined;
  /**
   * Whether the derivative of a spike acts through a reset; false by default.
   *
   * A list names the variables for which it does.
   */
  readonly reset?: Resets | undefined;
  /** Whether derivatives pass through `floor` and `ceil` unchanged; by default they are 0. */
  readonly rounding?: Surrogate["rounding"] | undefined;
  /** Parameters to differentiate with respect to. */
  readonly by?: readonly string[] | undefined;
}

/** The names of these options. */
export const differentiateNames: OptionNames<DifferentiateOptions> = {
  surrogate: true,
  reset: true,
  rounding: true,
  by: true,
};

/** Prefixes for derivatives that depend on whether a neuron spikes in a step. */
export const spikesSlot = "spikes";

/**
 * Create the backward pass of a step, which computes derivatives of a readout.
 *
 * It propagates derivatives from the end of a step to its start. Its kernel reads the values at the start of the step and
 * `adjoint` slots, one for each slot and one for `spikes`. For variables they hold the derivative with respect to the value after
 * the step before the kernel runs, and to the value before the step afterwards. For parameters and coefficients the step's
 * contribution is added; for inputs, receptors and draws they are the step's own.
 */
export function adjointStep(program: StepProgram, options: DifferentiateOptions = {}): StepProgram {
  checkOptionNames(options, differentiateNames, "adjointStep");
  const { kernel, slots, lets, truthsOf } = openStep(program, options);
  const adjoint = (slot: string): Expression => name(slotName("adjoint", slot));
  const sums = new Map<string, Expression>();
  const add = (partials: ReadonlyMap<string, Expression>, of: Expression): void => {
    for (const [text, partial] of partials) {
      sums.set(text, plus(sums.get(text) ?? number(0), chained(partial, of)));
    }
  };
  const end = truthsOf(lets.length);
  for (const [slot, value] of kernel.stores) add(partialsOf(value, end), adjoint(slot));
  if (kernel.spikes) add(partialsOf(kernel.spikes, end), adjoint(spikesSlot));
  const backwards: Let[] = [];
  for (let at = lets.length - 1; at >= 0; at--) {
    const [text, value] = lets[at] as Let;
    const sum = sums.get(text);
    if (sum === undefined) continue;
    backwards.push([`adjoint ${text}`, sum]);
    add(partialsOf(value, truthsOf(at)), name(`adjoint ${text}`));
  }
  const stored = new Set(kernel.stores.map(([slot]) => slot));
  const stores = [...slots].map(([slot, { role }]): Let => {
    const own = sums.get(slot) ?? number(0);
    const goesOn = grows.has(role) || (varies.has(role) && !stored.has(slot));
    return [slotName("adjoint", slot), goesOn ? plus(adjoint(slot), own) : own];
  });
  return derived(program, { name: "adjoint", statements: [...lets, ...backwards], stores });
}

/**
 * Create a step with forward-mode derivatives in one direction.
 *
 * `tangent` slots initially hold the direction for each slot, and after the step the derivative of each variable.
 */
export function tangentStep(program: StepProgram, options: DifferentiateOptions = {}): StepProgram {
  checkOptionNames(options, differentiateNames, "tangentStep");
  const { kernel, slots, lets, truthsOf } = openStep(program, options);
  const moves = new Map([...slots.keys()].map((slot) => [slot, name(slotName("tangent", slot))]));
  const moveOf = (value: Expression, at: number): Expression => {
    let sum: Expression = number(0);
    for (const [text, partial] of partialsOf(value, truthsOf(at))) {
      const move = moves.get(text);
      if (move !== undefined) sum = plus(sum, chained(partial, move));
    }
    return sum;
  };
  const all = lets.flatMap(([text, value], at): Let[] => {
    const move = moveOf(value, at);
    moves.set(text, name(`tangent ${text}`));
    return [
      [text, value],
      [`tangent ${text}`, move],
    ];
  });
  const ends = kernel.stores.map(([slot, value]): Let => {
    return [slotName("tangent", slot), moveOf(value, lets.length)];
  });
  const spikes: Let[] = kernel.spikes
    ? [[slotName("tangent", spikesSlot), moveOf(kernel.spikes, lets.length)]]
    : [];
  return derived(program, {
    name: "tangent",
    statements: all,
    stores: [...kernel.stores, ...ends, ...spikes],
    spikes: kernel.spikes,
  });
}

/** Slots that a step changes and the next one continues from. */
const varies: ReadonlySet<SlotRole> = new Set(["state", "refractory", "edge", "kept"]);
/** Slots that are the same in all steps. */
const grows: ReadonlySet<SlotRole> = new Set(["parameter", "coefficient"]);

/** A step prepared for differentiation. */
export interface OpenStep {
  readonly kernel: Kernel;
  readonly slots: ReadonlyMap<string, Slot>;
  readonly lets: readonly Let[];
  /** Differentiation of truth values within the statement of a number. */
  truthsOf(at: number): Truths;
}

/** Collect the differentiable parts of a step, or throw an error. */
export function openStep(
  { kernels, slots }: StepProgram,
  { surrogate, reset = "detached", rounding = "flat", by = [] }: DifferentiateOptions,
): OpenStep {
  checkUndifferentiated(slots, "differentiated again");
  const [kernel, second] = kernels;
  if (kernel === undefined || second !== undefined) {
    throw NOT_DERIVED({
      message:
        "A step in which spikes can arrive at once consists of two kernels and has no single derivative.",
      next: "Make every delay at least one step.",
    });
  }
  const lets = kernel.statements.map((statement): Let => {
    if (!isLoop(statement)) return statement;
    throw NOT_DERIVED({
      message: "Sub-steps that only some neurons take cannot be differentiated.",
      next: "Choose an integrator without a guard, such as rk4.",
    });
  });
  for (const parameter of by) {
    if (slots.get(parameter)?.role === "parameter") continue;
    throw NOT_DERIVED({
      message: `The parameter "${parameter}" is not a slot of the step.`,
      next: 'Lower the step with it in "asSlots".',
    });
  }
  const phases = kernel.phases ?? [];
  const attached = attachedVariables(slots, reset);
  const phaseOf = (at: number): string | undefined => phases.find(({ until }) => at < until)?.phase;
  return {
    kernel,
    slots,
    lets,
    truthsOf(at) {
      const isThreshold = phaseOf(at) === "threshold";
      const isReset = phaseOf(at) === "reset";
      return {
        slope: isThreshold ? surrogate : undefined,
        chooses: !isReset || attached === "all" || attached.has(variableOf(lets[at]?.[0] ?? "")),
        roundsThrough: rounding === "straight-through",
      };
    },
  };
}

/** Reject derivatives of a step: they no longer state which statements test the threshold. */
export function checkUndifferentiated(slots: StepProgram["slots"], what: string): void {
  for (const { role } of slots.values()) {
    if (role !== "adjoint" && role !== "tangent") continue;
    throw NOT_DERIVED({
      message: `The ${role} of a step cannot be ${what}.`,
      next: "Derive it from the step itself: quantise first, then differentiate once.",
    });
  }
}

/** List the variables whose resets depend on spikes. */
function attachedVariables(
  slots: StepProgram["slots"],
  reset: Resets,
): "all" | ReadonlySet<string> {
  if (reset === "attached") return "all";
  if (reset === "detached") return new Set();
  for (const variable of reset) {
    if (slots.get(variable)?.role === "state") continue;
    throw NOT_DERIVED({
      message: `No spike resets the variable "${variable}".`,
      next: "Use names of variables that a step changes.",
    });
  }
  return new Set(reset);
}

/** Return the variable that a statement assigns: the statement's name is that of the variable and a number. */
const variableOf = (text: string): string => text.replace(/\.\d+$/, "");

/** Create a program with one kernel, with the slots of another program in addition to its own. */
function derived(
  program: StepProgram,
  { spikes, ...kernel }: Omit<Kernel, "spikes"> & { readonly spikes?: Expression | undefined },
): StepProgram {
  const role = kernel.name as "adjoint" | "tangent";
  const own = [...program.slots.keys(), spikesSlot].map((of): readonly [string, Slot] => {
    const made = slotName(role, of);
    return [made, { name: made, role, of, type: { kind: "float" } }];
  });
  return {
    ...program,
    slots: new Map([...program.slots, ...own]),
    kernels: [{ ...kernel, spikes }],
    fused: undefined,
    observe: undefined,
    method: `${role} of ${program.method}`,
  };
}
