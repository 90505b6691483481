/**
 * HTTP around notifications: a test message through a receiver, on the path that real pages take. Sees only the port
 * {@link dev.plumbline.daemon.api.notify.ReceiverTest}; who may call is decided before a request gets here.
 */
@NullMarked
package dev.plumbline.daemon.api.notify;

import org.jspecify.annotations.NullMarked;
