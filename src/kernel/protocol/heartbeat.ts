// The heartbeat: returns every message as it came, so that a front end sees that the kernel is alive.
import { Reply } from "zeromq";
import { address, type Connection } from "./connection.js";
import { linger } from "./sockets.js";

/** Echoes on the heartbeat port of a connection file. */
export class Heartbeat {
  private readonly socket = new Reply({ linger });

  constructor(private readonly connection: Connection) {}

  /** Starts to echo. */
  async start(): Promise<void> {
    await this.socket.bind(address(this.connection, this.connection.hb_port));
    void this.echo();
  }

  /** Closes the socket. */
  close(): void {
    this.socket.close();
  }

  private async echo(): Promise<void> {
    try {
      for await (const frames of this.socket) await this.socket.send(frames);
    } catch {
      // A shutdown closed the socket between receiving and sending.
    }
  }
}
