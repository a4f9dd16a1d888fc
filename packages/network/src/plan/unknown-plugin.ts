import { SpikeLoomError, UNKNOWN_PLUGIN } from "@spikeloom/kernel";
import { adviseName } from "../check/advise-name.ts";

/** If there are more names than this, an error does not list them. */
const MOST_LISTED = 16;

/** Create the error for an unknown plugin name, listing the known names. */
export function unknownPlugin(
  kind: string,
  name: string,
  { place, names }: { readonly place: string; readonly names: readonly string[] },
): SpikeLoomError {
  const isShort = names.length > 0 && names.length <= MOST_LISTED;
  const all = kind === "plasticity" ? kind : `${kind}s`;
  return new SpikeLoomError(UNKNOWN_PLUGIN.code, {
    message: `There is no ${kind} with the name "${name.slice(0, 60)}".`,
    place,
    expected: isShort ? `one of ${names.join(", ")}` : undefined,
    next: adviseName(name, names, isShort ? `Choose one of them, or ${bring}` : chooseFrom(all)),
  });
}

const bring = "load the plugin that contains it: --plugin NAME, or add it to the stack.";

function chooseFrom(all: string): string {
  return `Run "spikeloom list ${all}" and choose one of them, or ${bring}`;
}
