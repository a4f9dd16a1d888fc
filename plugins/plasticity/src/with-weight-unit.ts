import {
  definePlasticity,
  type PlasticityDefinition,
  type PlasticityModel,
  type PlasticityRecord,
} from "@spikeloom/kernel";

/**
 * Convert a rule to weights of another unit.
 *
 * Every quantity of the rule in its unit of the weight gets the new unit with the same number: `w_max` of `1 nA`
 * becomes `1 nS`. The rules of this package use that unit only for weights.
 */
export function withWeightUnit(
  rule: PlasticityRecord,
  unit: string,
  name: string = rule.name,
): PlasticityModel {
  const { kind, contract, weightUnit, about, cite, ...equations } = rule;
  const kept = { name, about, ...(cite && { cite }) };
  if (weightUnit === undefined) return definePlasticity({ ...equations, ...kept });
  const change = unitChange(weightUnit, unit);
  const changed = change({ ...equations, weightUnit }) as PlasticityDefinition;
  return definePlasticity({ ...changed, ...kept });
}

function unitChange(from: string, to: string): (part: unknown) => unknown {
  const pattern = new RegExp(`\\b${from}\\b`, "g");
  const changeText = (text: string): string | number => {
    // Most texts contain no unit, and parsing a new expression to find one is slow.
    if (!text.includes(from)) return text;
    const changed = text.replace(pattern, to);
    // A number has no unit.
    const plain = to === "1" ? /^(\S+) 1$/.exec(changed)?.[1] : undefined;
    return plain === undefined ? changed : Number(plain);
  };
  const change = (part: unknown): unknown => {
    if (typeof part === "string") return changeText(part);
    if (Array.isArray(part)) return part.map(change);
    if (typeof part !== "object" || part === null) return part;
    const entries = Object.entries(part);
    return Object.fromEntries(
      entries.map(([key, value]) => [key, key === "about" ? value : change(value)] as const),
    );
  };
  return change;
}
