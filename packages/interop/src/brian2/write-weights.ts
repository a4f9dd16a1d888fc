import { projectionNames } from "@spikeloom/network";
import { call, type Python, pythonText } from "@spikeloom/simulate/scripts";
import type { Brian2Task } from "./task.ts";
import { writtenUnit } from "./units.ts";
import type { WrittenPopulation } from "./write-population.ts";

/** Report recorded weights at the end of the run; other requests of a recorder are losses. */
export function writeWeights(
  { network, lose }: Brian2Task,
  populations: ReadonlyMap<string, WrittenPopulation>,
): readonly Python[] {
  const names = projectionNames(network);
  return (network.recordSynapses ?? []).flatMap((recorder, k): readonly Python[] => {
    const { projection, every, from, until, variables = ["weight"] } = recorder;
    const place = `recordSynapses[${k}]`;
    const index = names.indexOf(projection);
    const record = network.projections?.[index];
    if (record?.plasticity === undefined) {
      lose("recording", place, "Weights that no rule changes are not reported.");
      return [];
    }
    const isMore = [every, from, until].some((one) => one !== undefined);
    if (isMore || variables.some((one) => one !== "weight")) {
      lose("recording", place, "The script reports weights only at the end of the run.");
    }
    if (!variables.includes("weight")) return [];
    const { receptors = {} } = populations.get(record.to)?.resolved.model ?? {};
    const [only] = Object.values(receptors);
    const port = record.receptor === undefined ? only : receptors[record.receptor];
    const unit = writtenUnit(port?.unit ?? "1").theirs;
    const name = pythonText(projection);
    return [call("learned.append", call("", name, `synapses[${name}]`, unit))];
  });
}
