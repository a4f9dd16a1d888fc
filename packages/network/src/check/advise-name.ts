import { nearestName } from "@spikeloom/kernel";
import { foreignName } from "./foreign-names.ts";

/** Parameters that other formulations of a model use, expressed by parameters that all of them have. */
const equivalents: readonly (readonly [name: string, of: readonly string[], formula: string])[] = [
  ["tau_m", ["c_m", "g_l"], "c_m / g_l"],
  ["r_m", ["g_l"], "1 / g_l"],
  ["r_m", ["tau_m", "c_m"], "tau_m / c_m"],
  ["c_m", ["tau_m", "r_m"], "tau_m / r_m"],
  ["g_l", ["r_m"], "1 / r_m"],
  ["g_l", ["c_m", "tau_m"], "c_m / tau_m"],
];

/** Suggest a replacement for an unknown name. */
export function adviseName(name: string, known: readonly string[], otherwise: string): string {
  const foreign = foreignName(name, known);
  if (foreign !== undefined) return foreign;
  const equivalent = equivalents.find(
    ([own, of]) => own === name && of.every((one) => known.includes(one)),
  );
  if (equivalent !== undefined) {
    const [, of, formula] = equivalent;
    return `This model has ${of.join(" and ")} instead: ${name} = ${formula}.`;
  }
  const nearest = nearestName(name, known);
  return nearest === undefined ? otherwise : `Did you mean "${nearest}"?`;
}
