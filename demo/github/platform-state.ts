/**
 * What pull requests, conversations and checks add to the world: maps by id, filled by their own rooms
 * (`pulls/`, `conversation/`, `checks/`), each with its record types beside it.
 */
export type PlatformState = { rooms: string[] };

export function emptyPlatformState(): PlatformState {
  return { rooms: [] };
}
