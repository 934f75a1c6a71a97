/**
 * Texts in the user's language, for modules that know no editor and for the dashboard's page. Without a translation they
 * are as written: English.
 */
export type Words = Readonly<Record<string, string>>;

let words: Words = {};

/** Translations by their English text. */
export function useWords(translated: Words): void {
  words = translated;
}

/** The text in the user's language, with `{0}`, `{1}` filled in. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  return (words[message] ?? message).replace(/\{(\d)\}/g, (_, index: string) =>
    String(values[Number(index)] ?? ''),
  );
}
