import { type Expression, parseExpression } from "@spikeloom/equations";
import { PLUGIN_RETURN, printReturn, SpikeLoomError } from "@spikeloom/kernel";
import type { Scheme } from "./scheme-of.ts";

/** Parse an expression of an integration scheme; an error names the scheme. */
export function readScheme({ name }: Scheme, field: string, text: string): Expression {
  try {
    return parseExpression(text);
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    throw PLUGIN_RETURN({
      plugin: { kind: "integrator", name },
      place: `integrator "${name}" ${field}`,
      what: "a scheme",
      expected: "an expression",
      got: `${printReturn(text)} (${fault.summary.replace(/\.$/u, "")})`,
    });
  }
}
