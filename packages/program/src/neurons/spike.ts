import type { Expression } from "@spikeloom/equations";
import type { ConventionRecord } from "@spikeloom/kernel";
import { binary, both, name, number, select } from "../tree.ts";
import type { Lowering } from "./lowering.ts";

/** Return the condition (or the count) of spikes after integration; undefined if a model has none. */
export function spikeCondition(state: Lowering): Expression | undefined {
  const record = state.reader.model.spike;
  if (record === undefined) return undefined;
  const { reader, options } = state;
  if (record.count !== undefined) {
    const count = state.present(reader.expression(record.count));
    return state.let("count", select(state.free, count, number(0)));
  }
  const condition =
    record.rate === undefined
      ? state.present(
          threshold(reader.expression(record.when ?? name("False")), options.convention),
        )
      : escapes(state, record.rate);
  const crossed = record.edge === "rising" ? rising(state, condition) : condition;
  return state.let("spiked", both(state.free, crossed) ?? crossed);
}

/** Replace the comparison at the root of a threshold condition as the convention says. */
function threshold(condition: Expression, convention: ConventionRecord): Expression {
  const kind = kinds[convention.threshold];
  const isThreshold = condition.kind === "greater" || condition.kind === "greater_equal";
  return kind === undefined || !isThreshold ? condition : { ...condition, kind };
}

const kinds = {
  "as-written": undefined,
  greater: "greater",
  "greater-or-equal": "greater_equal",
} as const;

/** A uniform number below 1 - exp(-rate dt). */
function escapes(state: Lowering, rate: Expression): Expression {
  const hazard = binary(
    "multiply",
    state.present(state.reader.expression(rate)),
    number(state.options.dt),
  );
  const exponent: Expression = { kind: "negate", of: hazard };
  const probability: Expression = {
    kind: "negate",
    of: { kind: "call", name: "expm1", args: [exponent] },
  };
  return binary("less", state.draws.slot("escape", "uniform"), probability);
}

/** True only in the step in which a condition becomes true. */
function rising(state: Lowering, condition: Expression): Expression {
  const before = state.slot("edge", "above");
  const above = state.let("above", condition);
  state.now.set(before.name, select(above, number(1), number(0)));
  const fresh: Expression = { kind: "not", of: binary("not_equal", before, number(0)) };
  return binary("and", above, fresh);
}
