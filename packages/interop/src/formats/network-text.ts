// A file of its own: where a whole package is loaded on demand, a bundle holds all of it.
export { readNetwork, replaceFiles } from "@spikeloom/network";
