/**
 * The HTTP status of a question about a time range in which nothing was seen ("range not satisfiable", RFC 9110); no other
 * error has it.
 */
export const NOTHING_STATUS = 416;

/**
 * The HTTP status of a question that only a log could answer, asked of a data source that reads none ("failed
 * dependency", RFC 4918). Of a query's error Grafana hands its words and its status on to the browser, and nothing else:
 * by this status, which no other error has, pages tell what cannot be from what failed.
 */
export const NO_LOG_STATUS = 424;
