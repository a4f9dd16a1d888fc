// A file of its own, which is loaded where many numbers are drawn.
export { threadRandom } from "@spikeloom/code";
