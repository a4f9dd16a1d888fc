import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";
import { CONNECTOR_OPTION } from "../errors.ts";

/** Connects source i to target i. */
export const oneToOne: ConnectorRecord = defineConnector({
  name: "one-to-one",
  about: "Connects source i to target i; both populations must have the same size.",
  options: {},
  plan(request) {
    const { sources, targets, by = "target" } = request;
    if (sources !== targets) {
      throw CONNECTOR_OPTION({
        place: request.place,
        message: "One-to-one needs equal numbers of sources and targets.",
        expected: `${targets} sources`,
        got: String(sources),
        next: 'Select neurons with "fromNeurons" and "toNeurons".',
      });
    }
    return {
      expected: targets,
      by,
      partners: (index, out) => out.push(index),
      draws: { kind: "same", row: () => ({ count: 1, word: 0, skip: -1 }) },
      listed: { length: targets, entry: (index) => index },
    };
  },
});
