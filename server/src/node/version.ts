/** The version of this build; the build script writes it in. */
declare const SEAWORTHY_VERSION: string | undefined;

export const version = typeof SEAWORTHY_VERSION === 'string' ? SEAWORTHY_VERSION : '0.0.0-dev';
