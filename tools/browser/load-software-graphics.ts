// Loaded before a script of Node: a process that opens Dawn afterwards finds a driver that needs no graphics processor.
import { installDawn } from "./dawn.ts";

installDawn();
