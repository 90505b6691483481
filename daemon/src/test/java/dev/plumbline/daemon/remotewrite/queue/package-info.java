/** Tests of the queue on disk. */
@NullMarked
package dev.plumbline.daemon.remotewrite.queue;

import org.jspecify.annotations.NullMarked;
