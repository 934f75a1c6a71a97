/** What Ruff runs when nothing is selected, of the codes that suffice for a rule of ours. A gate compares it with Ruff. */

/** On by default since Ruff 0.16. */
export const defaultCodes: ReadonlySet<string> = new Set(
  (
    'ASYNC251 B006 B017 BLE001 DTZ002 DTZ003 DTZ004 E722 F631 LOG015 PLW0129 PLW1508 S112 T100 TRY002 TRY201 ' +
    'TRY203 TRY401'
  ).split(' '),
);

/** Selectors that were on by default before. */
export const earlierDefaults: readonly string[] = ['E4', 'E7', 'E9', 'F'];
