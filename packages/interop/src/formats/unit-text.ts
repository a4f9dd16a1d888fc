import { SpikeLoomError } from "@spikeloom/kernel";
import { parseUnit } from "@spikeloom/units";

/** Whether a text is a known unit. */
export function isUnitText(text: string): boolean {
  try {
    parseUnit(text);
    return true;
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return false;
    throw fault;
  }
}
