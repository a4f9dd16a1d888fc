import { defineLearning, type LearningRecord } from "@spikeloom/kernel";
import { beginWith } from "./begin-with.ts";
import { random } from "./eprop-feedback.ts";
import { epropBy } from "./eprop-way.ts";

/** e-prop with fixed random feedback weights. */
export const epropRandom: LearningRecord = defineLearning({
  name: "eprop-random",
  about: "e-prop with random feedback: errors propagate through fixed random weights.",
  cite: ["doi:10.1038/s41467-020-17236-y"],
  parameters: {},
  begin: (request, saved) => beginWith(request, saved, { way: epropBy(random) }),
});
