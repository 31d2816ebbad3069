import { byCountry, categorical, numeric } from '../features';
import { COUNTRIES } from '../model';
import { logNormal, normal, weibull } from '../shape';

const ROUTE_MEDIAN: Readonly<Record<string, number>> = { US: 6.2, DE: 4.4, FR: 4.1, IN: 3.6 };

/** The inputs of the model that says when a parcel comes, in the order of a block's columns. */
export const FEATURES = [
  numeric(
    'route_km',
    1,
    [0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30],
    byCountry((country) => logNormal(ROUTE_MEDIAN[country] ?? 4, 0.7))
  ),
  numeric('stops_before', 0, [0, 1, 2, 3, 4, 5, 6, 8, 10, 14], weibull(4.5, 1.3)),
  numeric('parcel_kg', 1, [0.5, 1, 2, 3, 5, 8, 12, 20, 30], logNormal(2.4, 0.9)),
  numeric('traffic_index', 2, [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.6], normal(1, 0.2)),
  categorical('vehicle', ['bike', 'scooter', 'van'], (country) =>
    country === 'IN' ? [0.2, 0.62, 0.18] : [0.31, 0.24, 0.45]
  ),
  categorical('weather', ['dry', 'rain', 'snow'], () => [0.78, 0.2, 0.02]),
  categorical('country', COUNTRIES, (country) => COUNTRIES.map((other) => (other === country ? 1 : 0))),
] as const;

/** The place of a feature among the columns. */
export const AT = { route: 0, stops: 1, weight: 2, traffic: 3, vehicle: 4, weather: 5 } as const;
