import { answerCopies } from "@spikeloom/simulate/threads";
import { prepare } from "../simulation.ts";

// Runs in its own thread.

answerCopies({ prepare });
