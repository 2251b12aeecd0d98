-- The search index takes a step's entries together: the filler inserts them into the pending list and merges that list, sorted,
-- before it commits. One by one, ten entries a message, they cost most of what PostgreSQL does for a message (docs/performance.md).
-- Safe during a rolling deploy: yes. The filler of the previous build leaves its list to PostgreSQL, which merges it when it is full;
-- until then searches read it, too.
-- Oldest build: 9

ALTER INDEX message_search_tokens SET (fastupdate = on);
