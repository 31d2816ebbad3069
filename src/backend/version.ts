/** Put in by the build; a program that runs from its sources has none. */
declare const TIDEMARK_VERSION: string | undefined;

export const VERSION: string = typeof TIDEMARK_VERSION === 'string' ? TIDEMARK_VERSION : 'development';
