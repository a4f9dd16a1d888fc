import type {
  ParameterRecord,
  PlasticityRecord,
  Stack,
  SynapseRecord,
  Value,
} from "@spikeloom/kernel";
import { findModel } from "@spikeloom/network";
import { parseQuantity } from "@spikeloom/units";
import type { SynapseType } from "../session.ts";
import { configured } from "../values/configured.ts";
import { networkValue } from "../values/internal-values.ts";
import type { KnownSynapse, SynapseContext, SynapseParameter } from "./known-synapse.ts";

type Declared = Readonly<Record<string, ParameterRecord>>;

/** Create the synapse type of models of the stack, or of records; names and units are their own. */
export function nativeSynapse(
  { synapse, plasticity }: Extract<SynapseType, { readonly kind: "native" }>,
  stack: Stack,
  place: string,
): KnownSynapse {
  const within = { network: {}, stack };
  const model =
    synapse === undefined
      ? undefined
      : findModel("synapse", synapse as SynapseRecord, { ...within, place: `${place}.synapse` })
          .model;
  const rule =
    plasticity === undefined
      ? undefined
      : findModel("plasticity", plasticity as PlasticityRecord, {
          ...within,
          place: `${place}.plasticity`,
        }).model;
  const own = model?.per === "source" ? {} : model?.state;
  const states = Object.entries({ ...own, ...rule?.state });
  const couples = (model?.coupling ?? []).length > 0 && model?.deliver === undefined;
  return {
    name: [model?.name, rule?.name].filter(Boolean).join(" with ") || "static",
    parameters: new Map([...rowsOf(model?.parameters), ...rowsOf(rule?.parameters)]),
    states: new Map(states.map(([name, { unit }]) => [name, unit])),
    isRuled: model !== undefined || rule !== undefined,
    couples,
    weightUnit: model?.weightUnit ?? rule?.weightUnit,
    record: (context) => ({
      ...(model && { synapse: configured(model, valuesOf(rowsOf(model.parameters), context)) }),
      ...(rule && { plasticity: configured(rule, valuesOf(rowsOf(rule.parameters), context)) }),
      initial: valuesOf(
        states.map(([name, { unit }]) => [name, { unit }]),
        context,
      ),
    }),
  };
}

function rowsOf(parameters: Declared = {}): [string, SynapseParameter][] {
  return Object.entries(parameters).map(([name, parameter]) => {
    const { value, unit } = parseQuantity(parameter.default);
    return [name, { default: value, unit: unit.symbol }];
  });
}

function valuesOf(
  rows: readonly (readonly [string, { readonly unit: string }])[],
  { attributes }: SynapseContext,
): Record<string, Value> {
  return Object.fromEntries(
    rows.flatMap(([name, { unit }]) => {
      const column = attributes.get(name);
      return column === undefined ? [] : [[name, networkValue(column, unit)] as const];
    }),
  );
}
