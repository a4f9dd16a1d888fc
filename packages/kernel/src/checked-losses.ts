import type { Loss } from "./contracts/format.ts";
import { isRecord } from "./field-rules.ts";
import { type NamedPlugin, PLUGIN_RETURN, placeOf, printReturn } from "./plugin-returns.ts";

/** A plugin that declares its possible losses by code. */
export interface LosingPlugin extends NamedPlugin {
  readonly losses: Readonly<Record<string, string>>;
}

/** Validate the losses that a plugin returned: each needs a declared code, a place and a message. */
export function checkedLosses(plugin: LosingPlugin, losses: unknown): readonly Loss[] {
  const isLoss = (loss: unknown): boolean =>
    isRecord(loss) &&
    Object.hasOwn(plugin.losses, String(loss["code"])) &&
    typeof loss["place"] === "string" &&
    typeof loss["message"] === "string";
  if (Array.isArray(losses) && losses.every(isLoss)) return losses as readonly Loss[];
  const odd: unknown = Array.isArray(losses) ? losses.find((loss) => !isLoss(loss)) : losses;
  const codes = Object.keys(plugin.losses).join(", ") || "none";
  const expected = `a code of ${codes}, a place, a message`;
  const got = isRecord(odd) ? JSON.stringify(odd).slice(0, 120) : printReturn(odd);
  throw PLUGIN_RETURN({ plugin, place: placeOf(plugin), what: "a loss", expected, got });
}
