/** Where the page of a rule is: the link of every diagnostic, hover and report. */
export const documentationRoot = 'https://github.com/seaworthy-py/seaworthy/blob/main/docs';

export function ruleUrl(rule: string): string {
  return `${documentationRoot}/rules/${rule}.md`;
}
