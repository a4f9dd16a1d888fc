import type { ProjectionRecord, SpikeLoomError } from "@spikeloom/kernel";
import { PROCEDURAL } from "../errors.ts";
import type { SynapseValue } from "../values/synapse-row.ts";
import { kindOfValue } from "../values/value-kind.ts";

const next = 'Remove "procedural", so that the synapses are stored.';

/**
 * List reasons why a projection's synapses cannot be redrawn at each spike.
 *
 * `planConnector` decides whether its connector supports it.
 */
export function proceduralFaults(
  { procedural, synapse, plasticity, weight, delay }: ProjectionRecord,
  place: string,
): readonly SpikeLoomError[] {
  if (procedural !== true) return [];
  const models = { synapse, plasticity };
  const faults = Object.entries(models)
    .filter(([, model]) => model !== undefined)
    .map(([field]) => {
      const message = "Procedural synapses can have neither state nor plasticity.";
      return PROCEDURAL({ place: `${place}.${field}`, message, expected: `no ${field}`, next });
    });
  const listed = Object.entries({ weight, delay })
    .filter(([, value]) => value !== undefined && isListed(value, place))
    .map(([field]) => {
      const message = "Procedural synapses have no order to which a list could be assigned.";
      const expected = "one value, a draw or a formula";
      return PROCEDURAL({ place: `${place}.${field}`, message, expected, got: "a list", next });
    });
  return [...faults, ...listed];
}

/** Reject unbounded delays: spikes drawn in flight must be stored until they arrive. */
export function checkReach(delay: SynapseValue, place: string): void {
  if (delay.constant !== undefined || delay.extent !== undefined) return;
  throw PROCEDURAL({
    place: `${place}.delay`,
    message: "Delays of procedural synapses must have a known upper bound.",
    expected: "one value, or a bounded draw",
    next: 'Set "min" and "max" of the draw, use a draw instead of a formula, or remove "procedural".',
  });
}

const listKinds: ReadonlySet<string> = new Set(["list", "array", "data"]);

function isListed(value: unknown, place: string): boolean {
  return listKinds.has(kindOfValue(value, place).kind);
}
