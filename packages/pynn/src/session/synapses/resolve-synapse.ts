import type { Stack } from "@spikeloom/kernel";
import { SESSION_NAME } from "../../errors.ts";
import type { SynapseType } from "../session.ts";
import type { KnownSynapse } from "./known-synapse.ts";
import { nativeSynapse } from "./native-synapse.ts";
import { standardSynapse } from "./standard-synapse.ts";
import { stdpMechanism } from "./stdp-mechanism.ts";

/** Find a synapse type; otherwise fail and list the known names. */
export function resolveSynapse(synapse: SynapseType, stack: Stack, place: string): KnownSynapse {
  if (synapse.kind === "standard") return standardSynapse(synapse.name, stack, place);
  if (synapse.kind === "stdp") return stdpMechanism(synapse, stack, place);
  if (synapse.kind === "native") return nativeSynapse(synapse, stack, place);
  const { kind } = synapse as { readonly kind: unknown };
  const known = ["standard", "stdp", "native"];
  throw SESSION_NAME({
    place: `${place}.kind`,
    what: "kind of synapse",
    name: String(kind),
    known,
  });
}
