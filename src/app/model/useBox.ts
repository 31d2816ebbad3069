import { useEffect, useRef, useState } from 'react';

/** How far beyond the edge of the screen a part is prepared. */
const MARGIN = '400px';

/** How wide an element is, and whether it is, or ever was, on the screen or close to it. */
export function useBox<T extends Element>() {
  const ref = useRef<T>(null);
  const [near, setNear] = useState(false);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (element === null) {
      return undefined;
    }
    const sight = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) {
          setNear(true);
          sight.disconnect();
        }
      },
      { rootMargin: MARGIN }
    );
    const size = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    sight.observe(element);
    size.observe(element);
    return () => {
      sight.disconnect();
      size.disconnect();
    };
  }, []);
  return [ref, { near, width }] as const;
}
