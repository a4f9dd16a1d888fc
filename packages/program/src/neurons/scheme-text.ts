import { type Expression, parseExpression } from "@spikeloom/equations";
import {
  type IntegratorRecord,
  PLUGIN_RETURN,
  printReturn,
  SpikeLoomError,
} from "@spikeloom/kernel";

/** Parse an expression of an integration scheme; an error names the scheme. */
export function readScheme(integrator: IntegratorRecord, field: string, text: string): Expression {
  try {
    return parseExpression(text);
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    throw PLUGIN_RETURN({
      plugin: integrator,
      place: `integrator "${integrator.name}" ${field}`,
      what: "a scheme",
      expected: "an expression",
      got: `${printReturn(text)} (${fault.summary.replace(/\.$/u, "")})`,
    });
  }
}
