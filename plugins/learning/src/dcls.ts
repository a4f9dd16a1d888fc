import { defineLearning, type LearningRecord } from "@spikeloom/kernel";
import { delayTrainer } from "@spikeloom/training";
import { learnerOf } from "./begin-with.ts";

type Names = "longest" | "delay_rate" | "width" | "last_width" | "narrowing";

/** DCLS: learns delays as bumps over steps, by backpropagation through time. */
export const dcls: LearningRecord<Names> = defineLearning({
  name: "dcls",
  about: "DCLS: delays learn as bumps over steps that get narrower, by backpropagation in time.",
  cite: ["doi:10.48550/arXiv.2306.17670"],
  parameters: {
    longest: { default: "20 ms", about: "longest delay that can be learnt", min: "0 ms" },
    delay_rate: { default: 100, about: "rate of delays in ms over that of weights", min: 0 },
    width: { default: "10 ms", about: "standard deviation of a bump at first", min: "0 ms" },
    last_width: { default: "0.5 ms", about: "standard deviation of a bump at last", min: "0 ms" },
    narrowing: { default: 500, about: "updates after which bumps have their last width", min: 1 },
  },
  async begin(request, saved) {
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
