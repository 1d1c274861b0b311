// The heartbeat: returns every message as it came, so that a front end sees that the kernel is alive.
import { Reply } from "zeromq";
import { address, type Connection, PortError, usesIpv6 } from "./connection.js";
import { linger } from "./sockets.js";

/** Echoes on the heartbeat port of a connection file. */
export class Heartbeat {
  private readonly socket: Reply;

  constructor(private readonly connection: Connection) {
    this.socket = new Reply({ linger, ipv6: usesIpv6(connection) });
  }

  /**
   * Starts to echo.
   * @throws {PortError} for a port or an address that cannot be used
   */
  async start(): Promise<void> {
    const at = address(this.connection, this.connection.hb_port);
    await this.socket.bind(at).catch((error: Error) => {
      throw new PortError("hb_port", at, error);
    });
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
