import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

/** EventProp: exact gradients of spike times with respect to weights and delays. */
export const eventProp: LearningRecord<"delay_rate" | "wake"> = defineLearning({
  name: "event-prop",
  about: "EventProp: exact gradients of spike times in continuous time, for weights and delays.",
  cite: ["doi:10.1038/s41598-021-91786-z", "doi:10.48550/arXiv.2501.07331"],
  parameters: {
    delay_rate: {
      default: 1,
      about: "learning rate of delays, relative to that of weights",
      min: 0,
    },
    wake: {
      default: 0,
      about:
        "ms by which a silent output would spike earlier per internal unit of each weight; 0 is exact",
      min: 0,
    },
  },
  async begin(request, saved) {
    const { eventTrainer, learnerOf } = await import("./begin-with.ts");
    const { delay_rate: delayRate, wake } = request.parameters;
    return learnerOf(eventTrainer(request, { delayRate, wake }), saved);
  },
});
