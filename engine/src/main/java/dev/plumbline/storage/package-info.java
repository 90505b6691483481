/**
 * The ports between what writes series, what keeps them and what asks for them. Writers get an
 * {@link dev.plumbline.storage.Appender} (any samples) or a {@link dev.plumbline.storage.RowAppender} (one source whose
 * series come together, scrape after scrape); readers get a {@link dev.plumbline.storage.Querier} over a
 * {@link dev.plumbline.storage.Queryable}. {@link dev.plumbline.storage.InMemoryStorage} is the oracle: the simplest thing
 * that fulfils the contract, against which every real store is tested. Semantics follow Prometheus's storage
 * (docs/storage.md): in-order per series, all or nothing per append, windows that are closed on both sides here and
 * cut by the language above.
 */
@NullMarked
package dev.plumbline.storage;

import org.jspecify.annotations.NullMarked;
