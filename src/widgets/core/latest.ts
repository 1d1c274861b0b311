// Back-pressure for questions of a view: only the latest one waits.

/** Answers one question at a time. Of the questions that arrive meanwhile, only the latest is answered. */
export class Latest<Q> {
  private running: Promise<void> | undefined;
  private next: { question: Q } | undefined;

  /** @param answer answers one question */
  constructor(private readonly answer: (question: Q) => Promise<void>) {}

  /** Asks a question. Resolves when it, or a later one instead of it, is answered. */
  ask(question: Q): Promise<void> {
    this.next = { question };
    this.running ??= this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.next) {
        const { question } = this.next;
        this.next = undefined;
        await this.answer(question);
      }
    } finally {
      this.running = undefined;
    }
  }
}
