import { simplify, substitute } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { NOT_COMPILED } from "../errors.ts";
import { select } from "../tree.ts";
import { assign } from "./assign.ts";
import { type Draft, type StepWriter, type Values, written } from "./draft.ts";
import { exactStep } from "./exact.ts";
import type { Assignments } from "./neuron-form.ts";
import { checkNoiseless } from "./noiseless.ts";
import type { StepInput } from "./step-input.ts";
import { subSteps } from "./sub-steps.ts";

/** Advance all variables by one step, with the model's own update or the scheme. */
export function integrate(draft: Draft, input: StepInput): Draft {
  const { flow, model } = input.form;
  if (flow.kind === "update") {
    return written(draft, (writer) => ({ values: update(writer, draft, input, flow.groups) }));
  }
  const { scheme, dt } = input;
  if (flow.sides.size === 0) return draft;
  if (scheme === undefined) {
    const place = `neuron "${model}"`;
    throw NOT_COMPILED({ place, message: "No integrator was chosen for its dynamics." });
  }
  const sides = withPresent(flow.sides, draft.values);
  return written(draft, (writer) => {
    if (scheme.handles !== "linear") return subSteps(writer, draft, { input, scheme, sides });
    checkNoiseless(model, scheme.name, sides);
    const next = exactStep({ writer, moment: draft, input }, sides, dt);
    return { values: new Map([...draft.values, ...next]) };
  });
}

/** Substitute values that are constant over the step. */
function withPresent(sides: Assignments, values: Values): Assignments {
  const still = new Map([...values].filter(([variable]) => !sides.has(variable)));
  return new Map(
    [...sides].map(([variable, side]) => [
      variable,
      simplify(substitute(side, still), { functions: hostFunctions }),
    ]),
  );
}

/** Groups of simultaneous assignments, applied in sequence. */
function update(
  writer: StepWriter,
  { values, free }: Draft,
  { form: { states }, held }: StepInput,
  groups: readonly Assignments[],
): Values {
  return groups.reduce(
    (now, group) =>
      assign(writer, group, {
        states,
        values: now,
        choose: (variable, next, old) => (held.has(variable) ? select(free, next, old) : next),
      }),
    values,
  );
}
