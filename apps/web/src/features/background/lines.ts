/** What somebody writes with one thing a line, as a list: without what is empty. */
export const linesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim().slice(0, 200))
    .filter((line) => line !== '')
    .slice(0, 50)
