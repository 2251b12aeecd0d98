import { locale } from '../i18n';
import { perLocale } from '../i18n/per-locale';

const day = 86_400_000;

const dates = (options: Intl.DateTimeFormatOptions) => perLocale((now) => new Intl.DateTimeFormat(now, options));
const relativeDays = perLocale((now) => new Intl.RelativeTimeFormat(now, { numeric: 'auto' }));
const hourAndMinute = dates({ hour: 'numeric', minute: '2-digit' });
const weekday = dates({ weekday: 'long' });
const shortWeekday = dates({ weekday: 'short' });
const dayAndMonth = dates({ day: 'numeric', month: 'long' });
const dayMonthAndYear = dates({ day: 'numeric', month: 'long', year: 'numeric' });
const shortDate = dates({ dateStyle: 'short' });

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

/** Whole days from `date` to `now` by the calendar. */
function daysAgo(date: Date, now: Date): number {
  return Math.round((startOfDay(now).getTime() - startOfDay(date).getTime()) / day);
}

/** "today", "yesterday" */
function relativeDay(days: number): string {
  return relativeDays().format(days, 'day');
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
}

/** "14:05", "2:05 PM" */
export function timeOfDay(time: string): string {
  return hourAndMinute().format(new Date(time));
}

/** "Today", "Yesterday", "Monday", "4 March", "4 March 2023" */
export function dayName(time: string, now: Date): string {
  const date = new Date(time);
  const age = daysAgo(date, now);
  if (age === 0 || age === 1) return capitalized(relativeDay(-age));
  if (age > 1 && age < 7) return weekday().format(date);
  return (date.getFullYear() === now.getFullYear() ? dayAndMonth() : dayMonthAndYear()).format(date);
}

/** The time today, else the day, as short as can be. */
export function shortTime(time: string, now: Date): string {
  const date = new Date(time);
  const age = daysAgo(date, now);
  if (age === 0) return timeOfDay(time);
  if (age === 1) return capitalized(relativeDay(-1));
  if (age > 1 && age < 7) return shortWeekday().format(date);
  return shortDate().format(date);
}

/** The day by the reader's calendar, as date fields have it: "2024-03-01". */
export function dateFieldValue(date: Date): string {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function sameDay(left: string, right: string): boolean {
  return startOfDay(new Date(left)).getTime() === startOfDay(new Date(right)).getTime();
}
