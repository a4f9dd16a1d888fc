import { type ArrayPlace, synapseMover } from "@spikeloom/code";
import type { BufferRange } from "@spikeloom/code/processor";
import type { SynapseEnds } from "@spikeloom/kernel";
import {
  checkRuleWeights,
  eventCount,
  formulaFactor,
  partOf,
  RULE,
  timeBetweenSteps,
} from "@spikeloom/program";
import type { DrawnNetwork, LoadedNetwork } from "../network.ts";

import type { DrawnRule } from "./draw-rule.ts";
import type { LaidRule, RulePiece } from "./lay-rules.ts";
import type { RuleBuffers } from "./rule-passes.ts";

/** Reads and changes the synapses of rules between steps; `copy` is the number of a copy. */
export interface RuleAccess {
  ends(projection: string, copy: number): SynapseEnds;
  read(projection: string, variable: string, copy: number): Promise<Float64Array>;
  write(projection: string, variable: string, values: Float64Array): Promise<void>;
  setModulator(projection: string, modulator: string, value: number): void;
  trigger(projection: string, event: string): void;
  /** Events that code asked for and that have not happened yet. */
  readonly triggered: ReadonlyMap<string, Map<string, number>>;
  /** Values of rules in a step that the host provides; steps come in order. */
  readonly hostValues: (step: number) => Int32Array;
}

interface OwnRule {
  readonly laid: LaidRule;
  readonly buffers: RuleBuffers;
}

/** Variables of a piece of synapses, and the times of their last events. */
interface ReadPiece {
  readonly values: Map<string, Float64Array>;
  readonly last: Int32Array | undefined;
}

