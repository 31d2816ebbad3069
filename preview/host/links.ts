import { locationService } from '@grafana/runtime';

/**
 * Links of Grafana's components are plain anchors. As in Grafana, one that leads to a page of this host changes the
 * page without loading everything anew.
 */
export function followLinksInPage(): void {
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    ) {
      return;
    }
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    const href = anchor?.getAttribute('href');
    if (
      anchor === null ||
      href === null ||
      href === undefined ||
      href === '' ||
      anchor.target === '_blank' ||
      anchor.hasAttribute('download')
    ) {
      return;
    }
    const address = new URL(anchor.href, window.location.href);
    if (
      address.origin !== window.location.origin ||
      /^\/(api|public|metrics)\//.test(address.pathname) ||
      href.startsWith('#')
    ) {
      return;
    }
    event.preventDefault();
    locationService.push(`${address.pathname}${address.search}${address.hash}`);
  });
}
