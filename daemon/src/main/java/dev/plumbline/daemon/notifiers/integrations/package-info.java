/**
 * From an entry of a receiver to the notifier that sends for it: the one place that knows every kind. Used by whoever
 * delivers.
 */
@NullMarked
package dev.plumbline.daemon.notifiers.integrations;

import org.jspecify.annotations.NullMarked;
