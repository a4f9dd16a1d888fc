import { type Expression, parseExpression } from "@spikeloom/equations";
import {
  type IntegratorRecord,
  PLUGIN_RETURN,
  printReturn,
  SpikeLoomError,
} from "@spikeloom/kernel";

/** Read a text of an integrator's scheme; one that cannot be read is refused with its name. */
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
