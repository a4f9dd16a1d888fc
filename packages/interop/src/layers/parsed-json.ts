import { SpikeLoomError } from "@spikeloom/kernel";
import { parseJson } from "@spikeloom/network";
import { damaged } from "./damage.ts";

/** Parse JSON that is a part of a file of layers; its depth is limited, and duplicate keys are refused. */
export function parsedJson(text: string, what: string): unknown {
  try {
    return parseJson(text, what);
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw fault;
    const reason = fault.summary.replace(/\.$/, "");
    return damaged(fault.place ?? "", `${what} cannot be read: ${reason}`);
  }
}
