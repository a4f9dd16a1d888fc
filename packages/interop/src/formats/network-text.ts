// A separate file: when a package is loaded on demand, a bundle contains all of it.
export { readNetwork, replaceFiles } from "@spikeloom/network";
