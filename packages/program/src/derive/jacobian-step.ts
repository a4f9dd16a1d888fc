import type { Expression } from "@spikeloom/equations";
import { checkOptionNames } from "@spikeloom/kernel";
import { type Let, type Slot, type StepProgram, slotName } from "../neurons/step-program.ts";
import { name, number } from "../tree.ts";
import {
  type DifferentiateOptions,
  differentiateNames,
  openStep,
  spikesSlot,
} from "./differentiate-step.ts";
import { chained, partialsOf, plus } from "./partials.ts";

/** Derivative of one value at a step's end with respect to one at its start. */
export interface JacobianEntry {
  /** A variable, or `spikes`. */
  readonly of: string;
  /** A variable, an input, a receptor or a parameter. */
  readonly by: string;
  /** The slot that holds it for each neuron. */
  readonly slot: string;
  /** The derivative's value if it is the same for all neurons in all steps. */
  readonly constant: number | undefined;
}

/** A step whose one kernel writes all derivatives that are not identically 0. */
export interface JacobianStep {
  readonly program: StepProgram;
  readonly entries: readonly JacobianEntry[];
}

/**
 * Create a step that computes its full Jacobian.
 *
 * Variables and the spike condition are differentiated with respect to variables, inputs, receptors and the parameters listed in
 * `by`. Forward-in-time learning rules are built from these numbers, whatever the neuron model.
 */
export function jacobianStep(
  program: StepProgram,
  options: DifferentiateOptions = {},
): JacobianStep {
  checkOptionNames(options, differentiateNames, "jacobianStep");
  const { kernel, slots, lets, truthsOf } = openStep(program, options);
  const { by = [] } = options;
  const begins = [...slots.values()].filter(
    ({ name: slot, role }) => changes.has(role) || by.includes(slot),
  );
  const partials = lets.map(([, value], at) => partialsOf(value, truthsOf(at)));
  const end = truthsOf(lets.length);
  const stored = new Map(kernel.stores.map(([slot, value]) => [slot, partialsOf(value, end)]));
  const statements: Let[] = [...lets];
  const found: { readonly entry: JacobianEntry; readonly value: Expression }[] = [];
  for (const { name: from } of begins) {
    const moves = new Map<string, Expression>([[from, number(1)]]);
    const moveOf = (parts: ReadonlyMap<string, Expression>): Expression => {
      let sum: Expression = number(0);
      for (const [text, partial] of parts) {
        const move = moves.get(text);
        if (move !== undefined) sum = plus(sum, chained(partial, move));
      }
      return sum;
    };
    const note = (of: string, value: Expression): void => {
      if (value.kind === "number" && value.value === 0) return;
      const constant = value.kind === "number" ? value.value : undefined;
      const slot = slotName("tangent", `${of} by ${from}`);
      found.push({ entry: { of, by: from, slot, constant }, value });
    };
    lets.forEach(([text], at) => {
      const move = moveOf(partials[at] as ReadonlyMap<string, Expression>);
      if (move.kind === "number" && move.value === 0) return;
      moves.set(text, move.kind === "number" ? move : name(`${text} by ${from}`));
      if (move.kind !== "number") statements.push([`${text} by ${from}`, move]);
    });
    for (const { name: slot, role } of slots.values()) {
      const parts = stored.get(slot);
      if (parts !== undefined) note(slot, moveOf(parts));
      // Variables that a step does not store are unchanged.
      else if (slot === from && lasts.has(role)) note(slot, number(1));
    }
    if (kernel.spikes) note(spikesSlot, moveOf(partialsOf(kernel.spikes, end)));
  }
  const made = found.map(({ entry: { slot, of } }): readonly [string, Slot] => {
    return [slot, { name: slot, role: "tangent", of, type: { kind: "float" } }];
  });
  const stores = found.map(({ entry, value }): Let => [entry.slot, value]);
  return {
    entries: found.map(({ entry }) => entry),
    program: {
      ...program,
      slots: new Map([...program.slots, ...made]),
      kernels: [{ name: "jacobian", statements, stores, spikes: undefined }],
      fused: undefined,
      observe: undefined,
      method: `derivatives of ${program.method}`,
    },
  };
}

/** Slots that a step continues from. */
const lasts: ReadonlySet<string> = new Set(["state", "refractory", "edge"]);
/** Slots that vary from step to step. */
const changes: ReadonlySet<string> = new Set([...lasts, "input", "receptor"]);
