/** Loads the page anew in another theme; the server's page reads it from the address, and remembers it. */
export function switchTheme(to: 'dark' | 'light'): void {
  const address = new URL(window.location.href);
  address.searchParams.set('theme', to);
  window.location.assign(address);
}
