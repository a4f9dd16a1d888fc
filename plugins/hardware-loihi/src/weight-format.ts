import type { DrawnSynapses, DynamicSynapses, ProjectionProgram } from "@spikeloom/program";
import { LOIHI_SYNAPSE, LOIHI_WEIGHT } from "./errors.ts";
import { gradedSynapseName, synapseName, type WeightFormat } from "./synapse.ts";

const formats: ReadonlySet<string> = new Set([synapseName, gradedSynapseName]);

/** Read the stated format of a projection's weights. */
export function formatOf(
  { name, place }: Pick<ProjectionProgram, "name" | "place">,
  { models }: DynamicSynapses,
): WeightFormat {
  const [model, second] = models;
  if (model === undefined || !formats.has(model.name) || second !== undefined) {
    throw LOIHI_SYNAPSE({
      place,
      message: `The synapses of "${name}" do more than carry a weight.`,
      expected: `synapses without a model, or "${synapseName}"`,
      got: models.map((one) => `"${one.name}"`).join(" and "),
      next: "Remove their synapse model and their plasticity rule.",
    });
  }
  const read = (parameter: keyof WeightFormat): number => {
    const source = model.parameters.get(parameter)?.source;
    if (source?.kind === "number") return source.value;
    throw LOIHI_SYNAPSE({
      place: `${place}.synapse.parameters.${parameter}`,
      message: "All synapses of a projection have the same format.",
      expected: "one number",
      got: source === undefined ? "nothing" : `a ${source.kind}`,
      next: "Use one projection for each format.",
    });
  };
  const format = { bits: read("bits"), exponent: read("exponent"), mixed: read("mixed") };
  if (format.bits !== 7) return format;
  throw LOIHI_SYNAPSE({
    place: `${place}.synapse.parameters.bits`,
    message: "The chip has no weights of 7 bits.",
    expected: "1 to 6, or 8",
    got: "7",
    next: "Use 8 bits.",
  });
}

/** Largest exponent. */
const mostExponent = 7;

/**
 * Refuse weights that the chip cannot store.
 *
 * Those of a stated format have to be mantissas; others a mantissa times a power of two that is the same for all.
 */
export function checkMantissas(
  { place, rows, least, greatest }: DrawnSynapses,
  format: WeightFormat | undefined,
): void {
  const isMixed = least < 0 && greatest > 0;
  const refuse = (got: number, expected: string, next: string): Error =>
    LOIHI_WEIGHT({
      place: `${place}.weight`,
      message: "The chip cannot store this weight.",
      expected,
      got: String(got),
      next,
    });
  if (format !== undefined) {
    if (least < -256 || greatest > 255) {
      const got = least < -256 ? least : greatest;
      throw refuse(got, "a mantissa from -256 to 255", "Use a larger exponent.");
    }
    if (!isMixed || format.mixed === 1) return;
    throw refuse(least, "weights of one sign", 'Set "mixed" to 1.');
  }
  const most = Math.max(-least, greatest);
  let exponent = 0;
  while (exponent < mostExponent && most > (255 - Number(isMixed)) * 2 ** exponent) exponent++;
  const unit = (1 + Number(isMixed)) * 2 ** exponent;
  const largest = (isMixed ? 254 : 255) * 2 ** exponent;
  const wrong =
    most > largest
      ? least < -largest
        ? least
        : greatest
      : rows?.weights.find((weight) => weight % unit !== 0);
  if (wrong === undefined) return;
  throw refuse(
    wrong,
    `multiples of ${unit} up to ${largest}, as weights reach ${most}${isMixed ? " and have both signs" : ""}`,
    `Round the weights, split the projection, or state their format with "${synapseName}".`,
  );
}
