// A script that trains with two workers, and closes nothing.
import { makeTrainer } from "../src/index.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];
const network = smallNetwork({ ...lif, steps: 12 });
const trainer = makeTrainer(smallRequest(network, { workers: 2 }));
await trainer.started();
console.log(trainer.differentiate(smallBatch(64, { steps: 12 })).loss);
