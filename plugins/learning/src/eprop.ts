import { defineLearning, type LearningRecord } from "@spikeloom/kernel";
import { beginWith } from "./begin-with.ts";
import { symmetric } from "./eprop-feedback.ts";
import { epropBy } from "./eprop-way.ts";

/** e-prop with errors that come back over the weights of the readout. */
export const eprop: LearningRecord = defineLearning({
  name: "eprop",
  about:
    "e-prop: eligibility traces of synapses meet errors that the readout's weights bring back.",
  cite: ["doi:10.1038/s41467-020-17236-y"],
  parameters: {},
  begin: (request, saved) => beginWith(request, saved, { way: epropBy(symmetric) }),
});
