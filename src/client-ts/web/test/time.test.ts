import { afterEach, expect, test, vi } from 'vitest';
import { dateFieldValue } from '../src/ui/time';

afterEach(() => void vi.unstubAllEnvs());

test.each([
  ['Pacific/Kiritimati', '2024-03-01T11:30:00Z', '2024-03-02'],
  ['Pacific/Pago_Pago', '2024-03-01T10:30:00Z', '2024-02-29'],
  ['UTC', '2024-03-01T23:59:59Z', '2024-03-01'],
])('the day in %s', (zone, time, day) => {
  vi.stubEnv('TZ', zone);
  expect(dateFieldValue(new Date(time))).toBe(day);
});
