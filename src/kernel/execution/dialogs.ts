// `prompt`, `confirm` and `alert`, as in a browser. The question goes to the front end.

/** The dialogs of a browser. */
export interface Dialogs {
  prompt: (message?: unknown, initial?: unknown) => string;
  confirm: (message?: unknown) => boolean;
  alert: (message?: unknown) => void;
}

/**
 * Returns the dialogs.
 * @param ask asks for a line of text and returns it
 * @param show shows a text
 */
export function dialogs(
  ask: (caller: string, message: unknown) => string,
  show: (text: string) => void,
): Dialogs {
  return {
    prompt(message = "", initial = "") {
      const answer = ask("prompt", initial === "" ? message : `${message} [${initial}]`);
      return answer === "" ? String(initial) : answer;
    },
    confirm: (message = "") => /^\s*(?:y|yes|ok|true)\s*$/i.test(ask("confirm", `${message} [y/N]`)),
    alert: (message = "") => show(String(message)),
  };
}
