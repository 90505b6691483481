/**
 * Sends what the store takes to receivers of remote write: one {@link dev.plumbline.daemon.remotewrite.Destination} for each
 * entry of the section, fed by the queue on disk, sending by shards with a request at a time each. {@link
 * dev.plumbline.daemon.remotewrite.RemoteWrites} holds them together over reloads. A series is always sent by the same shard,
 * so that its samples arrive in order; a position is remembered only when everything before it is acknowledged, so that a
 * restart repeats at most what was under way. Protocol: Prometheus remote write 1.0 and 2.0; nothing here knows the store.
 */
@NullMarked
package dev.plumbline.daemon.remotewrite;

import org.jspecify.annotations.NullMarked;
