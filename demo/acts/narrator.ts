/** Tells the play line by line. Colour is the caller's choice: a terminal has it, a file has not. */
export type Narrator = {
  title: (text: string) => void;
  /** Who does what. */
  does: (who: string, what: string) => void;
  /** What is there now. */
  sees: (text: string) => void;
};

const WHO_WIDTH = 10;

export function openNarrator(write: (text: string) => void, colour: boolean): Narrator {
  const style = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    title: (text) => write(`\n${style(1, text)}\n`),
    does: (who, what) => write(`  ${style(36, who.padEnd(WHO_WIDTH))} ${what}\n`),
    sees: (text) => write(`  ${" ".repeat(WHO_WIDTH)} ${style(2, text)}\n`),
  };
}
