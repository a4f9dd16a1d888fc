import { definePlasticity, type PlasticityModel, type PlasticityRecord } from "@spikeloom/kernel";

/**
 * Define a rule again for weights of another unit.
 *
 * Every quantity of the rule that counts in its unit of the weight counts in the new one, with the
 * same number: `w_max` of `1 nA` becomes `1 nS`. The rules of this package use that unit for weights alone.
 */
export function withWeightUnit(
  rule: PlasticityRecord,
  unit: string,
  name: string = rule.name,
): PlasticityModel {
  const { weightUnit } = rule;
  if (weightUnit === undefined) return definePlasticity({ ...rule, name }) as PlasticityModel;
  const { about, cite, ...equations } = rule;
  const changed = changeUnit(equations, weightUnit, unit) as PlasticityRecord;
  return definePlasticity({ ...changed, name, about, ...(cite && { cite }) }) as PlasticityModel;
}

function changeUnit(part: unknown, from: string, to: string): unknown {
  if (typeof part === "string") {
    const text = part.replace(new RegExp(`\\b${from}\\b`, "g"), to);
    // A number has no unit to write.
    const plain = to === "1" ? /^(\S+) 1$/.exec(text)?.[1] : undefined;
    return plain === undefined ? text : Number(plain);
  }
  if (Array.isArray(part)) return part.map((one) => changeUnit(one, from, to));
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).map(
    ([key, value]) => [key, key === "about" ? value : changeUnit(value, from, to)] as const,
  );
  return Object.fromEntries(entries);
}
