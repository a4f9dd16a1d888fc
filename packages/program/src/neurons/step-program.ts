import type { Expression, IntegerWidth, LinearSystem } from "@spikeloom/equations";
import type { Phase } from "@spikeloom/kernel";

/** Role of a per-neuron array. */
export type SlotRole =
  | "state"
  | "parameter"
  /** A continuous input. */
  | "input"
  /** The sum of the weights that arrive in a step. */
  | "receptor"
  /** Time since, or remaining of, the refractory period. */
  | "refractory"
  /** Whether the spike condition held in the previous step. */
  | "edge"
  /** A coefficient that depends on parameters of each neuron. */
  | "coefficient"
  /** A random number of the step. */
  | "draw"
  /** Values passed from the first kernel of a step to the second. */
  | "carried"
  /** An expression that is evaluated once per step for recording. */
  | "kept"
  /** A recorded expression. */
  | "observed"
  /** The derivative of a readout with respect to the value of another slot. */
  | "adjoint"
  /** Derivative of another slot along a direction. */
  | "tangent";

/** Number type of an array; doubles represent all of them exactly. */
export type SlotType =
  | { readonly kind: "float" }
  | {
      readonly kind: "integer";
      /** Undefined if no width is specified, in which case values are never truncated. */
      readonly width: IntegerWidth | undefined;
    }
  /** Multiples of 2^-`fraction`, stored in an integer of that width. */
  | { readonly kind: "fixed"; readonly width: IntegerWidth; readonly fraction: number }
  | { readonly kind: "boolean" };

/** A per-neuron array that kernels read and write by name. */
export interface Slot {
  /** Its name in expressions: see `slotName`. */
  readonly name: string;
  readonly role: SlotRole;
  /** The part of the model that it belongs to: a variable, parameter, input, receptor or expression. */
  readonly of: string;
  readonly type: SlotType;
  /** Initial value if none is given elsewhere; 0 by default. */
  readonly start?: number;
}

const named: ReadonlySet<SlotRole> = new Set(["state", "parameter", "input"]);

/**
 * Return the name of the slot for a role.
 *
 * Names declared by a model are kept, and no other slot can have them.
 */
export function slotName(role: SlotRole, of: string): string {
  return named.has(role) ? of : `${role}:${of}`;
}

/**
 * Find the slot of a variable that is recorded or read by synapses.
 *
 * This is the slot of its observed expression, or its own.
 */
export function findObserved<Found>(
  slots: ReadonlyMap<string, Found>,
  variable: string,
): Found | undefined {
  return slots.get(slotName("observed", variable)) ?? slots.get(variable);
}

/** Random numbers that fill a slot before each step. */
export interface Draw {
  readonly slot: string;
  readonly distribution: "uniform" | "normal";
  /**
   * Purpose of the series that fills the slot (section 4 of `specs/random`); the entity is the neuron.
   *
   * It consists of the slot and the population: `draw:0/E`. A step that does not belong to a population yet has only
   * the slot.
   */
  readonly key: string;
}

/** A name and its value. */
export type Let = readonly [name: string, value: Expression];

/** A number updated by the iterations of a loop. */
export interface Carried {
  /** Within the loop, its value before an iteration; after the loop, the result. */
  readonly name: string;
  readonly start: Expression;
  /** The value after an iteration. */
  readonly next: Expression;
  /** The result for neurons for which the loop does not run. */
  readonly otherwise: Expression;
}

/**
 * Iterations that only some neurons take.
 *
 * A neuron's results depend on its own condition alone. Vectorised code skips the loop if the condition holds for none of its
 * neurons; otherwise it computes the loop for all and selects per neuron.
 */
export interface GuardedLoop {
  readonly where: Expression;
  readonly turns: number;
  readonly carried: readonly Carried[];
  /** Computed in each iteration; visible only within the loop. */
  readonly lets: readonly Let[];
}

/** Statements of a kernel: executed in order, with at most one loop. */
export type Statement = Let | GuardedLoop;

/** Whether a statement is a loop. */
export function isLoop(statement: Statement): statement is GuardedLoop {
  return "turns" in statement;
}

/**
 * One pass over all neurons of a population.
 *
 * Names in expressions are lets, carried numbers, slots, `t` or numbers.
 */
export interface Kernel {
  readonly name: string;
  /** Each name is assigned once; a value may read slots and the names before it. */
  readonly statements: readonly Statement[];
  /** Slots set at the end, all from values before the assignments. */
  readonly stores: readonly (readonly [slot: string, value: Expression])[];
  /** Condition under which the neuron sends a spike in this step. */
  readonly spikes: Expression | undefined;
  /** The statements of each phase, in order; for readers only, no code depends on it. */
  readonly phases?: readonly PhaseEnd[];
}

/** End of each phase's statements; a phase starts where the previous one ends. */
export interface PhaseEnd {
  /** `input` consists of what is computed before the phases of the convention. */
  readonly phase: Phase | "input";
  /** Index of the first statement after it. */
  readonly until: number;
}

/** An exactly solved linear system whose coefficients depend on parameters. */
export interface ExactSystem {
  readonly system: LinearSystem;
  /** In milliseconds. */
  readonly dt: number;
  /** Its states that are held. */
  readonly still: readonly string[];
  /** Those of its parameters that are stored in slots. */
  readonly parameters: readonly string[];
  /** Coefficient slots of the entries that these parameters affect, with their indices in `[p | q]`, row by row. */
  readonly slots: ReadonlyMap<string, number>;
}

/** A population's step: the input of the code generators. */
export interface StepProgram {
  readonly slots: ReadonlyMap<string, Slot>;
  readonly draws: readonly Draw[];
  /** One kernel; or two if spikes sent in a step can arrive between them, within the step. */
  readonly kernels: readonly Kernel[];
  /**
   * The second kernel of one step and the first of the next in one pass, with the same bits.
   *
   * It runs with the time, inputs and draws of the next step, and the spikes are those of the next step; between the
   * two, nothing may read or write the population's memory. Undefined if there is only one kernel, or if the second
   * reads the time, an input or a draw.
   */
  readonly fused: Kernel | undefined;
  /** Evaluates recorded expressions between steps, if there are any. */
  readonly observe: Kernel | undefined;
  /** Contents of parameter and coefficient slots. */
  readonly arrays: ReadonlyMap<string, Float64Array>;
  /** Systems from which coefficients are computed, if they depend on parameters stored in slots. */
  readonly exact?: readonly ExactSystem[];
  /** Integration method, for reports: "exact", "rk4 in 2 sub-steps". */
  readonly method: string;
}
