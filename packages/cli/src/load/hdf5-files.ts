// Loaded on demand. Loading the package's whole index instead would put all of its modules into one chunk of the
// command.
export { loadFiles, readResult, writeNetworkFiles } from "@spikeloom/interop/hdf5";
