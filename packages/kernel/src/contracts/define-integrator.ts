import { checkDefinition } from "../record-fields.ts";
import type { IntegratorRecord } from "./integrator.ts";

/** Define an integrator. */
export function defineIntegrator(
  definition: Omit<IntegratorRecord, "kind" | "contract">,
): IntegratorRecord {
  checkDefinition(definition, "integrator");
  return Object.freeze({ kind: "integrator", contract: 1, ...definition });
}
