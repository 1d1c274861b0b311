// Access to the main thread's inspector from another thread. V8 answers also while the main thread computes or is
// paused at a breakpoint.
import { type Debugger, Session } from "node:inspector";

/** Inspector session of the main thread. */
export class MainThreadInspector {
  private readonly session = new Session();

  /** Connects. Only a worker thread can do that. */
  constructor() {
    this.session.connectToMainThread();
  }

  /**
   * Sends a command of the Chrome DevTools protocol.
   * @throws {Error} with V8's message when the command fails
   */
  post<Result>(method: string, parameters: object = {}): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.session.post(method, parameters, (error, result) => {
        if (error) reject(error);
        else resolve(result as Result);
      });
    });
  }

  /** Sends a command and ignores its result. The main thread may have resumed before the command arrives. */
  notify(method: string, parameters: object = {}): void {
    this.session.post(method, parameters);
  }

  /** Adds a listener for pauses of the main thread. */
  onPaused(listener: (event: Debugger.PausedEventDataType) => void): void {
    this.session.on("Debugger.paused", ({ params }) => listener(params));
  }

  /** Adds a listener that runs when the main thread resumes. */
  onResumed(listener: () => void): void {
    this.session.on("Debugger.resumed", listener);
  }

  /** Adds a listener for scripts that V8 has parsed. */
  onScript(listener: (script: Debugger.ScriptParsedEventDataType) => void): void {
    this.session.on("Debugger.scriptParsed", ({ params }) => listener(params));
  }

  /** Ends the session. */
  disconnect(): void {
    this.session.disconnect();
  }
}
