/** Arrows move from message to message; Enter opens the actions of the one in focus; Escape leaves it. */
export function moveBetweenMessages(event: KeyboardEvent, log: HTMLElement): void {
  const target = event.target as HTMLElement;
  const article = target.closest<HTMLElement>('article');
  if (event.altKey || event.ctrlKey || event.metaKey || (target !== log && target !== article)) return;
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
