// Apart, so that a format loads it when it writes.
export { heldFile } from "@spikeloom/files";
