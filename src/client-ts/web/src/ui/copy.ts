import { toast } from './toasts';

/** Copies a text and says so, or says that the browser did not let it. */
export async function copy(text: string, done: string, failed: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch (error) {
    console.warn('Nothing was copied.', error);
    toast(failed);
  }
}
