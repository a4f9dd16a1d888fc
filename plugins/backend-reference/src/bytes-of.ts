/** Memory: some numbers for each neuron, an object for each synapse. */
export const bytesOf = { neuron: 200, synapse: 300, reason: "an object for each synapse" };
