import {
  defineLearning,
  type Learner,
  type LearningRecord,
  type LearningRequest,
} from "@spikeloom/kernel";
import {
  makeTrainer,
  NOT_TRAINED,
  readKept,
  TRAINING_OPTION,
  writeKept,
} from "@spikeloom/training";
import { type RidgeWay, ridgeWay } from "./ridge-way.ts";

/** Ridge regression of a linear readout: the learning of reservoirs. */
export const ridge: LearningRecord<"penalty"> = defineLearning({
  name: "ridge",
  about:
    "Solves for the weights of a linear readout of a reservoir by ridge regression over a batch.",
  cite: ["doi:10.1162/089976602760407955", "doi:10.1007/978-3-642-35289-8_36"],
  parameters: {
    penalty: {
      default: 1e-6,
      about: "what squared weights cost, as a share of the mean square of all regressors",
    },
  },
  async begin(request, saved): Promise<Learner> {
    checkLinear(request);
    let way: RidgeWay | undefined;
    const trainer = makeTrainer(request, {
      way: (parts, asked) => {
        way = ridgeWay(parts, asked);
        return way;
      },
    });
    if (saved !== undefined) trainer.restore(readKept(saved, trainer.save()));
    return {
      async step(batch) {
        way?.begin();
        const found = trainer.differentiate(batch);
        if (way?.solve(request.parameters.penalty) === true) return found;
        throw NOT_TRAINED({
          place: "penalty",
          message: "The regressors of the batch do not determine the weights.",
          ...{ expected: "a penalty above 0", got: String(request.parameters.penalty) },
          next: "Give a greater penalty, or a batch in which more neurons spike.",
        });
      },
      evaluate: async (batch) => trainer.evaluate(batch),
      parameters: async () => trainer.parameters(),
      save: async () => writeKept(trainer.save()),
    };
  },
});

function checkLinear({ readout: { variable, reduce = "last" }, loss }: LearningRequest): void {
  if (variable !== "spikes" && reduce !== "max" && loss.targets(2) === 2) return;
  throw TRAINING_OPTION({
    place: "readout",
    message: "Ridge regression is of numbers that are linear in the weights.",
    expected: "a variable, not its greatest value, and a loss such as squaredError",
    got: `"${reduce}" of "${variable}", with ${loss.name}`,
  });
}
