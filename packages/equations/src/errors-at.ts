import type { ErrorFactory, SpikeLoomError } from "@spikeloom/kernel";
import type { Fault } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { formatExpression } from "./format-expression.ts";

/** Context of an expression, so that an error can name its place. */
export interface SourceContext {
  /** Named in errors: `lif.dynamics.v`. */
  readonly place?: string | undefined;
  /** The text the expression was parsed from; without it errors show the printed expression. */
  readonly text?: string | undefined;
}

/** Contents of an error, other than its place. */
export type FaultText = Pick<Fault, "message" | "expected" | "got" | "next">;

/** Create an error that points at a node of an expression. */
export function faultAt(
  factory: ErrorFactory<Fault>,
  [node, context]: readonly [Expression, SourceContext],
  fault: FaultText,
): SpikeLoomError {
  const known = context.text !== undefined && node.at !== undefined;
  const text = known ? context.text : clipped(node);
  return factory({
    ...fault,
    text: text ?? "",
    at: known ? (node.at ?? 0) : 0,
    place: context.place,
  });
}

function clipped(node: Expression): string {
  const text = formatExpression(node);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
