/** The stack of the command, for tests of packages and plugins below it. */
export { defaultStack } from "../../packages/cli/src/default-stack.ts";
