import { defineLearning, type LearningRecord } from "@spikeloom/kernel";
import { beginWith } from "./begin-with.ts";
import { symmetric } from "./eprop-feedback.ts";
import { epropBy } from "./eprop-way.ts";

/** e-prop with feedback through the readout's weights. */
export const eprop: LearningRecord = defineLearning({
  name: "eprop",
  about: "e-prop: eligibility traces times errors propagated through the readout's weights.",
  cite: ["doi:10.1038/s41467-020-17236-y"],
  parameters: {},
  begin: (request, saved) => beginWith(request, saved, { way: epropBy(symmetric) }),
});
