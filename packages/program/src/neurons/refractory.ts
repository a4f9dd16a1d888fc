import { type Expression, freeNames, simplify, substitute } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { binary, number, select } from "../tree.ts";
import { assign, valueIn } from "./assign.ts";
import {
  type Draft,
  type RefractoryState,
  type StepWriter,
  type Values,
  written,
} from "./draft.ts";
import type { Refractory } from "./neuron-form.ts";
import type { StepInput } from "./step-input.ts";

/** Begin a step: determine by the model's method which neurons are refractory. */
export function beginRefractoriness(draft: Draft, input: StepInput): Draft {
  const refractory = input.form.emission?.refractory;
  if (refractory === undefined) return draft;
  const begun = written(draft, (writer) => {
    const { lasts, evaluate } = refractory;
    if (lasts.kind === "while") return whileTrue(draft, writer, lasts.condition);
    const steps = stepsOf(lasts, input);
    if (steps.kind === "number" && steps.value <= 0) return {};
    const isFixed = [...freeNames(steps)].every((text) => input.open.has(text));
    // A neuron whose period is shorter than a step is not refractory, as if all neurons had such a period.
    const differs = steps.kind !== "number" && isFixed;
    const refracts = differs ? binary("greater", steps, number(0)) : undefined;
    const method = evaluate === "each-step" ? sinceSpike : countdown;
    return { refracts, ...method(draft, writer, steps) };
  });
  const values = new Map([...begun.values, ["not_refractory", begun.free ?? number(1)]]);
  return { ...begun, values };
}

/** Number of refractory steps after a spike. */
function stepsOf(
  lasts: Exclude<Refractory["lasts"], { readonly kind: "while" }>,
  { convention, dt }: StepInput,
): Expression {
  const { countOffset, rounding = "nearest" } = convention.refractory;
  const whole = lasts.kind === "steps" ? lasts.steps : roundedSteps(lasts.duration, dt, rounding);
  return simplify(binary("add", whole, number(countOffset)), { functions: hostFunctions });
}

function roundedSteps(duration: Expression, dt: number, rounding: keyof typeof slacks): Expression {
  const ratio = binary("divide", duration, number(dt));
  return {
    kind: "call",
    name: "floor",
    args: [binary("add", ratio, number(slacks[rounding](dt)))],
  };
}

/** Tolerance added to a number of steps before truncation, for a given step in ms. */
const slacks = {
  nearest: () => 0.5,
  // Brian2's `timestep` adds a thousandth of a step before it truncates.
  floor: () => 1e-3,
  // NEST rounds to its tics of a thousandth of a ms, and then up to the step.
  up: (dt: number) => Math.max(0.5, 1 - 5e-4 / dt),
} as const;

/** Count down from the number of steps set by a spike. */
function countdown({ values }: Draft, writer: StepWriter, steps: Expression): Partial<Draft> {
  const counter = writer.slot("refractory", "steps", { start: 0 });
  return {
    values: new Map([...values, [counter.name, counter]]),
    free: writer.let("free", binary("less_equal", counter, number(0))),
    refractory: { kind: "countdown", counter, value: steps },
  };
}

/** Count steps since the last spike, and compare them with a duration that may change. */
function sinceSpike({ values }: Draft, writer: StepWriter, steps: Expression): Partial<Draft> {
  const counter = writer.slot("refractory", "since", { start: 2 ** 40 });
  const now = new Map([...values, [counter.name, counter]]);
  const since = writer.let("since", binary("add", counter, number(1)));
  return {
    values: now,
    free: writer.let("free", binary("greater", since, substitute(steps, now))),
    refractory: { kind: "since", counter, value: since },
  };
}

/** Refractory from a spike until a condition is false; it can only end a period, not begin one. */
function whileTrue({ values }: Draft, writer: StepWriter, condition: Expression): Partial<Draft> {
  const counter = writer.slot("refractory", "on", { start: 0 });
  const now = new Map([...values, [counter.name, counter]]);
  const was = binary("not_equal", counter, number(0));
  const on = writer.let("refractory", binary("and", was, substitute(condition, now)));
  return {
    values: now,
    free: writer.let("free", { kind: "not", of: on }),
    refractory: { kind: "while", counter, value: select(on, number(1), number(0)) },
  };
}

/** After integration: clamp variables of refractory neurons, and count the step. */
export function countRefractoriness(draft: Draft, { form }: StepInput): Draft {
  const { free, refractory } = draft;
  if (refractory === undefined) return draft;
  const { kind, counter, value } = refractory;
  return written(draft, (writer) => {
    let { values } = draft;
    // In sequence: a clamp reads those before it.
    for (const one of form.emission?.refractory?.clamp ?? new Map<string, Expression>()) {
      values = assign(writer, new Map([one]), {
        states: form.states,
        values,
        choose: (_, given, old) => select(free, old, given),
      });
    }
    const passed = (): Expression => {
      if (kind !== "countdown") return value;
      const one = select(free, number(0), number(1));
      return writer.let(counter.name, binary("subtract", counter, one));
    };
    return { values: new Map([...values, [counter.name, passed()]]) };
  });
}

/** After a spike: begin a refractory period. */
export function restartRefractoriness(draft: Draft): Draft {
  const { refractory, spiked, values } = draft;
  if (refractory === undefined || spiked === undefined) return draft;
  const { name } = refractory.counter;
  const begun = afterSpike(refractory, spiked, values);
  return written(draft, (writer) => {
    return { values: new Map([...values, [name, writer.let(name, begun)]]) };
  });
}

function afterSpike(
  { kind, counter, value }: RefractoryState,
  spiked: Expression,
  values: Values,
): Expression {
  const old = valueIn(values, counter.name);
  if (kind === "since") return select(spiked, number(0), old);
  if (kind === "while") return select(spiked, number(1), old);
  const isWhole = value.kind === "number" && Number.isInteger(value.value);
  // A neuron that spikes was not refractory, so a counter of whole steps is 0.
  if (isWhole) return binary("add", old, select(spiked, value, number(0)));
  return select(spiked, substitute(value, values), old);
}