/** Create the access to the rules of a simulation. */
export function ruleAccess(
  { program, rules }: DrawnNetwork,
  { processor, rules: buffers }: LoadedNetwork,
  now: () => number,
): RuleAccess {
  const all = new Map(
    rules.rules.map((laid, k): [string, OwnRule] => {
      return [laid.drawn.projection.name, { laid, buffers: buffers[k] as RuleBuffers }];
    }),
  );
  const triggered = new Map([...all.keys()].map((name) => [name, new Map<string, number>()]));
  const ruleOf = (projection: string): OwnRule => partOf(all, projection, projection);
  const copyOf = (projection: string, copy: number): DrawnRule["copies"][number] =>
    ruleOf(projection).laid.drawn.copies[copy] as DrawnRule["copies"][number];
  const rangeOf = (
    { rule, floats, words }: RulePiece,
    own: RuleBuffers["pieces"][number],
    array: ArrayPlace,
  ): BufferRange => {
    const at = floats.offset(array);
    if (at !== undefined) return { buffer: own.floats, at, words: rule.synapses };
    return { buffer: own.words, at: words.offset(array) ?? 0, words: rule.synapses };
  };
  const rangesOf = ({ laid, buffers: own }: OwnRule, arrays: (piece: RulePiece) => ArrayPlace[]) =>
    laid.pieces.map((piece, k) => {
      const buffer = own.pieces[k] as RuleBuffers["pieces"][number];
      return arrays(piece).map((array) => rangeOf(piece, buffer, array));
    });
  const fetch = async (
    rule: OwnRule,
    variables: readonly string[],
    withLast: boolean,
  ): Promise<readonly ReadPiece[]> => {
    const ranges = rangesOf(rule, ({ rule: { variables: arrays, last } }) => [
      ...variables.map((name) => partOf(arrays, name, rule.laid.drawn.projection.name)),
      ...(withLast && last !== undefined ? [last] : []),
    ]);
    const words = await processor.submit({
      cleared: [],
      record: () => undefined,
      read: ranges.flat(),
      step: now(),
    });
    const each = ranges[0]?.length ?? 0;
    return ranges.map((_, k) => {
      const own = words.slice(k * each, (k + 1) * each);
      const values = variables.map((name, n) => {
        const { buffer, byteOffset, length } = own[n] as Int32Array;
        return [name, Float64Array.from(new Float32Array(buffer, byteOffset, length))] as const;
      });
      return { values: new Map(values), last: own[variables.length] };
    });
  };
  const changes = ({ drawn, moving }: LaidRule): readonly string[] => {
    const isMoved = drawn.dynamic.program.movedWeight !== undefined;
    return isMoved ? [...moving, "weight"] : moving;
  };
  /** All variables of the synapses of a rule as they are now, and the times of synapses. */
  const moved = async (rule: OwnRule): Promise<readonly ReadPiece[]> => {
    const { drawn, pieces, floats } = rule.laid;
    const { program: own, dendritic } = drawn.dynamic;
    const read = await fetch(rule, own.synapse, true);
    const memory = { buffer: floats.content().buffer };
    const addressOf = (array: ArrayPlace): number => 4 * (floats.offset(array) ?? 0);
    return read.map(({ values, last }, p) => {
      const { rule: shared, first } = pieces[p] as RulePiece;
      const move = synapseMover(
        { motion: shared.motion.synapse, movedWeight: own.movedWeight },
        { memory, addressOf },
      );
      const times = Int32Array.from(last ?? []);
      for (let k = 0; k < shared.synapses; k++) {
        const delay = drawn.ends.delays[first + k] as number;
        const from = times[k] ?? 0;
        times[k] = timeBetweenSteps(program, { delay, dendritic, last: from }, now());
        const before = new Map([...values].map(([name, each]) => [name, each[k] as number]));
        const after = move(before, (times[k] as number) - from);
        for (const [name, value] of after) (values.get(name) as Float64Array)[k] = value;
      }
      return { values, last: times };
    });
  };
  const store = (rule: OwnRule, p: number, array: ArrayPlace, values: Words): void => {
    const piece = rule.laid.pieces[p] as RulePiece;
    const own = rule.buffers.pieces[p] as RuleBuffers["pieces"][number];
    processor.write(rangeOf(piece, own, array), values);
  };
  return {
    triggered,
    ends: (projection, copy) => copyOf(projection, copy).ends,
    async read(projection, variable, copy) {
      const rule = ruleOf(projection);
      const isMoving = changes(rule.laid).includes(variable);
      const pieces = isMoving ? await moved(rule) : await fetch(rule, [variable], false);
      const out = new Float64Array(rule.laid.drawn.columns.length);
      for (const [p, { values }] of pieces.entries()) {
        const { first } = rule.laid.pieces[p] as RulePiece;
        out.set(partOf(values, variable, projection), first);
      }
      const { first, ends } = copyOf(projection, copy);
      return out.slice(first, first + ends.sources.length);
    },
    async write(projection, variable, values) {
      const rule = ruleOf(projection);
      const { drawn, pieces } = rule.laid;
      if (drawn.copies.length > 1) {
        const message = "Synapses of a copy that is computed together with others cannot be set.";
        throw RULE({ place: projection, message });
      }
      if (values.length !== drawn.columns.length) {
        const message = `"${variable}" needs one value per synapse.`;
        const expected = `${drawn.columns.length} values`;
        throw RULE({ place: projection, message, expected, got: `${values.length}` });
      }
      const stated = program.projections.find(({ name }) => name === projection);
      if (variable === "weight" && stated !== undefined) {
        checkRuleWeights(stated, projection, values);
      }
      if (changes(rule.laid).includes(variable)) {
        // Variables that evolve between events then all have values of this step.
        for (const [p, { values: now, last }] of (await moved(rule)).entries()) {
          const { variables, last: times } = (pieces[p] as RulePiece).rule;
          for (const name of changes(rule.laid)) {
            const own = Float32Array.from(now.get(name) ?? []);
            store(rule, p, variables.get(name) as ArrayPlace, own);
          }
          if (times !== undefined) store(rule, p, times, Int32Array.from(last ?? []));
        }
      }
      for (const [p, { rule: one, first }] of pieces.entries()) {
        const array = partOf(one.variables, variable, projection);
        store(rule, p, array, Float32Array.from(values.subarray(first, first + one.synapses)));
      }
    },
    setModulator(projection, modulator, value) {
      const { laid, buffers: own } = ruleOf(projection);
      const array = partOf(laid.outside.now, modulator, projection);
      const at = laid.floats.offset(array) ?? 0;
      processor.write({ buffer: own.floats, at }, Float32Array.of(value));
    },
    trigger(projection, event) {
      const { laid } = ruleOf(projection);
      partOf(laid.outside.events, event, projection);
      const asked = triggered.get(projection) as Map<string, number>;
      asked.set(event, (asked.get(event) ?? 0) + 1);
    },
    hostValues(step) {
      const values = new Int32Array(rules.width);
      const floats = new Float32Array(values.buffer);
      for (const [projection, { laid }] of all) {
        const { dynamic } = laid.drawn;
        const { events, factors, start } = laid.outside;
        const first = start - rules.start;
        const asked = triggered.get(projection);
        for (const [event, { index }] of events) {
          const times = dynamic.events.get(event);
          const at = { step, dt: program.dt, asked: asked?.get(event) ?? 0 };
          values[first + index] = eventCount(times, at);
        }
        asked?.clear();
        for (const [name, source] of factors) {
          const factor = dynamic.factors.get(name);
          if (source.kind !== "given" || factor?.kind !== "formula") continue;
          const place = `${dynamic.place}.modulators.${name}`;
          floats[first + source.index] = formulaFactor(factor, { t: step * program.dt, place });
        }
      }
      return values;
    },
  };
}

type Words = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
