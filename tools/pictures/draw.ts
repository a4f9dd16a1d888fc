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
  // Not covered by the hash of the drawing code: a change here does not redraw other pictures.
  encoder: async (model) => (await import("./encoder.ts")).encoderPicture(model),
};

/** Run a model according to its kind, and plot its behaviour; `mark` records in the file what it was drawn from. */
export async function drawModel(model: ModelRecord, mark: string): Promise<string> {
  const draw = drawers[model.kind] as (model: ModelRecord) => Promise<Picture>;
  const { figure, about } = await draw(model);
  return signed(toSvg(figure), `${model.name}: ${about}`, mark);
}

/** Insert the alternative text and the mark before everything that is drawn. */
function signed(svg: string, text: string, mark: string): string {
  const start = svg.indexOf("\n") + 1;
  const head = `<title>${text.replaceAll("&", "&amp;")}</title>\n<!-- ${mark} -->\n`;
  return svg.slice(0, start) + head + svg.slice(start);
}
