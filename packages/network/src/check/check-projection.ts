import { freeNames, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type {
  DrawValue,
  NeuronRecord,
  PlasticityRecord,
  ProjectionRecord,
  SynapseRecord,
  Value,
} from "@spikeloom/kernel";
import { isSize } from "../builders/population.ts";
import { isUnread } from "../connectors/file-options.ts";
import { checkOptions } from "../connectors/options.ts";
import { weightUnit } from "../plan/choose-receptor.ts";
import type { FoundModel } from "../plan/find-model.ts";
import { unitOfParameter } from "../plan/model-values.ts";
import {
  findConnector,
  type ProjectionModels,
  type ProjectionTask,
  planConnector,
  planDelays,
  projectionModels,
  ruleOf,
} from "../plan/plan-projection.ts";
import { type EndPair, projectionEnds } from "../plan/projection-ends.ts";
import { checkWithin, weightBounds } from "../plan/weight-bounds.ts";
import { delaySteps } from "../values/delay.ts";
import type { Support } from "../values/draw.ts";
import { ownUnit } from "../values/own-unit.ts";
import { type ProjectionEnds, pairFrame, pairNames } from "../values/pair-frame.ts";
import { withPlace } from "../values/scalar.ts";
import { checkListing } from "../values/synapse-value.ts";
import {
  type CheckContext,
  checkNamed,
  isBroken,
  isPopulation,
  isSound,
  MOST_PLANNED,
} from "./check-population.ts";
import { checkRuleNames } from "./check-rule-names.ts";
import { checkDrawnDelay, checkDrawnSign } from "./check-support.ts";
import { checkValue } from "./check-value.ts";
import { quietly } from "./collect.ts";
import { checkReach, proceduralFaults } from "./procedural-faults.ts";
import { holdsAtEnds, weightCheck } from "./weight-check.ts";

/**
 * Check a projection; `known` has the models of the valid populations.
 *
 * Each list of per-synapse values is a separate piece.
 */
export function* checkProjection(
  index: number,
  known: ReadonlyMap<string, NeuronRecord>,
  context: CheckContext,
): Generator<number, void, void> {
  const { network, stack, into } = context;
  const record = network.projections?.[index];
  const place = `projections[${index}]`;
  if (record === undefined || context.faulty.has(place)) return;
  const options = { stack, seed: 0, functions: hostFunctions };
  const task: ProjectionTask = { network, record, name: place, place, options };
  checkDelay(task, context);
  yield 0;
  const there = (["from", "to"] as const).filter((end) =>
    isPopulation(record[end], `${place}.${end}`, context),
  );
  const both =
    there.length === 2 && isPlannable(record, context)
      ? into.attempt(() => projectionEnds(network, record, { seed: 0, place }))
      : undefined;
  const isKnown = known.has(record.to) && !isBroken(record.synapse, context);
  const models =
    isKnown && !isBroken(record.plasticity, context)
      ? into.attempt(() => projectionModels(task))
      : undefined;
  if (models !== undefined) {
    const both = { synapse: record.synapse, plasticity: record.plasticity };
    const sound = (["synapse", "plasticity"] as const).filter((kind) =>
      checkRule(models[kind], `${place}.${kind}`, { given: both[kind], context }),
    );
    yield 0;
    checkWeight(task, { ...models, isSound: sound.includes("plasticity") }, context);
    yield 0;
    if (sound.length === 2) checkRuleNames(task, models, { known, into });
  }
  into.add(proceduralFaults(record, place));
  if (both !== undefined) checkConnector(task, both, context);
}

/** Test whether both populations exist and have a valid size; other errors are reported separately. */
function isPlannable({ from, to }: ProjectionRecord, { network, faulty }: CheckContext): boolean {
  const { populations } = network;
  return [from, to].every((name) => {
    if (faulty.has(`populations.${name}`)) return false;
    const size = Object.hasOwn(populations, name) ? populations[name]?.size : undefined;
    return size === undefined || (isSize(size) && size <= MOST_PLANNED);
  });
}

/** Plan a connector, which requires valid sizes. */
function checkConnector(task: ProjectionTask, both: EndPair, { stack, into }: CheckContext): void {
  const { connector } = task.record;
  const place = `${task.place}.connector`;
  const record = into.attempt(() => findConnector(stack, connector.kind, `${place}.kind`));
  if (record === undefined) return;
  const errors = checkOptions(record, connector, place);
  into.add(errors);
  // The contents of files are checked once they are read.
  if (errors.length > 0 || isUnread(connector)) return;
  const plan = into.attempt(() => planConnector(ruleOf(task), both, task.options));
  if (plan === undefined) return;
  const { weight, delay, procedural } = task.record;
  const delays = procedural === true ? quietly(() => planDelays(task, both, plan)) : undefined;
  if (delays !== undefined && proceduralFaults(task.record, task.place).length === 0) {
    into.attempt(() => checkReach(delays, task.place));
  }
  for (const [what, value] of [
    ["weight", weight],
    ["delay", delay],
  ] as const) {
    if (value === undefined) continue;
    const where = `${task.place}.${what}`;
    into.attempt(() => {
      const length = listLength(value);
      if (length !== undefined) checkListing(plan, length, where);
      checkReads(value, both.ends);
    });
  }
}

function listLength(value: Value): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && "values" in value ? value.values?.length : undefined;
}

