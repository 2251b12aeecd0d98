/** The key was pressed in the log or on a message, not in something within one. */
export function isForMessages(event: KeyboardEvent, log: HTMLElement): boolean {
  const target = event.target as HTMLElement;
  return !event.altKey && !event.ctrlKey && !event.metaKey && (target === log || target.matches('article'));
}

/** Arrows move from message to message; Enter opens the actions of the one in focus; Escape leaves it. */
export function moveBetweenMessages(event: KeyboardEvent, log: HTMLElement): void {
  const article = (event.target as HTMLElement).closest<HTMLElement>('article');
  if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    const articles = [...log.querySelectorAll<HTMLElement>('article')].sort((one, other) => topOf(one) - topOf(other));
    const at = article === null ? lastInView(articles, log) : articles.indexOf(article) + (event.key === 'ArrowUp' ? -1 : 1);
    const next = articles[at];
    if (next === undefined) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  } else if (article !== null && event.key === 'Enter') {
    event.preventDefault();
    article.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click();
  } else if (article !== null && event.key === 'Escape') {
    log.focus();
  }
}

const topOf = (element: HTMLElement) => element.getBoundingClientRect().top;

function lastInView(articles: readonly HTMLElement[], log: HTMLElement): number {
  const end = log.getBoundingClientRect().bottom;
  return articles.findLastIndex((article) => topOf(article) < end - 16);
}
