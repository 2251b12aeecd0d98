/** Asks the browser, which asks the person. @returns whether notifications may be shown. */
export async function requestPermission(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}
