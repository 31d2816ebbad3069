/** So many events pass through one query; of more, a sample is read, and its fraction is said. */
export const MOST_EVENTS = 1_000_000;
