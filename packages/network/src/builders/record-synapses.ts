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
 * Record all synapses of a projection at intervals.
 *
 * `recordSynapses("E->I", { every: "1 s" })`.
 *
 * A projection is identified by its name, or by its source and target if it has none.
 */
export function recordSynapses(
  projection: string,
  options: SynapseOptions = {},
): SynapseRecorderRecord {
  checkOptionNames(options, names, "recordSynapses");
  return { projection, ...options };
}
