import type { Stack, SynapseRecord, Value } from "@spikeloom/kernel";
import { multiQuantalUpTo } from "@spikeloom/synapses";
import { pynnSynapses } from "../../map/synapses.ts";
import type { Column } from "../session.ts";
import { configured } from "../values/configured.ts";
import { networkValue } from "../values/internal-values.ts";
import { tabled } from "../values/tabled.ts";
import { eachTsodyks } from "./each-tsodyks.ts";
import type { KnownSynapse, SynapseContext, SynapseParameter } from "./known-synapse.ts";

/** Find one of PyNN's synapse types by its class name. */
export function standardSynapse(name: string, stack: Stack, place: string): KnownSynapse {
  const found = tabled(pynnSynapses, name, { what: "synapse type", place });
  const { parameters, model, decay, couples = false } = found;
  const record = model === undefined ? undefined : stack.get("synapse", model);
  const states = Object.entries(record?.state ?? {}).map(
    ([state, { unit }]) => [state, unit] as const,
  );
  return {
    name,
    parameters: new Map(Object.entries(parameters) as [string, SynapseParameter][]),
    states: new Map(record?.per === "source" ? [] : states),
    isRuled: model !== undefined,
    couples,
    weightUnit: record?.weightUnit,
    record(context) {
      if (model === undefined) return {};
      const values: Record<string, Value> = {};
      for (const [own, { to, unit }] of Object.entries(parameters)) {
        const column = context.attributes.get(own);
        if (column !== undefined) values[String(to)] = networkValue(column, unit);
      }
      if (decay !== undefined && context.decay !== undefined) {
        values[decay] = networkValue(context.decay, "ms");
      }
      return {
        synapse: configured(named(model, context), values),
        initial: Object.fromEntries(
          states.flatMap(([state, unit]) => {
            const column = context.attributes.get(state);
            return column === undefined ? [] : [[state, networkValue(column, unit)] as const];
          }),
        ),
      };
    },
  };
}

/** The model's name, or a record of its kind if these attributes need one. */
function named(model: string, { attributes, decay }: SynapseContext): string | SynapseRecord {
  const most = largest(attributes.get("n"));
  if (model === "multi-quantal" && most > 8) return multiQuantalUpTo(most);
  const isEach = [decay, attributes.get("tau_rec")].some((column) => typeof column === "object");
  return model === "tsodyks-uziel-markram" && isEach ? eachTsodyks : model;
}

function largest(column: Column | undefined): number {
  if (column === undefined || typeof column === "number") return column ?? 0;
  return column.reduce((most, one) => Math.max(most, one), 0);
}
