import { missingActions } from './rights';

describe('the right to apply', () => {
  it('is had by who provisions alerting, in whole or part by part', () => {
    expect(missingActions(['rules', 'notifications'], { 'alert.provisioning:write': true })).toEqual([]);
    const parts = { 'alert.rules.provisioning:write': true, 'alert.notifications.provisioning:write': true };
    expect(missingActions(['rules', 'notifications'], parts)).toEqual([]);
  });

  it('is had by an editor, whom Grafana lets do each part', () => {
    const editor = {
      'alert.rules:write': true,
      'alert.rules:create': true,
      'alert.rules:delete': true,
      'alert.notifications:write': true,
      'alert.provisioning.provenance:write': true,
      'folders:create': true,
    };
    expect(missingActions(['rules', 'notifications', 'folder'], editor)).toEqual([]);
  });

  it('is not had by a viewer, who is told what is missing, and only what is needed', () => {
    expect(missingActions(['notifications'], { 'alert.rules:read': true })).toEqual([
      'alert.notifications:write',
      'alert.provisioning.provenance:write',
    ]);
    expect(missingActions([], {})).toEqual([]);
  });
});
