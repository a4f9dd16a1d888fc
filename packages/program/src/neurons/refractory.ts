import { type Expression, freeNames, type ParsedRefractory, simplify } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { binary, type Name, name, number, select } from "../tree.ts";
import { withinWidth } from "./integers.ts";
import type { Lowering } from "./lowering.ts";

/** Effect of refractoriness at two points of a step; `state.free` tests whether a neuron is not refractory. */
export interface Refractoriness {
  afterIntegration(): void;
  afterSpike(): void;
}

const none: Refractoriness = { afterIntegration: () => {}, afterSpike: () => {} };

/** Begin a step: determine the refractory neurons by the model's method. */
export function refractoriness(state: Lowering): Refractoriness {
  const record = state.reader.model.spike?.refractory;
  if (record === undefined) return none;
  if (record.while !== undefined) return whileTrue(state, record, record.while);
  const steps = stepsOf(state, record);
  if (steps === undefined || (steps.kind === "number" && steps.value <= 0)) return none;
  const isFixed = [...freeNames(steps)].every(
    (text) => state.slots.get(text)?.role === "parameter",
  );
  // A neuron whose period has no step is not refractory, as none is where all have such a period.
  if (steps.kind !== "number" && isFixed) state.refracts = binary("greater", steps, number(0));
  return record.evaluate === "each-step"
    ? sinceSpike(state, record, steps)
    : countdown(state, record, steps);
}

/** Steps that are held after a spike. */
function stepsOf(state: Lowering, record: ParsedRefractory): Expression | undefined {
  const { convention, dt } = state.options;
  const { countOffset, rounding = "nearest" } = convention.refractory;
  if (record.steps !== undefined) {
    const steps = state.reader.expression(record.steps);
    return fold(binary("add", steps, number(countOffset)));
  }
  if (record.for === undefined) return undefined;
  const ratio = binary("divide", state.reader.expression(record.for), number(dt));
  const slack = slacks[rounding](dt);
  const floor: Expression = {
    kind: "call",
    name: "floor",
    args: [binary("add", ratio, number(slack))],
  };
  return fold(binary("add", floor, number(countOffset)));
}

/** Tolerance added to a number of steps before it is truncated, for a given step in ms. */
const slacks = {
  nearest: () => 0.5,
  // Brian2's `timestep` adds a thousandth of a step before it truncates.
  floor: () => 1e-3,
  // NEST rounds to its tics of a thousandth of a ms, and then up to the step.
  up: (dt: number) => Math.max(0.5, 1 - 5e-4 / dt),
} as const;

function fold(expression: Expression): Expression {
  return simplify(expression, { functions: hostFunctions });
}

/** Count down from the number of steps that a spike sets. */
function countdown(state: Lowering, record: ParsedRefractory, steps: Expression): Refractoriness {
  const counter = keep(state, "steps");
  const text = counter.name;
  const free = state.let("free", binary("less_equal", counter, number(0)));
  state.free = free;
  return {
    afterIntegration() {
      clamp(state, record);
      const less = binary("subtract", counter, select(free, number(0), number(1)));
      state.now.set(text, state.let(text, less));
    },
    afterSpike() {
      // Who spikes was free, and what counts down from whole numbers above 0 is then 0.
      const isWhole = steps.kind === "number" && Number.isInteger(steps.value);
      if (!isWhole) set(state, text, state.present(steps));
      else if (state.spiked !== undefined) {
        const left = state.now.get(text) ?? counter;
        const more = binary("add", left, select(state.spiked, steps, number(0)));
        state.now.set(text, state.let(text, more));
      }
    },
  };
}

/** Count steps since the last spike, and compare with a duration that may change. */
function sinceSpike(state: Lowering, record: ParsedRefractory, steps: Expression): Refractoriness {
  const counter = keep(state, "since", 2 ** 40);
  const since = state.let("since", binary("add", counter, number(1)));
  state.free = state.let("free", binary("greater", since, state.present(steps)));
  return {
    afterIntegration() {
      clamp(state, record);
      state.now.set(counter.name, since);
    },
    afterSpike: () => set(state, counter.name, number(0)),
  };
}

/** Refractory from a spike until a condition is false; it can only end a period, not begin one. */
function whileTrue(
  state: Lowering,
  record: ParsedRefractory,
  condition: Expression,
): Refractoriness {
  const flag = keep(state, "on");
  const holds = state.present(state.reader.expression(condition));
  const on = state.let("refractory", binary("and", binary("not_equal", flag, number(0)), holds));
  state.free = state.let("free", { kind: "not", of: on });
  return {
    afterIntegration: () => {
      clamp(state, record);
      state.now.set(flag.name, select(on, number(1), number(0)));
    },
    afterSpike: () => set(state, flag.name, number(1)),
  };
}

/** Keep a number of refractoriness from step to step. */
function keep(state: Lowering, of: string, start = 0): Name {
  const slot = state.slot("refractory", of, { start });
  state.now.set(slot.name, slot);
  return slot;
}

function set(state: Lowering, text: string, value: Expression): void {
  if (state.spiked === undefined) return;
  const old = state.now.get(text) ?? name(text);
  state.now.set(text, state.let(text, select(state.spiked, value, old)));
}

function clamp(state: Lowering, record: ParsedRefractory): void {
  for (const [variable, value] of state.reader.assignments(record.clamp)) {
    const old = state.now.get(variable) ?? name(variable);
    const given = withinWidth(state, variable, state.present(value));
    state.now.set(variable, state.let(variable, select(state.free, old, given)));
  }
}
