/**
 * The queue on disk between what the store takes and those it is sent to. {@link
 * dev.plumbline.daemon.remotewrite.queue.SampleQueue} is the {@link dev.plumbline.storage.SampleTap} that appends; each
 * receiver reads by a {@link dev.plumbline.daemon.remotewrite.queue.QueueReader} of its own and remembers a {@link
 * dev.plumbline.daemon.remotewrite.queue.Position}. What is written survives the end of the process, and a sample comes out if
 * and only if the store took it; when the queue is larger than its limit, the oldest goes. The format is
 * docs/formats/remote-write-queue.md; nothing outside of this package knows it.
 */
@NullMarked
package dev.plumbline.daemon.remotewrite.queue;

import org.jspecify.annotations.NullMarked;
