// Runs one benchmark in a process of its own, so that its memory is its own, and prints the result as JSON.
import { jobs } from "./jobs/index.js";
import { Peer } from "./peer/peer.js";

const { against, run } = jobs[process.argv[2]!]!;
const peer = against && (await Peer.start(against));
try {
  process.stdout.write(`${JSON.stringify({ ...(await run(peer)), peer: peer?.report })}\n`);
} finally {
  peer?.stop();
}
