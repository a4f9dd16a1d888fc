import type { LearningRequest } from "@spikeloom/kernel";

/**
 * What training needs of a request: everything but the network.
 *
 * The program says all that a network does, and may have been derived from it, such as in fixed point.
 */
export type TrainingRequest = Omit<LearningRequest, "network">;
