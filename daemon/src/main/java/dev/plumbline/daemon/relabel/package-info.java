/**
 * Prometheus's relabelling: an ordered list of rules that rewrites a label set or drops it. The same rules run over
 * discovered targets and over scraped samples. A rule is checked once, when it is made ({@link
 * dev.plumbline.daemon.relabel.RelabelRule#validate}); applying one is a pure function without I/O and can be done
 * from any thread. Depends on the engine's model only; configuration, discovery and the collectors use it. Follows
 * Prometheus's documentation of relabel_config and its cases.
 */
@NullMarked
package dev.plumbline.daemon.relabel;

import org.jspecify.annotations.NullMarked;
