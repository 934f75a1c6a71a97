/** Where the pages of checks are; they open in the user's browser, and only when asked for. */
const root = 'https://github.com/seaworthy-py/seaworthy/blob/main/docs';

export const gradingPage = `${root}/checks/README.md`;

export function checkPage(check: string): string {
  return `${root}/checks/${check}.md`;
}

export function rulePage(rule: string): string {
  return `${root}/rules/${rule}.md`;
}
