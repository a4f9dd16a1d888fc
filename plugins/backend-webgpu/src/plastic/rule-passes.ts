import type { ArrayPlace } from "@spikeloom/code";
import type {
  ArrayLocation,
  PassOptions,
  Processor,
  ProcessorBuffer,
} from "@spikeloom/code/processor";
import {
  type Area,
  type Copies,
  countGiven,
  countSpikes,
  type PlasticPass,
  type PlasticPasses,
  plasticPasses,
} from "@spikeloom/code/processor";
import type { LaidPopulation } from "../layout.ts";
import type { LaidRule, LaidRules } from "./lay-rules.ts";

/** The buffers of a rule: those that all its synapses share, and those of its pieces. */
export interface RuleBuffers {
  readonly floats: ProcessorBuffer;
  readonly words: ProcessorBuffer;
  readonly pieces: readonly { readonly floats: ProcessorBuffer; readonly words: ProcessorBuffer }[];
}

/** Create the buffers of all rules. */
export function ruleBuffers({ rules }: LaidRules, processor: Processor): readonly RuleBuffers[] {
  const make = (name: string, holds: "f32" | "i32", { words }: Area<"f32"> | Area<"i32">) =>
    processor.buffer({ name, holds, words: Math.max(1, words) });
  return rules.map(({ floats, words, pieces }, k) => ({
    floats: make(`rule${k}f`, "f32", floats),
    words: make(`rule${k}i`, "i32", words),
    pieces: pieces.map((piece, n) => ({
      floats: make(`synapses${k}f${n}`, "f32", piece.floats),
      words: make(`synapses${k}i${n}`, "i32", piece.words),
    })),
  }));
}

/** Write the initial content of the buffers of all rules. */
export function writeRules(
  { rules }: LaidRules,
  buffers: readonly RuleBuffers[],
  { write }: Pick<Processor, "write">,
): void {
  for (const [k, { floats, words, pieces }] of rules.entries()) {
    const own = buffers[k] as RuleBuffers;
    write({ buffer: own.floats, at: 0 }, floats.content());
    write({ buffer: own.words, at: 0 }, words.content());
    for (const [n, piece] of pieces.entries()) {
      const made = own.pieces[n] as RuleBuffers["pieces"][number];
      write({ buffer: made.floats, at: 0 }, piece.floats.content());
      write({ buffer: made.words, at: 0 }, piece.words.content());
    }
  }
}

/** A pass with the number of its invocations. */
export interface RulePass {
  readonly options: PassOptions;
  readonly invocations: number;
}

/** Passes of all rules in a step, in the order of its phases. */
export interface RulePasses {
  readonly begin: readonly RulePass[];
  readonly arrive: readonly RulePass[];
  /** When the spikes of the step are known. */
  readonly count: readonly RulePass[];
  /** Adds the spikes that the host sent; its invocations are theirs. */
  readonly countGiven: PassOptions | undefined;
  readonly after: readonly RulePass[];
}

/** Buffers that all rules use. */
interface UsedBuffers {
  readonly use: (...names: readonly string[]) => readonly ProcessorBuffer[];
  readonly locate: (array: ArrayPlace) => ArrayLocation;
}

/** Describe the passes of all rules. */
export function rulePasses(
  { rules, counted, spikes }: LaidRules,
  buffers: readonly RuleBuffers[],
  { use, locate, copies }: UsedBuffers & { readonly copies: Copies },
): RulePasses {
  const parts = rules.map((rule, k) =>
    passesOf(rule, buffers[k] as RuleBuffers, { use, locate, copies }),
  );
  const [begin, arrive, after] = (["begin", "arrive", "after"] as const).map((phase) =>
    parts.flatMap((part) => part[phase]),
  ) as [RulePass[], RulePass[], RulePass[]];
  if (rules.length === 0) return { begin, arrive, after, count: [], countGiven: undefined };
  const count = {
    routine: countSpikes(counted, spikes, copies),
    invocations: spikes.width,
    buffers: use("control", "marks", "counts"),
    locate,
  };
  const hasSources = counted.some(({ marks }) => marks === undefined);
  return {
    begin,
    arrive,
    after,
    count: [{ options: count, invocations: spikes.width }],
    countGiven: hasSources
      ? {
          routine: countGiven(counted, spikes, copies),
          buffers: use("control", "window", "counts"),
          locate,
        }
      : undefined,
  };
}

function passesOf(
  { drawn, pieces, floats, words, outside, tallies }: LaidRule,
  buffers: RuleBuffers,
  { use, locate, copies }: UsedBuffers & { readonly copies: Copies },
): Readonly<Record<keyof PlasticPasses, readonly RulePass[]>> {
  const end = ({ population: { size }, step, arrayOf }: LaidPopulation) => {
    return { size: copies.count * size, step, arrayOf };
  };
  const passes = plasticPasses({
    pieces: pieces.map(({ rule }) => rule),
    pre: end(drawn.from),
    post: end(drawn.to),
    outside,
    tallies,
  });
  const placed = ({ routine, invocations, piece: index, uses }: PlasticPass): RulePass => {
    const [piece, own] = index === undefined ? [] : [pieces[index], buffers.pieces[index]];
    const areas = [
      [floats, buffers.floats],
      [words, buffers.words],
      [piece?.floats, own?.floats],
      [piece?.words, own?.words],
    ] as const;
    const options: PassOptions = {
      routine,
      invocations,
      buffers: [
        ...use(...uses),
        ...areas.flatMap(([, buffer]) => (buffer === undefined ? [] : [buffer])),
      ],
      locate(array) {
        for (const [area, buffer] of areas) {
          const at = area?.offset(array);
          if (at !== undefined && buffer !== undefined) return { buffer, at };
        }
        return locate(array);
      },
    };
    return { options, invocations };
  };
  return {
    begin: passes.begin.map(placed),
    arrive: passes.arrive.map(placed),
    after: passes.after.map(placed),
  };
}
