import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import { beside } from "../../packages/plots/src/beside.ts";
import type { Panel } from "../../packages/plots/src/figure.ts";
import { inputOf } from "./driven-neuron.ts";
import { frequencyCurve } from "./frequency-curve.ts";
import { shownUnit, significant, written } from "./nice-number.ts";
import type { Picture } from "./picture.ts";
import { findRheobase } from "./rheobase.ts";
import { settledCurve } from "./settled-curve.ts";
import { heightOf, stepPanels } from "./step-response.ts";

/** Neurons per current if spikes are drawn at random. */
const COPIES = 40;

/** Plot the response to a current step, and the firing rate or the settled state at each current. */
export async function neuronPicture(model: NeuronRecord): Promise<Picture> {
  const input = inputOf(model);
  if (input === undefined) {
    const panels = await stepPanels(model, { current: 0 });
    return { figure: { width: 760, theme: "auto", panels }, about: "what it does without input" };
  }
  const copies = isRandom(model) ? COPIES : 1;
  const scale = await findRheobase({ model, copies, window: 1000 });
  const curve =
    scale === undefined
      ? await settledCurve(model)
      : await frequencyCurve({ model, copies, scale });
  const factor = scale === undefined || scale.isSpontaneous ? 1 : 1.5;
  const current = significant(factor * (scale ?? curve).current);
  const left = await stepPanels(model, { current, rate: curve.rateAt(current) });
  const size = `${written(current)} ${shownUnit(input.unit)}`.trim();
  const against = scale === undefined ? "what it settles at" : "firing rate";
  const about = `response to a step of ${size} into its input, and ${against} against that input`;
  return { figure: sideBySide(left, curve.panel), about };
}

function sideBySide(left: readonly Panel[], right: Panel) {
  const theme = "auto";
  return beside([
    { width: 440, theme, panels: left },
    { width: 320, theme, panels: [{ ...right, height: heightOf(left) }] },
  ]);
}

/** Whether two neurons of the model differ because they draw random numbers. */
function isRandom(model: NeuronRecord): boolean {
  return model.spike?.rate !== undefined || /\brandn?\(|\bxi\b/.test(JSON.stringify(model));
}
