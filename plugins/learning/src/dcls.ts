import { defineLearning, type LearningRecord } from "@spikeloom/kernel";

type Names = "longest" | "delay_rate" | "width" | "last_width" | "narrowing";

/** DCLS: learns delays as bumps over steps, by backpropagation through time. */
export const dcls: LearningRecord<Names> = defineLearning({
  name: "dcls",
  about:
    "DCLS: learns delays as bumps over steps that become narrower, by backpropagation in time.",
  cite: ["doi:10.48550/arXiv.2306.17670"],
  parameters: {
    longest: { default: "20 ms", about: "maximum trainable delay", min: "0 ms" },
    delay_rate: {
      default: 100,
      about: "learning rate of delays in ms, relative to that of weights",
      min: 0,
    },
    width: { default: "10 ms", about: "initial standard deviation of a bump", min: "0 ms" },
    last_width: { default: "0.5 ms", about: "final standard deviation of a bump", min: "0 ms" },
    narrowing: {
      default: 500,
      about: "number of updates until the bumps have their final width",
      min: 1,
    },
  },
  async begin(request, saved) {
    const { delayTrainer, learnerOf } = await import("./begin-with.ts");
    const { longest, delay_rate, width, last_width, narrowing } = request.parameters;
    const trainer = delayTrainer(request, {
      longest,
      width,
      narrowing,
      delayRate: delay_rate,
      lastWidth: last_width,
    });
    return learnerOf(trainer, saved);
  },
});
