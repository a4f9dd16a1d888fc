import type { ProjectionRecord, SpikeLoomError } from "@spikeloom/kernel";
import { PROCEDURAL } from "../errors.ts";
import type { SynapseValue } from "../values/synapse-value.ts";
import { kindOfValue } from "../values/value-kind.ts";

const next = 'Leave out "procedural", so that the synapses are kept.';

/**
 * List what keeps the synapses of a procedural projection from being drawn anew at each spike.
 *
 * Whether its connector can is for `planConnector` to say.
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
      const message =
        "Synapses that are drawn anew at each spike have no state and stay as they are.";
      return PROCEDURAL({ place: `${place}.${field}`, message, expected: `no ${field}`, next });
    });
  const listed = Object.entries({ weight, delay })
    .filter(([, value]) => value !== undefined && isListed(value, place))
    .map(([field]) => {
      const message = "Synapses that are drawn anew at each spike have no list to be matched with.";
      const expected = "one value, a draw or a formula";
      return PROCEDURAL({ place: `${place}.${field}`, message, expected, got: "a list", next });
    });
  return [...faults, ...listed];
}

/** Refuse delays without a known end: what is drawn at a spike has to be kept until it arrives. */
export function checkReach(delay: SynapseValue, place: string): void {
  if (delay.constant !== undefined || delay.extent !== undefined) return;
  throw PROCEDURAL({
    place: `${place}.delay`,
    message: "How long delays that are drawn anew at each spike can get has to be known before.",
    expected: "one value, or a draw between two ends",
    next: 'Set "min" and "max" in a draw, replace a formula by one, or leave out "procedural".',
  });
}

const listKinds: ReadonlySet<string> = new Set(["list", "array", "data"]);

function isListed(value: unknown, place: string): boolean {
  return listKinds.has(kindOfValue(value, place).kind);
}
