const KEY = 'tidemark.preview.theme';

/** Theme of the page: from its address, else the one chosen last, else dark. The page is loaded anew on a change. */
export function switchTheme(to: 'dark' | 'light'): void {
  window.localStorage.setItem(KEY, to);
  const address = new URL(window.location.href);
  address.searchParams.set('theme', to);
  window.location.assign(address);
}
