import type { ArrayValue } from "@spikeloom/kernel";
import { inUnit } from "@spikeloom/simulate/scripts";
import { parseQuantity, toInternal } from "@spikeloom/units";
import type { Component } from "./component.ts";
import type { Prototype } from "./prototype.ts";
import { unitText } from "./quantity.ts";
import { givenValue } from "./value.ts";

/** Parameters in which the components of a population differ. */
export function ownParameters({ members, flat }: Prototype): Readonly<Record<string, ArrayValue>> {
  const { document, root } = flat;
  const components = members.nodes.map(({ component }) => component);
  if (components.every((each) => each === members.component)) return {};
  const found: Record<string, ArrayValue> = {};
  for (const [local, name] of flat.names.get(root) ?? []) {
    const variable = flat.variables.get(name);
    if (variable?.role !== "parameter") continue;
    const unit = unitText(variable.dimension);
    const numberIn = (component: Component): number => {
      const text = givenValue(document, component, local)?.text ?? 0;
      if (typeof text === "number") return text;
      const quantity = parseQuantity(text);
      return inUnit(toInternal(quantity), unit);
    };
    const known = new Map<Component, number>();
    const values = components.map((each) => {
      const value = known.get(each) ?? numberIn(each);
      known.set(each, value);
      return value;
    });
    if (values.every((value) => value === values[0])) continue;
    found[name] = unit === "1" ? { values } : { values, unit };
  }
  return found;
}
