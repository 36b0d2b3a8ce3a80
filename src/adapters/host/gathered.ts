type Waiting<Question, Answer> = {
  question: Question;
  resolve: (answer: Answer | undefined) => void;
  reject: (error: unknown) => void;
};

/** Most questions of one call: keeps argument lists short. */
const AT_ONCE = 200;

/**
 * One call for all questions that are asked in the same turn of the event loop. `answerAll` answers in the order of the questions.
 */
export function gathered<Question, Answer>(
  answerAll: (questions: Question[]) => Promise<(Answer | undefined)[]>,
): (question: Question) => Promise<Answer | undefined> {
  let waiting: Waiting<Question, Answer>[] = [];

  async function answer(): Promise<void> {
    const batch = waiting;
    waiting = [];
    for (let at = 0; at < batch.length; at += AT_ONCE) {
      const part = batch.slice(at, at + AT_ONCE);
      try {
        const answers = await answerAll(part.map((item) => item.question));
        part.forEach((item, index) => item.resolve(answers[index]));
      } catch (error) {
        for (const item of part) item.reject(error);
      }
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(() => void answer());
      waiting.push({ question, resolve, reject });
    });
}
