import { type Expression, substitute } from "@spikeloom/equations";
import type { ConventionRecord } from "@spikeloom/kernel";
import { binary, both, number, select } from "../tree.ts";
import { assign } from "./assign.ts";
import { type Draft, type Moment, type Values, type Writer, written } from "./draft.ts";
import type { StepInput } from "./step-input.ts";

/** Values after a test for spikes, and its result. */
export interface Tested {
  readonly values: Values;
  /** The condition for spikes, or their count; undefined if a model has none. */
  readonly spiked: Expression | undefined;
}

/** Test for spikes after integration, unless the integrator has done so in its sub-steps. */
export function testThreshold(draft: Draft, input: StepInput): Draft {
  if (testsWithin(input)) return draft;
  return written(draft, (writer) => spikeTest(writer, draft, input));
}

/** Reset the neurons that spike, unless the integrator has done so at their crossings. */
export function resetSpiking(draft: Draft, input: StepInput): Draft {
  const { values, spiked } = draft;
  if (testsWithin(input) || spiked === undefined) return draft;
  return written(draft, (writer) => ({ values: reset(writer, { values, spiked }, input) }));
}

/** Whether the integrator tests the threshold in its sub-steps. */
function testsWithin({ form, scheme }: StepInput): boolean {
  const hasSubSteps = scheme !== undefined && scheme.handles !== "linear";
  return form.emission?.within === true && hasSubSteps && form.flow.kind === "equations";
}

/** Test for spikes at a given point. */
export function spikeTest(writer: Writer, moment: Moment, input: StepInput): Tested {
  const { emission } = input.form;
  const { values, free } = moment;
  if (emission === undefined) return { values, spiked: undefined };
  const { when, edge } = emission;
  if (when.kind === "count") {
    const count = select(free, substitute(when.count, values), number(0));
    return { values, spiked: writer.let("count", count) };
  }
  const condition =
    when.kind === "threshold"
      ? substitute(conventionalThreshold(when.condition, input.convention), values)
      : escapes(writer, substitute(when.rate, values), input.dt);
  const crossed = edge === "rising" ? rising(writer, values, condition) : { values, condition };
  const spiked = writer.let("spiked", both(free, crossed.condition) ?? crossed.condition);
  return { values: crossed.values, spiked };
}

/** Apply the reset where `spiked` is true, or a positive count. */
export function reset(
  writer: Writer,
  { values, spiked }: { readonly values: Values; readonly spiked: Expression | undefined },
  { form }: StepInput,
): Values {
  const { emission, states } = form;
  if (spiked === undefined || emission === undefined) return values;
  const any = emission.when.kind === "count" ? binary("greater", spiked, number(0)) : spiked;
  const choose = (_: string, next: Expression, old: Expression): Expression =>
    select(any, next, old);
  return assign(writer, emission.reset, { states, values, choose });
}

/** Replace the comparison at the root of a threshold condition, as the convention requires. */
export function conventionalThreshold(
  condition: Expression,
  convention: ConventionRecord,
): Expression {
  const kind = kinds[convention.threshold];
  const isThreshold = condition.kind === "greater" || condition.kind === "greater_equal";
  return kind === undefined || !isThreshold ? condition : { ...condition, kind };
}

const kinds = {
  "as-written": undefined,
  greater: "greater",
  "greater-or-equal": "greater_equal",
} as const;

/** Draw a uniform number and compare it with 1 - exp(-rate dt). */
function escapes(writer: Writer, rate: Expression, dt: number): Expression {
  const exponent: Expression = { kind: "negate", of: binary("multiply", rate, number(dt)) };
  const probability: Expression = {
    kind: "negate",
    of: { kind: "call", name: "expm1", args: [exponent] },
  };
  return binary("less", writer.draw("escape", "uniform"), probability);
}

/** True only in the step in which a condition becomes true. */
function rising(
  writer: Writer,
  values: Values,
  condition: Expression,
): { readonly values: Values; readonly condition: Expression } {
  const before = writer.slot("edge", "above");
  const above = writer.let("above", condition);
  const fresh: Expression = { kind: "not", of: binary("not_equal", before, number(0)) };
  return {
    values: new Map([...values, [before.name, select(above, number(1), number(0))]]),
    condition: binary("and", above, fresh),
  };
}
