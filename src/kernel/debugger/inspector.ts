// The main thread's inspector, as another thread reaches it: V8 answers there also while the main thread computes
// or stands still at a breakpoint.
import { type Debugger, Session } from "node:inspector";

export class MainThreadInspector {
  private readonly session = new Session();

  /** Only from a worker thread. */
  constructor() {
    this.session.connectToMainThread();
  }

  /**
   * Sends a command of the Chrome DevTools protocol.
   * @throws {Error} what V8 says where it cannot do it.
   */
  post<Result>(method: string, parameters: object = {}): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.session.post(method, parameters, (error, result) => {
        if (error) reject(error);
        else resolve(result as Result);
      });
    });
  }

  /** Sends a command that may come too late to matter, since the main thread goes on by itself. */
  tell(method: string, parameters: object = {}): void {
    this.session.post(method, parameters);
  }

  onPaused(listener: (event: Debugger.PausedEventDataType) => void): void {
    this.session.on("Debugger.paused", ({ params }) => listener(params));
  }

  onResumed(listener: () => void): void {
    this.session.on("Debugger.resumed", listener);
  }

  onScript(listener: (script: Debugger.ScriptParsedEventDataType) => void): void {
    this.session.on("Debugger.scriptParsed", ({ params }) => listener(params));
  }

  disconnect(): void {
    this.session.disconnect();
  }
}
