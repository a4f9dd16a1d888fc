import type { LearningRequest } from "@spikeloom/kernel";

/**
 * Everything that training needs of a request: all but the network.
 *
 * The program describes the network completely, and may have been derived from it, such as in fixed point. Parameters
 * are those of the gradient method, if it has any.
 */
export type TrainingRequest = Omit<LearningRequest, "network" | "parameters"> &
  Partial<Pick<LearningRequest, "parameters">>;
