import type { Configured, PlasticityRecord, Stack, Value } from "@spikeloom/kernel";
import { withWeightUnit } from "@spikeloom/plasticity";
import { SESSION_MODEL, SESSION_VALUE } from "../../errors.ts";
import type { PynnParameter } from "../../map/cells.ts";
import { pynnDependences, pynnTimings } from "../../map/synapses.ts";
import type { Column, SynapseType } from "../session.ts";
import { expandColumn } from "../values/columns.ts";
import { configured } from "../values/configured.ts";
import { networkValue } from "../values/internal-values.ts";
import { tabled } from "../values/tabled.ts";
import type { KnownSynapse, SynapseContext, SynapseParameter } from "./known-synapse.ts";

/** Find the rule equivalent to PyNN's `STDPMechanism` of these parts. */
export function stdpMechanism(
  synapse: Extract<SynapseType, { readonly kind: "stdp" }>,
  stack: Stack,
  place: string,
): KnownSynapse {
  const { timing, weight, dendriticDelayFraction: dendritic } = synapse;
  const timed = tabled(pynnTimings, timing, { what: "dependence on timing", place });
  const weighed = tabled(pynnDependences, weight, { what: "dependence on the weight", place });
  const rule = weighed.rules[timing];
  if (rule === undefined) {
    const message = `${timing} cannot be combined with ${weight}.`;
    throw SESSION_MODEL({ place, message, next: "Use AdditiveWeightDependence." });
  }
  if (!(dendritic >= 0 && dendritic <= 1)) {
    const message = "The dendritic part of a delay must be a fraction.";
    throw SESSION_VALUE({ place, message, expected: "0 to 1", got: String(dendritic) });
  }
  const parameters = { ...timed.parameters, ...weighed.parameters };
  return {
    name: "STDPMechanism",
    parameters: new Map(Object.entries(parameters) as [string, SynapseParameter][]),
    states: new Map(),
    isRuled: true,
    couples: false,
    record(context) {
      const plasticity =
        rule === "vogels"
          ? vogels(context, place)
          : configured(ruleFor(rule, context.unit, stack), mapped(parameters, context));
      return { dendritic, plasticity };
    },
  };
}

type Values = Record<string, Value>;

/** The name of a rule for weights of this unit, or a record if the stack has no such rule. */
function ruleFor(rule: string, unit: string, stack: Stack): string | PlasticityRecord {
  if (unit === "nA") return rule;
  if (unit === "uS") return `${rule}-cond`;
  return withWeightUnit(stack.get("plasticity", rule), unit, `${rule}-${unit.toLowerCase()}`);
}

function mapped(
  parameters: Readonly<Record<string, PynnParameter>>,
  { attributes, unit: ofWeight }: SynapseContext,
): Values {
  const values: Values = {};
  for (const [name, { to, unit }] of Object.entries(parameters)) {
    const column = attributes.get(name);
    if (column === undefined) continue;
    values[String(to)] = networkValue(column, unit === "weight" ? ofWeight : unit);
  }
  return values;
}

/** The rule of Vogels and others; the rule for currents has the depression itself as its parameter. */
function vogels(context: SynapseContext, place: string): Configured<PlasticityRecord> {
  const { attributes, unit } = context;
  const least = attributes.get("w_min") ?? 0;
  if (typeof least === "number" ? least !== 0 : least.some((one) => one !== 0)) {
    const message = "This rule requires a minimum weight of zero.";
    throw SESSION_MODEL({ place, message, expected: "w_min of 0", got: String(least) });
  }
  const { w_min: _, ...bounds } = pynnDependences["AdditiveWeightDependence"]?.parameters ?? {};
  const timing = pynnTimings["Vogels2011Rule"]?.parameters ?? {};
  const all = mapped({ ...timing, ...bounds }, context);
  if (unit === "uS") return configured<PlasticityRecord>("vogels", all);
  if (unit === "nA") {
    const { rate_target: _rate, ...values } = all;
    const alpha = depression(attributes.get("rho") ?? 3, attributes.get("tau") ?? 20);
    return configured<PlasticityRecord>("vogels-sprekeler", {
      ...values,
      alpha: networkValue(alpha, "1"),
    });
  }
  const message = "This rule supports only currents and conductances.";
  throw SESSION_MODEL({ place, message, expected: "weights in uS or nA", got: unit });
}

/** Twice the rate times the time constant: rates are in Hz, times in ms. */
function depression(rho: Column, tau: Column): Column {
  if (typeof rho === "number" && typeof tau === "number") return (2 * rho * tau) / 1000;
  const size = typeof rho === "number" ? (tau as Float64Array).length : rho.length;
  const [rates, times] = [expandColumn(rho, size), expandColumn(tau, size)];
  return rates.map((rate, k) => (2 * rate * (times[k] as number)) / 1000);
}
