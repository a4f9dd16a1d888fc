import { hostFunctions } from "@spikeloom/equations/functions";
import type { Assignments, NeuronRecord } from "@spikeloom/kernel";
import { type PlannedProjection, planProjection, projectionNames } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  before,
  behind,
  call,
  type DrawnConnections,
  dictionary,
  drawConnections,
  EXPORT_SYNAPSE,
  EXPORT_VALUE,
  keyword,
  type Numbers,
  type Python,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { brian2Name, namesOf } from "./expression-code.ts";
import { groupCode } from "./group-code.ts";
import { statementsCode } from "./statements-code.ts";
import type { Brian2Task } from "./task.ts";
import { declaredUnit, quantityCode } from "./units.ts";
import type { WrittenPopulation } from "./write-population.ts";

/** Write a projection. */
export function writeProjection(
  task: Brian2Task,
  index: number,
  populations: ReadonlyMap<string, WrittenPopulation>,
): readonly Python[] {
  const { network, stack, seed, dt, convention } = task;
  const record = network.projections?.[index];
  if (record === undefined) return [];
  const place = `projections[${index}]`;
  const planned = planProjection(network, index, { stack, seed, functions: hostFunctions });
  refuseUnsaid(planned, place);
  const target = populations.get(record.to);
  const { receptor } = planned;
  if (target === undefined || !populations.has(record.from) || receptor === undefined) return [];
  const drawn = drawConnections(planned, new Map(), { dt, convention, place: `${place}.delay` });
  const name = projectionNames(network)[index] ?? place;
  const { model } = target.resolved;
  const unit = model.receptors?.[receptor]?.unit ?? "1";
  const weight = quantityCode(task, `${name}-weight`, { values: drawn.weight, unit });
  const isOne = typeof drawn.weight === "number";
  const made = `synapses[${pythonText(name)}]`;
  const namespace: [string, Python][] = [...target.constants].map(([one, code]) => [
    pythonText(brian2Name(one)),
    code,
  ]);
  if (isOne) namespace.push([pythonText("w"), weight]);
  const delays = theirDelays(task, drawn.delay, place);
  const delay = quantityCode(task, `${name}-delay`, { values: delays, unit: "ms" });
  return [
    call(
      `${made} = b.Synapses`,
      groupCode(record.from),
      groupCode(record.to),
      ...(isOne ? [] : [pythonText(`w : ${declaredUnit(unit)} (constant)`)]),
      keyword("on_pre", pythonText(arrival(model, receptor).join("; "))),
      ...(typeof delays === "number" ? [keyword("delay", delay)] : []),
      keyword("namespace", dictionary(namespace)),
      keyword("name", pythonText(`synapses_${index}`)),
    ),
    connectCode(task, name, drawn, made),
    ...(isOne ? [] : [before(`${made}.w = `, weight)]),
    ...(typeof delays === "number" ? [] : [before(`${made}.delay = `, delay)]),
  ];
}

function connectCode(
  task: Brian2Task,
  name: string,
  { sources, targets }: DrawnConnections,
  made: string,
): Python {
  const ends = (what: string, numbers: Float64Array): Python =>
    behind(task.keep(`${name}-${what}`, numbers), ".astype(int)");
  return call(
    `${made}.connect`,
    keyword("i", ends("sources", sources)),
    keyword("j", ends("targets", targets)),
  );
}

/** Write what an arriving spike does to its target. */
function arrival(model: NeuronRecord, receptor: string): readonly string[] {
  const on: Assignments = model.receptors?.[receptor]?.on ?? {};
  const states = new Set(Object.keys(model.state ?? {}));
  const naming = (one: string): string => {
    if (one === "weight") return "w";
    return states.has(one) ? `${brian2Name(one)}_post` : names(one);
  };
  const names = namesOf(model);
  const held = new Set(model.spike?.refractory?.hold ?? []);
  return statementsCode(on, naming).map((line) => {
    // Of a model that steps itself no variable has a flag.
    const [target = ""] = line.split(/ \+?= /, 1);
    const own = [...states].find((one) => `${brian2Name(one)}_post` === target);
    if (model.step === undefined || own === undefined || !held.has(own)) return line;
    return line.replace(/ \+= (.*)$/, " += int(not_refractory_post)*($1)");
  });
}

/**
 * Give the delays that Brian2 has to have, for spikes to arrive in the same step.
 *
 * Where spikes arrive before thresholds are tested, Brian2 takes note of a spike a step after it is found.
 */
function theirDelays({ dt, convention }: Brian2Task, delay: Numbers, place: string): Numbers {
  const { order } = convention;
  const isLate =
    order.indexOf("arrive") < order.indexOf("threshold") &&
    order.indexOf("arrive") > order.indexOf("integrate");
  const shift = isLate ? 1 : 0;
  const translated = (time: number): number => {
    const steps = Math.round(time / dt) - shift;
    if (steps >= 0) return timeOfStep(steps, dt);
    throw EXPORT_VALUE({
      message: "Brian2 has no delay so short under this order of phases.",
      place: `${place}.delay`,
      expected: `at least ${dt} ms`,
      got: `${time} ms`,
    });
  };
  return typeof delay === "number" ? translated(delay) : delay.map(translated);
}

function refuseUnsaid({ synapse, plasticity, receptor }: PlannedProjection, place: string): void {
  const isStatic = synapse === undefined || synapse.model.name === "static";
  if (plasticity === undefined && isStatic && receptor !== undefined) return;
  throw EXPORT_SYNAPSE({
    message: "Scripts of Brian2 are written for synapses that deliver their weights.",
    place: plasticity === undefined ? `${place}.synapse` : `${place}.plasticity`,
    expected: "static",
    got: (plasticity ?? synapse)?.model.name ?? "none",
    next: "Leave it out, or run the network with SpikeLoom.",
  });
}
