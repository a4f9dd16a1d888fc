import { toSvg } from "../../packages/plots/src/svg.ts";
import { integratorPicture } from "./integrator.ts";
import type { ModelRecord } from "./model-pages.ts";
import { neuronPicture } from "./neuron.ts";
import type { Picture } from "./picture.ts";
import { plasticityPicture } from "./plasticity.ts";
import { sourcePicture } from "./source.ts";
import { synapsePicture } from "./synapse.ts";

type Drawers = {
  readonly [Kind in ModelRecord["kind"]]: (
    model: Extract<ModelRecord, { kind: Kind }>,
  ) => Promise<Picture>;
};

const drawers: Drawers = {
  neuron: (model) => (model.source === undefined ? neuronPicture(model) : sourcePicture(model)),
  synapse: synapsePicture,
  plasticity: plasticityPicture,
  integrator: integratorPicture,
  // Not followed by the hash of what is drawn: other pictures stay as they are when this changes.
  encoder: async (model) => (await import("./encoder.ts")).encoderPicture(model),
};

/** Run a model as its kind asks, and draw what it does; `mark` says in the file what it was drawn from. */
export async function drawModel(model: ModelRecord, mark: string): Promise<string> {
  const draw = drawers[model.kind] as (model: ModelRecord) => Promise<Picture>;
  const { figure, about } = await draw(model);
  return signed(toSvg(figure), `${model.name}: ${about}`, mark);
}

/** Put the text for those who do not see the picture, and the mark, before all that is drawn. */
function signed(svg: string, text: string, mark: string): string {
  const start = svg.indexOf("\n") + 1;
  const head = `<title>${text.replaceAll("&", "&amp;")}</title>\n<!-- ${mark} -->\n`;
  return svg.slice(0, start) + head + svg.slice(start);
}
