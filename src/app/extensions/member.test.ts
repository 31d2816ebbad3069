import { member } from './member';

/** As Grafana 12.4 wraps the context of a link (getReadOnlyProxy in public/app/features/plugins/extensions/utils.tsx). */
const readOnly = <T extends object>(object: T): T =>
  new Proxy(object, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      return typeof value === 'object' && value !== null ? readOnly(value) : value;
    },
  });

describe('a member of the context of a link', () => {
  it('is read where reading it in the usual way throws', () => {
    const instance = readOnly({ instance: Object.freeze({ labels: Object.freeze({ model: 'fraud' }) }) }).instance;
    expect(() => instance.labels).toThrow(/proxy/);
    expect(member(member(instance, 'labels'), 'model')).toBe('fraud');
  });

  it.each([[undefined], [null], ['text']])('is none of %j', (object) => {
    expect(member(object, 'labels')).toBeUndefined();
  });
});
