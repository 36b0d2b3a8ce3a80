import { MOST_PAYLOAD_CHARACTERS, QueueError, type Ticket } from "../../core/job-queue.ts";

/** Ids and keys are hashes or names of ours; longer ones are a mistake. */
const MOST_NAME_CHARACTERS = 500;

/** The payload as it is kept. @throws QueueError when the ticket is larger than any of ours should be. */
export function checkedPayload({ id, key, group = "", payload }: Ticket<unknown>): string {
  const text = JSON.stringify(payload);
  if (text.length > MOST_PAYLOAD_CHARACTERS) {
    throw new QueueError(`a ticket's payload has at most ${MOST_PAYLOAD_CHARACTERS} characters`);
  }
  if ([id, key, group].some((name) => name.length > MOST_NAME_CHARACTERS)) {
    throw new QueueError(`a ticket's id, key and group have at most ${MOST_NAME_CHARACTERS} characters`);
  }
  return text;
}
