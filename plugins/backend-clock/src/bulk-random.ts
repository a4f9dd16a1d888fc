// A separate file, loaded only where many numbers are drawn.
export { threadRandom } from "@spikeloom/code";
