// Runs one benchmark in a process of its own, so that its memory is its own, and prints the result as JSON.
import { jobs } from "./jobs/index.js";
import { Peer } from "./peer/peer.js";

const peer = await Peer.start();
try {
  const result = await jobs[process.argv[2]!]!(peer);
  process.stdout.write(
    `${JSON.stringify({ ...result, peer: peer && { version: peer.version, device: peer.device } })}\n`,
  );
} finally {
  peer?.stop();
}
