/** Leaves the room; once. */
type Leave = () => void;

/**
 * A room that many share, unless one wants it for itself: that one enters when the room is empty, and who comes later waits for it.
 */
export function room(): { enter(alone: boolean): Promise<Leave> } {
  const waiting: { alone: boolean; admit: (leave: Leave) => void }[] = [];
  let inside = 0;
  let taken = false;

  function admit(): void {
    for (let next = waiting[0]; next !== undefined && !taken && !(next.alone && inside > 0); next = waiting[0]) {
      waiting.shift();
      inside++;
      taken = next.alone;
      next.admit(leave);
    }
  }

  function leave(): void {
    inside--;
    taken = false;
    admit();
  }

  return {
    enter: async (alone) =>
      new Promise((resolve) => {
        waiting.push({ alone, admit: resolve });
        admit();
      }),
  };
}
