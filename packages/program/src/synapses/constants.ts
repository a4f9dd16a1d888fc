import { type Expression, evaluate, freeNames, type ParsedPlasticity } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { NOT_COMPILED } from "../errors.ts";
import type { NamedModel } from "./names-of-models.ts";

/** Evaluate an expression that depends on parameters only. */
export function constantOf(model: NamedModel<unknown>, value: Expression, place: string): number {
  const put = model.put(value);
  if (freeNames(put).size > 0) {
    throw NOT_COMPILED({
      place,
      message: "This must be a single number for the whole projection.",
      next: "Use one value, instead of one per synapse, for the parameters that it reads.",
    });
  }
  return evaluate(put, { scope: () => undefined, functions: hostFunctions });
}

/** Evaluate the time constant of a trace. */
export function decayOf(
  rule: NamedModel<ParsedPlasticity>,
  { name: own, decay }: { readonly name: string; readonly decay: Expression },
): number {
  const place = `plasticity "${rule.parsed.record.name}" traces.${own}.decay`;
  const tau = constantOf(rule, decay, place);
  if (tau > 0 && tau < Number.POSITIVE_INFINITY) return tau;
  throw NOT_COMPILED({
    place,
    message: `The trace "${own}" has a time constant of ${tau} ms.`,
    next: "Set a time above 0.",
  });
}