/** Require positions of populations whose positions a formula reads. */
function checkReads(value: Value, ends: ProjectionEnds): void {
  if (typeof value !== "object" || !("formula" in value)) return;
  const reads = freeNames(parseExpression(value.formula, { juxtaposition: true }));
  pairFrame(ends).loader(reads);
  if (reads.has("d")) ends.distance(0, 0);
}

function checkDelay({ record, place }: ProjectionTask, { into, rules }: CheckContext): void {
  if (record.delay === undefined) return;
  const where = `${place}.delay`;
  const check = { unit: "ms", place: where, names: pairNames };
  const numbers = (delays: Float64Array): void => {
    if (rules === undefined) return;
    const check = (delay: number): number => delaySteps(delay, rules, where);
    // Rounding preserves the order, unless each delay must be a multiple of the step.
    const isOrdered = rules.convention.delay.rounding !== "exact";
    if (isOrdered && holdsAtEnds(delays, check)) return;
    for (const delay of delays) check(delay);
  };
  const drawn = (value: DrawValue, support: Support): void => {
    if (rules !== undefined) checkDrawnDelay(value, support, { rules, place: where });
  };
  checkValue(record.delay, { ...check, numbers, drawn }, into);
}

function checkWeight(
  { record, place }: ProjectionTask,
  models: ProjectionModels & { readonly isSound: boolean },
  { into }: CheckContext,
): void {
  const { target, receptor, synapse, plasticity, isSound: isRuleSound } = models;
  const where = `${place}.weight`;
  const rules = { synapse: synapse?.model, plasticity: plasticity?.model };
  const sign = receptor === undefined ? undefined : target.receptors?.[receptor]?.sign;
  into.attempt(() => {
    const unit =
      weightUnit(target, receptor, rules) ?? withPlace(where, () => ownUnit(record.weight));
    const rule = isRuleSound ? plasticity : undefined;
    const bounds = weightBounds(rule, { place, functions: hostFunctions });
    const numbers = weightCheck(models, { bounds, unit, place: where });
    const drawn = (value: DrawValue, support: Support): void => {
      // Infinite tails are left to the run.
      const ends = [support.low, support.high].filter(Number.isFinite);
      const bounded = bounds && { bounds, unit, place: where };
      if (bounded !== undefined) for (const end of ends) checkWithin(end, bounded);
      if (sign === undefined || receptor === undefined) return;
      checkDrawnSign(value, support, { receptor, sign, unit, place: where });
    };
    checkValue(record.weight, { unit, place: where, names: pairNames, numbers, drawn }, into);
  });
}

/**
 * Check the parameters of a synapse model or a plasticity rule, and the record if it is given inline.
 *
 * Returns whether the model is absent or valid.
 */
function checkRule(
  found: FoundModel<SynapseRecord | PlasticityRecord> | undefined,
  place: string,
  { given, context }: { readonly given: unknown; readonly context: CheckContext },
): boolean {
  if (found === undefined) return true;
  const { model, parameters } = found;
  const { into } = context;
  if (!isSound(given, model, { place, into })) return false;
  const before = into.count;
  const known = Object.keys(model.parameters);
  const where = `${place}.parameters`;
  checkNamed(parameters, known, { what: "parameter", model: model.name, place: where, into });
  for (const [name, value] of Object.entries(parameters)) {
    const parameter = Object.hasOwn(model.parameters, name) ? model.parameters[name] : undefined;
    if (parameter === undefined) continue;
    const unit = unitOfParameter(parameter);
    checkValue(value, { unit, place: `${where}.${name}`, names: pairNames, parameter }, into);
  }
  return into.count === before;
}
