import { checkOptionNames, type OptionNames, type SynapseRecorderRecord } from "@spikeloom/kernel";

type SynapseOptions = Omit<SynapseRecorderRecord, "projection">;

const names: OptionNames<SynapseOptions> = {
  variables: true,
  every: true,
  from: true,
  until: true,
  onChange: true,
};

/**
 * Record all synapses of a projection now and then.
 *
 * `recordSynapses("E->I", { every: "1 s" })`.
 *
 * A projection goes by its name, or by its ends where it has none.
 */
export function recordSynapses(
  projection: string,
  options: SynapseOptions = {},
): SynapseRecorderRecord {
  checkOptionNames(options, names, "recordSynapses");
  return { projection, ...options };
}
