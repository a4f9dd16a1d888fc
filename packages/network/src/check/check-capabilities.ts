import {
  type BackendRecord,
  capabilities,
  isCapability,
  MISSING_CAPABILITY,
  type NetworkRecord,
  requirements,
  type SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { resolveConvention } from "../conventions/resolve-convention.ts";
import { findModel } from "../plan/find-model.ts";
import { networkStep } from "../plan/network-step.ts";
import { delaySteps } from "../values/delay.ts";
import { quietly } from "./collect.ts";

/** A capability that something requires of a backend. */
export interface Need {
  readonly place: string;
  readonly capability: string;
}

/** The part of a backend used in these checks. */
export type CapableBackend = Pick<BackendRecord, "name" | "provides">;

/** List the capabilities that a network requires and a backend lacks. */
export function checkCapabilities(
  network: NetworkRecord,
  { stack, backend }: { readonly stack: Stack; readonly backend: CapableBackend },
): readonly SpikeLoomError[] {
  return missingCapabilities(networkNeeds(network, stack), backend);
}

/** List the required capabilities that a backend lacks. */
export function missingCapabilities(
  needs: readonly Need[],
  { name, provides }: CapableBackend,
): readonly SpikeLoomError[] {
  const provided = new Set(provides);
  return needs
    .filter(({ capability }) => !provided.has(capability))
    .map(({ place, capability }) => {
      const meaning = isCapability(capability) ? capabilities[capability] : capability;
      return MISSING_CAPABILITY({ place, backend: name, capability, meaning });
    });
}

/** List all capabilities that a network requires of a backend. */
export function requiredCapabilities(network: NetworkRecord, stack: Stack): readonly string[] {
  return [...new Set(networkNeeds(network, stack).map(({ capability }) => capability))];
}

/** List what a network requires of a backend, and where. */
function networkNeeds(network: NetworkRecord, stack: Stack): readonly Need[] {
  const populations = Object.entries(network.populations).flatMap(([name, { model }]) => {
    const place = `populations.${name}`;
    const found = quietly(() => findModel("neuron", model, { network, stack, place }));
    return found === undefined ? [] : needsAt(place, requirements(found.model));
  });
  const projections = (network.projections ?? []).flatMap((record, index) => {
    const place = `projections[${index}]`;
    const within = { network, stack, place };
    const { synapse, plasticity } = record;
    const models = [
      quietly(() => synapse && findModel("synapse", synapse, within).model),
      quietly(() => plasticity && findModel("plasticity", plasticity, within).model),
    ];
    const own = models.flatMap((model) => (model ? requirements(model) : []));
    const drawn = record.procedural === true ? ["procedural-connectivity"] : [];
    const delays = isInstant(network, record.delay) ? "zero-delay" : "delays";
    return needsAt(place, [...own, ...drawn, delays]);
  });
  const stimuli = (network.stimuli ?? []).flatMap(({ kind }, index) =>
    needsAt(`stimuli[${index}]`, [kind === "poisson" ? "poisson-stimuli" : "current-stimuli"]),
  );
  const recorders = (network.recordSynapses ?? []).flatMap((_, index) =>
    needsAt(`recordSynapses[${index}]`, ["synapse-recorders"]),
  );
  return [...populations, ...projections, ...stimuli, ...recorders];
}

function needsAt(place: string, names: readonly string[]): readonly Need[] {
  return [...new Set(names)].map((capability) => ({ place, capability }));
}

/** Test whether a delay is zero steps under the convention of the network. */
function isInstant(network: NetworkRecord, delay: unknown): boolean {
  return (
    quietly(() => {
      const convention = resolveConvention(network.convention);
      if (delay === undefined) return convention.delay.least === 0;
      if (typeof delay !== "string" && typeof delay !== "number") return false;
      const steps = toInternal(parseQuantity(delay));
      return delaySteps(steps, { dt: networkStep(network), convention }, "delay") === 0;
    }) ?? false
  );
}
