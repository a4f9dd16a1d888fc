import type { PortNames } from "./port.ts";

/** Names of the excitatory receptor. */
export const exc: PortNames<"exc"> = { suffix: "exc", word: "excitatory" };

/** Names of the inhibitory receptor. */
export const inh: PortNames<"inh"> = { suffix: "inh", word: "inhibitory" };
