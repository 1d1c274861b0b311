// Answers the newest of many questions: while one is being answered, those that come are not queued, only the last
// of them is answered next.

export class Latest<Q> {
  private running: Promise<void> | undefined;
  private next: { question: Q } | undefined;

  constructor(private readonly answer: (question: Q) => Promise<void>) {}

  /** Resolves when this question, or a newer one in its place, is answered. */
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
