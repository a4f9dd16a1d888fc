import { type Expression, parseSynapseModel, substitute } from "@spikeloom/equations";
import { defineSynapse, type SynapseModel, type SynapseRecord } from "@spikeloom/kernel";
import { type LoihiDialect, lavaDialect, nengoLoihiDialect } from "./dialects.ts";
import { payload } from "./graded.ts";

const isInteger = { type: "integer" } as const;

const parameters = {
  bits: { ...isInteger, default: 8, about: "bits of a weight: 1 to 6, or 8", min: 1, max: 8 },
  exponent: {
    ...isInteger,
    default: 0,
    about: "exponent of all weights of the projection",
    min: -8,
    max: 7,
  },
  mixed: {
    ...isInteger,
    default: 0,
    about: "1 if weights have both signs, which costs their least bit",
    min: 0,
    max: 1,
  },
} as const;

/** Name of the model, by which the emulator finds projections with a stated format. */
export const synapseName = "loihi-synapse";

/** Name of the model of synapses that multiply payloads. */
export const gradedSynapseName = "loihi-graded-synapse";

/**
 * Create the synapse of a dialect as a model: how it stores a mantissa, and what it adds to the accumulator.
 *
 * Lava's `truncate_weights` and NengoLoihi's `discretize_weights`.
 */
function synapseModel(dialect: LoihiDialect): SynapseModel<typeof parameters> {
  return defineSynapse({
    name: synapseName,
    about: "Synapse of Loihi: a mantissa of few bits, with an exponent and a sign mode.",
    cite: ["doi:10.1109/MM.2018.112130359"],
    parameters,
    weightUnit: "1",
    expressions: storage(dialect),
    deliver: delivered[dialect.mantissaRounding],
  });
}

/** How a dialect stores a mantissa. */
function storage(dialect: LoihiDialect): NonNullable<SynapseRecord["expressions"]> {
  return {
    cut: { unit: "1", value: "2**(8 - bits + mixed)", about: "unit of the stored mantissas" },
    ...Object.fromEntries(
      Object.entries(expressions[dialect.mantissaRounding]).map(([name, [value, about]]) => [
        name,
        { unit: "1", value, about },
      ]),
    ),
  };
}

const readsPayload = {
  [payload]: { of: "pre", variable: payload, unit: "1" },
} as const;

/** Synapse that multiplies a payload by a converted weight. */
export const multiplyingSynapse: SynapseRecord = defineSynapse({
  name: gradedSynapseName,
  about: "Synapse of Loihi 2 that multiplies the payload of a spike.",
  parameters: {},
  weightUnit: "1",
  reads: readsPayload,
  deliver: `weight * ${payload}`,
});

type Expressions = Readonly<Record<string, readonly [value: string, about: string]>>;

/** How each dialect stores a mantissa; the last expression of each is `mantissa`. */
const expressions: Readonly<Record<LoihiDialect["mantissaRounding"], Expressions>> = {
  // Inhibitory weights are cut as their magnitudes.
  down: {
    flip: ["where(mixed == 0 and weight < 0, -1, 1)", "sign of an inhibitory weight"],
    mantissa: [
      "flip * cut * floor(clip(flip * weight, -256 * mixed, 255) / cut)",
      "mantissa as it is stored",
    ],
  },
  "nearest-even": {
    most: ["2**(bits - mixed) - 1", "largest stored mantissa, in its unit"],
    stored: [`clip(${nearestEven("weight / cut")}, -most, most)`, "mantissa in its unit"],
    mantissa: ["cut * stored", "mantissa as it is stored"],
    // The chip shifts a mantissa down, to whole units of the accumulator, before it shifts it up.
    scale: ["cut * 2**exponent", "units of the accumulator in a unit of the mantissa"],
    lossy: [
      `floor(scale * clip(${nearestEven("stored * scale")} / scale, -most, most))`,
      "weight whose unit is finer than that of the accumulator",
    ],
  },
};

const delivered: Readonly<Record<LoihiDialect["mantissaRounding"], string>> = {
  down: "mantissa * 2**exponent",
  "nearest-even": "where(scale < 1, lossy, stored * scale)",
};

/** The nearest whole number, the even one of two. */
function nearestEven(value: string): string {
  const down = `floor(${value})`;
  return `where(${value} - ${down} == 0.5, 2 * floor((${down} + 1) / 2), floor(${value} + 0.5))`;
}

/** Parts of a synapse's arithmetic, as expressions of the drawn `weight`. */
export interface WeightConversions {
  /** Mantissa as it is stored. */
  readonly mantissa: Expression;
  /** Increment of the accumulator by a spike, in units of 64. */
  readonly delivered: Expression;
}

/** Format of a projection's weights. */
export interface WeightFormat {
  readonly bits: number;
  readonly exponent: number;
  readonly mixed: number;
}

/** Derive how a dialect stores and delivers weights in a format. */
export function weightConversions(dialect: LoihiDialect, format: WeightFormat): WeightConversions {
  const parsed = parseSynapseModel(synapseModel(dialect));
  const values = new Map<string, Expression>(
    Object.entries(format).map(([name, value]) => [name, { kind: "number", value }]),
  );
  for (const [name, { value }] of parsed.expressions) values.set(name, substitute(value, values));
  const { deliver } = parsed;
  const mantissa = values.get("mantissa");
  if (deliver === undefined || mantissa === undefined) throw new Error("A synapse is incomplete.");
  return { mantissa, delivered: substitute(deliver, values) };
}

/** Synapse of Loihi with a stated format of its weights. */
export const loihiSynapse: SynapseModel<typeof parameters> = synapseModel(nengoLoihiDialect);

/** Synapse of Loihi 2 that multiplies the payload of a spike by a weight. */
export const loihiGradedSynapse: SynapseModel<typeof parameters> = defineSynapse({
  name: gradedSynapseName,
  about:
    "Synapse of Loihi 2 that multiplies the payload of a spike by a mantissa with an exponent.",
  cite: ["https://github.com/lava-nc/lava"],
  parameters,
  weightUnit: "1",
  reads: readsPayload,
  expressions: storage(lavaDialect),
  deliver: `${delivered[lavaDialect.mantissaRounding]} * ${payload}`,
});
